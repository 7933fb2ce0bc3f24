//! Round scales: the smallest round number above all values, and steps that divide it.

use crate::pages::format::number;
use crate::words::Words;

/// The top of a scale and its step, for values up to `most`.
pub(super) fn round_top(most: f64) -> (f64, f64) {
    if most.is_nan() || most <= 0.0 {
        return (1.0, 1.0);
    }
    let power = 10_f64.powf((most / 3.0).log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| most / step <= 4.0)
        .unwrap_or(most);
    ((most / step).ceil() * step, step)
}

/// A small whole number out of a float; 0 for anything else.
#[expect(
    clippy::as_conversions,
    reason = "a float turns into an integer only with `as`; it saturates"
)]
pub(super) fn whole(value: f64) -> usize {
    value as usize
}

/// An index as a coordinate.
pub(super) fn float(at: usize) -> f64 {
    f64::from(u32::try_from(at).unwrap_or(u32::MAX))
}

/// A value on a scale, without needless digits.
pub(super) fn tick(w: Words, value: f64) -> String {
    if value.fract().abs() < 1e-9 {
        return number(w, i64::try_from(whole(value)).unwrap_or(i64::MAX));
    }
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::round_top;

    #[test]
    fn the_top_is_round_and_holds_every_value() {
        for (most, top) in [
            (0.0, 1.0),
            (1.0, 1.0),
            (3.0, 3.0),
            (7.0, 8.0),
            (88.0, 100.0),
            (412.0, 600.0),
            (640.0, 800.0),
        ] {
            let (found, step) = round_top(most);
            assert!(
                found >= most && (found / step).fract().abs() < 1e-9,
                "{most}: {found} by {step}"
            );
            assert!((found - top).abs() < 1e-9, "{most}: {found}, not {top}");
        }
        assert!(round_top(f64::NAN).0 > 0.0);
    }
}
