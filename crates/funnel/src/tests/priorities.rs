use earshot_model::{Outlier, Tier};

use super::post;
use crate::{Config, CustomerRecord, Funnel, Input, Weights};

const TEXT: &str = "My order has not arrived, can you look into it?";

fn score(input: &Input<'_>) -> f32 {
    Funnel::default().judge(input).priority.score
}

fn by(tier: Tier, followers: Option<i64>) -> Input<'static> {
    let record = CustomerRecord { customer: true, tier, ..CustomerRecord::default() };
    Input { record, author_followers: followers, ..post(TEXT) }
}

#[test]
fn worth_and_reach_each_rank_above_the_average_customer() {
    let average = score(&by(Tier::Standard, Some(300)));
    let millions_spent = score(&by(Tier::Gold, Some(75)));
    let millions_follow = score(&by(Tier::Standard, Some(5_000_000)));
    assert!(millions_spent > average, "{millions_spent} {average}");
    assert!(millions_follow > average, "{millions_follow} {average}");
}

#[test]
fn influence_never_lowers() {
    let followers = [None, Some(-5), Some(0), Some(75), Some(300), Some(5_000), Some(80_000)];
    let more = [Some(5_000_000), Some(i64::MAX)];
    let scores: Vec<f32> =
        followers.into_iter().chain(more).map(|f| score(&by(Tier::Standard, f))).collect();
    assert!(scores.is_sorted(), "{scores:?}");
    let nobody = score(&by(Tier::Standard, Some(0)));
    let plain = score(&post("Just had a coffee"));
    assert!(nobody > plain, "a request by somebody unknown is above small talk");
}

#[test]
fn an_earlier_failure_raises() {
    let mut failed = by(Tier::Standard, Some(300));
    let before = score(&failed);
    failed.record.negative_contacts = 2;
    let twice = score(&failed);
    failed.record.unresolved_contact = true;
    assert!(before < twice && twice < score(&failed));
}

#[test]
fn the_terms_make_up_the_score() {
    let priority = Funnel::default().judge(&by(Tier::Gold, Some(90_000))).priority;
    let all: f32 = priority.terms.iter().map(|t| t.weight).sum();
    let sum: f32 = priority.terms.iter().map(|t| t.weight * t.value).sum();
    assert!((priority.score - sum / all).abs() < 1e-6);
    assert_eq!(priority.terms.len(), 11);
}

#[test]
fn what_stands_out_is_named_with_its_facts_and_raises_the_priority() {
    let plain = by(Tier::Standard, Some(300));
    let base = Funnel::default().judge(&plain);
    assert!(base.outliers.is_empty() && !base.stands_out(Outlier::Reach));
    let with = |record: CustomerRecord, joiners, followers| {
        let record = CustomerRecord { customer: true, tier: Tier::Standard, ..record };
        let input = Input { record, joiners, author_followers: Some(followers), ..plain };
        Funnel::default().judge(&input)
    };
    let none = CustomerRecord::default();
    let cases = [
        (Outlier::Reach, with(none, 1, 5_000_000), "followers"),
        (Outlier::Bandwagon, with(none, 10, 300), "joiners"),
        (Outlier::Challenge, with(CustomerRecord { recent_contacts: 3, ..none }, 1, 300), "cases"),
        (
            Outlier::PriorFailure,
            with(CustomerRecord { unresolved_contact: true, ..none }, 1, 300),
            "prior-failure",
        ),
        (
            Outlier::Disaffection,
            with(CustomerRecord { negative_contacts: 3, ..none }, 1, 300),
            "negative-contacts",
        ),
    ];
    for (outlier, verdict, fact) in cases {
        let found = verdict.outliers.iter().find(|judged| judged.value == outlier);
        let why = &found.unwrap_or_else(|| panic!("{outlier}")).evidence;
        assert_eq!(why[0].what, fact);
        assert!(verdict.priority.score > base.priority.score, "{outlier}");
    }
    assert!(!with(none, 9, 300).stands_out(Outlier::Bandwagon), "nine are no crowd");
    let early = Funnel::new(Config { crowd_from: 5, ..Config::default() });
    assert!(early.judge(&Input { joiners: 5, ..plain }).stands_out(Outlier::Bandwagon));
}

#[test]
fn weights_can_be_edited() {
    let weights = Weights { influence: 0.0, ..Weights::default() };
    let funnel = Funnel::new(Config { weights, ..Config::default() });
    let with = |followers| funnel.judge(&by(Tier::Gold, followers)).priority.score;
    assert!((with(Some(0)) - with(Some(5_000_000))).abs() < f32::EPSILON);
    let broken = Weights { urgency: f32::NAN, need: -3.0, ..Weights::default() };
    let funnel = Funnel::new(Config { weights: broken, ..Config::default() });
    assert!((0.0..=1.0).contains(&funnel.judge(&by(Tier::Gold, None)).priority.score));
}
