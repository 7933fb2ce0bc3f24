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

#[test]
fn both_claims_of_a_certificate_cover_the_truth_in_95_of_100_audits() {
    let mut chance = Chance::new(20_261_123);
    let worlds = [(0.004, 0.9, 400, 200), (0.02, 0.7, 150, 80), (0.1, 0.5, 60, 40)];
    for (missing, worth, read, read_shown) in worlds {
        let (hidden, shown, audits) = (20_000_u64, 3_000_u64, 1_000);
        let (lost, won) = (missing * 20_000.0, worth * 3_000.0);
        let truth = lost / (lost + won);
        let mut covered = [0; 3];
        for _ in 0..audits {
            let mut hits = |share: f64, of: u32| {
                u32::try_from((0..of).filter(|_| chance.share() < share).count()).unwrap()
            };
            let (missed, good) = (hits(missing, read), hits(worth, read_shown));
            let sample = Sample { hidden, shown, read, missed, read_shown, worth: good };
            let said = sample.certify(0.95);
            let holds = [
                said.at_most >= missing,
                said.of_actionable >= truth,
                said.worth_at_least <= worth,
            ];
            covered.iter_mut().zip(holds).for_each(|(n, holds)| *n += i32::from(holds));
        }
        // Three standard errors of 1,000 audits are 2.1 points.
        assert!(covered.iter().all(|n| *n >= 930), "{missing} {worth}: {covered:?}");
    }
}

#[test]
fn nothing_read_means_nothing_claimed() {
    let none = Sample { hidden: 10, shown: 5, ..Sample::default() }.certify(0.95);
    assert!((none.at_most - 1.0).abs() < 1e-12 && (none.of_actionable - 1.0).abs() < 1e-12);
    assert_eq!(none.worth, None);
    assert!(none.worth_at_least.abs() < 1e-12);
    let empty = Sample::default().certify(0.95);
    assert!(empty.of_actionable.abs() < 1e-12, "nothing was set aside");
}

#[test]
fn it_says_how_many_more_must_be_read() {
    assert_eq!(more_needed(0, 0, 0.05, 0.95), Some(59), "the rule of three");
    assert_eq!(more_needed(0, 40, 0.05, 0.95), Some(19));
    assert_eq!(more_needed(0, 59, 0.05, 0.95), Some(0));
    assert_eq!(more_needed(1, 59, 0.05, 0.95), Some(34));
    assert_eq!(more_needed(0, 0, 0.0, 0.95), None);
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
