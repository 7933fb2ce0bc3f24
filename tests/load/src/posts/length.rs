//! How long texts are.

use std::f64::consts::TAU;

use rand::RngExt;
use rand::rngs::StdRng;

/// The middle length in characters.
const MEDIAN: f64 = 95.0;
/// The standard deviation of the logarithm of the length.
const SIGMA: f64 = 0.55;

/// A length in characters: log-normal around 95, between 24 and 480.
pub(super) fn draw(rng: &mut StdRng) -> usize {
    // Box and Muller's transform; the first number must not be 0.
    let (a, b): (f64, f64) = (1.0 - rng.random::<f64>(), rng.random());
    let normal = (-2.0 * a.ln()).sqrt() * (TAU * b).cos();
    let length = (MEDIAN * (SIGMA * normal).exp()).clamp(24.0, 480.0);
    (24..480).find(|n| f64::from(*n) >= length).and_then(|n| usize::try_from(n).ok()).unwrap_or(480)
}
