//! From margins to likelihoods, and how far the likelihoods are off.

/// Likelihoods from scores: softmax of the scores over the temperature.
pub(crate) fn softmax(scores: &[f32], temperature: f32, out: &mut Vec<f32>) {
    out.clear();
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    out.extend(scores.iter().map(|score| ((score - most) / temperature).exp()));
    let sum: f32 = out.iter().sum();
    out.iter_mut().for_each(|p| *p /= sum.max(1e-30));
}

/// The temperature under which texts that were held back are least surprising, by golden section
/// between 0.02 and 20 on a logarithmic scale (Guo et al., ICML 2017).
#[must_use]
pub fn temperature(scores: &[Vec<f32>], right: &[usize]) -> f32 {
    let mut room = Vec::new();
    let mut surprise = |log: f32| -> f64 {
        let each = scores.iter().zip(right).map(|(scores, right)| {
            softmax(scores, log.exp(), &mut room);
            -f64::from(room.get(*right).copied().unwrap_or(0.0).max(1e-12)).ln()
        });
        each.sum()
    };
    let golden = 0.618_034_f32;
    let (mut low, mut high) = (0.02_f32.ln(), 20.0_f32.ln());
    for _ in 0..40 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if surprise(left) < surprise(right) {
            high = right;
        } else {
            low = left;
        }
    }
    f32::midpoint(low, high).exp()
}

/// The slope and the constant under which margins are the odds of a yes, as a logarithm (Platt, 1999),
/// by Newton's method; targets are drawn in a little, as Platt has it, so that margins which part all
/// texts do not run away.
#[must_use]
pub fn platt(margins: &[(f32, bool)]) -> (f32, f32) {
    let yes = margins.iter().map(|(_, yes)| f64::from(u8::from(*yes))).sum::<f64>();
    let no = margins.iter().map(|(_, yes)| f64::from(u8::from(!yes))).sum::<f64>();
    let (high, low) = ((yes + 1.0) / (yes + 2.0), 1.0 / (no + 2.0));
    let (mut slope, mut constant) = (1.0_f64, 0.0_f64);
    for _ in 0..50 {
        // Slopes and curvature of the surprise; a little is added so that it can be solved.
        let (mut by_slope, mut by_constant) = (0.0, 0.0);
        let (mut both, mut one, mut two) = (0.0, 1e-6, 1e-6);
        for (margin, yes) in margins {
            let margin = f64::from(*margin);
            let p = 1.0 / (1.0 + (-(slope * margin + constant)).exp());
            let off = p - if *yes { high } else { low };
            let curve = (p * (1.0 - p)).max(1e-9);
            by_slope += off * margin;
            by_constant += off;
            one += curve * margin * margin;
            both += curve * margin;
            two += curve;
        }
        let whole = one * two - both * both;
        let (step_slope, step_constant) = (
            (two * by_slope - both * by_constant) / whole,
            (one * by_constant - both * by_slope) / whole,
        );
        // Not more than a step of this length at once.
        slope -= step_slope.clamp(-2.0, 2.0);
        constant -= step_constant.clamp(-2.0, 2.0);
        if step_slope.abs() + step_constant.abs() < 1e-7 {
            break;
        }
    }
    (narrow(slope.max(0.0)), narrow(constant))
}

#[expect(clippy::as_conversions, reason = "there is no other way from f64 to f32")]
fn narrow(x: f64) -> f32 {
    x as f32
}

/// The expected calibration error over 15 bins of equal width: the mean distance between how sure
/// the classifier was and how often it was right (Naeini et al., AAAI 2015). 0 to 1.
#[must_use]
pub fn calibration_error(said: &[(f32, bool)]) -> f64 {
    let mut bins = [(0.0_f64, 0.0_f64, 0.0_f64); 15];
    for (sure, right) in said {
        let place = (1..15).filter(|edge| *sure > edge_of(*edge)).count();
        if let Some((count, sum, hits)) = bins.get_mut(place) {
            *count += 1.0;
            *sum += f64::from(*sure);
            *hits += f64::from(u8::from(*right));
        }
    }
    let all: f64 = bins.iter().map(|bin| bin.0).sum();
    bins.iter().map(|(_, sum, hits)| (sum - hits).abs()).sum::<f64>() / all.max(1.0)
}

fn edge_of(edge: u8) -> f32 {
    f32::from(edge) / 15.0
}
