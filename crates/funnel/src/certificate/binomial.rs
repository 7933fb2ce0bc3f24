//! The exact upper bound of a share (Clopper and Pearson, Biometrika 1934).

/// At most so large is the share of hits, with this confidence, when `hits` of `tries` were found:
/// the share at which so few hits or fewer have the likelihood `1 - confidence`. 1 without tries.
#[must_use]
pub fn upper(hits: u32, tries: u32, confidence: f64) -> f64 {
    if hits >= tries {
        return 1.0;
    }
    let doubt = (1.0 - confidence).clamp(0.0, 1.0);
    let (mut low, mut high) = (f64::from(hits) / f64::from(tries), 1.0);
    for _ in 0..60 {
        let share = f64::midpoint(low, high);
        if at_most(hits, tries, share) > doubt {
            low = share;
        } else {
            high = share;
        }
    }
    // The larger end: rounding must not make the claim bolder.
    high
}

/// The likelihood of `hits` or fewer in `tries`, each with this share.
fn at_most(hits: u32, tries: u32, share: f64) -> f64 {
    if share <= 0.0 {
        return 1.0;
    }
    if share >= 1.0 {
        return 0.0;
    }
    // In logarithms, so that no summand is lost.
    let (yes, no) = (share.ln(), (-share).ln_1p());
    let mut choose = 0.0_f64;
    let mut sum = 0.0_f64;
    for k in 0..=hits {
        if k > 0 {
            choose += f64::from(tries - k + 1).ln() - f64::from(k).ln();
        }
        sum += (choose + f64::from(k) * yes + f64::from(tries - k) * no).exp();
    }
    sum.min(1.0)
}
