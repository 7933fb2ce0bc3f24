use proptest::prelude::*;

use super::*;
use crate::learn::Chance;

#[test]
fn known_bounds() {
    // No hit in n: 1 - 0.05^(1/n), the "rule of three" for large n.
    assert!((upper(0, 100, 0.95) - (1.0 - 0.05_f64.powf(0.01))).abs() < 1e-9);
    // Tables of the exact interval: 5 of 100 at 97.5 %.
    assert!((upper(5, 100, 0.975) - 0.112_83).abs() < 1e-4);
    assert!((upper(3, 3, 0.95) - 1.0).abs() < f64::EPSILON);
    assert!((upper(0, 0, 0.95) - 1.0).abs() < f64::EPSILON);
}

#[test]
fn the_bound_covers_the_truth_in_95_of_100_audits() {
    let mut chance = Chance::new(20_261_122);
    for (truth, looked_at) in [(0.002, 300), (0.01, 200), (0.03, 500), (0.1, 100), (0.4, 50)] {
        let audits = 2_000;
        let covered = (0..audits).filter(|_| {
            let hit = |_: &u32| chance.share() < truth;
            let missed = u32::try_from((0..looked_at).filter(hit).count()).unwrap();
            upper(missed, looked_at, 0.95) >= truth
        });
        let covered = covered.count();
        // Three standard errors of 2,000 audits are 1.5 points; the exact bound is never below 95 %.
        assert!(covered * 1_000 >= audits * 938, "{truth}: {covered} of {audits}");
    }
}

#[test]
fn a_claim_is_about_all_actionable_posts() {
    let claim = Audit { looked_at: 400, missed: 2 }.claim(20_000, 3_000, 0.95);
    assert!((claim.found - 0.005).abs() < 1e-12);
    assert!(claim.at_most > 0.005 && claim.at_most < 0.02);
    let missed = claim.at_most * 20_000.0;
    assert!((claim.of_actionable - missed / (missed + 3_000.0)).abs() < 1e-12);
    let nothing = Audit { looked_at: 0, missed: 0 }.claim(10, 0, 0.95);
    assert!((nothing.of_actionable - 1.0).abs() < f64::EPSILON);
}

proptest! {
    #[test]
    fn more_evidence_never_loosens(tries in 1_u32..400, hits in 0_u32..40, sure in 0.5_f64..0.999) {
        let hits = hits.min(tries);
        let bound = upper(hits, tries, sure);
        prop_assert!((0.0..=1.0).contains(&bound) && bound >= f64::from(hits) / f64::from(tries));
        prop_assert!(upper(hits, tries + 50, sure) <= bound + 1e-9);
        prop_assert!(upper(hits, tries, (sure + 1.0) / 2.0) >= bound - 1e-9);
    }
}
