//! Lines of a channel can be stricter than the lines for all, never laxer.

use earshot_model::{Action, Decision, FollowUp, Interaction, Later, Outcome, Place, SlaClass};
use proptest::prelude::*;

use super::guarantee::any_facts;
use super::{ends, line, playbook};
use crate::decide::strictness;
use crate::{Facts, Line, Playbook, Then, default_playbook};

fn on(channel: &str, line: Line) -> Line {
    Line { channels: vec![channel.to_owned()], ..line }
}

fn slow() -> Then {
    Then {
        clock: Some(SlaClass::Relaxed),
        visibility: Some(Place::Public),
        queue: Some("delight".to_owned()),
        ..ends(Outcome::Respond)
    }
}

#[test]
fn a_channel_line_makes_it_sooner_and_more_private_on_its_channel_only() {
    let strict = Then {
        clock: Some(SlaClass::Urgent),
        visibility: Some(Place::PublicThenPrivate),
        queue: Some("care".to_owned()),
        ..Then::default()
    };
    let book = playbook(vec![line(1, "true", slow()), on("x", line(2, "true", strict))]);
    let mut facts = Facts::default();
    assert_eq!(book.decide(&facts).sla, SlaClass::Relaxed);
    facts.setting.channel = "x".to_owned();
    let decision = book.decide(&facts);
    assert_eq!((decision.sla, decision.place), (SlaClass::Urgent, Place::PublicThenPrivate));
    assert_eq!(decision.queue.as_deref(), Some("delight"), "who has it stays");
    assert_eq!(decision.behind.what, [1, 2]);
    assert!(decision.reasons.iter().any(|r| r.key == "reason-channel-line" && r.line == Some(2)));
}

#[test]
fn a_channel_line_cannot_make_it_laxer() {
    let lax = Then { clock: Some(SlaClass::None), ..ends(Outcome::Leave) };
    let strict = Then { clock: Some(SlaClass::Urgent), ..slow() };
    let book = playbook(vec![line(1, "true", strict), on("x", line(2, "true", lax))]);
    let mut facts = Facts::default();
    let elsewhere = book.decide(&facts);
    facts.setting.channel = "x".to_owned();
    let there = book.decide(&facts);
    assert_eq!(there, elsewhere);
}

fn any_then() -> impl Strategy<Value = Then> {
    let queues = prop::sample::select(&["care", "refunds", "delight"][..]);
    let skills =
        prop::sample::subsequence(vec!["german".to_owned(), "rebooking:2".to_owned()], 0..=2);
    let later = (prop::sample::select(FollowUp::ALL), 1_u32..5_000);
    (
        prop::option::of(prop::sample::select(Outcome::ALL)),
        prop::option::of(queues),
        skills,
        prop::option::of(prop::sample::select(Place::ALL)),
        prop::option::of(prop::sample::select(SlaClass::ALL)),
        prop::option::of(prop::sample::select(Interaction::ALL)),
        prop::option::of(later),
        any::<[bool; 2]>(),
    )
        .prop_map(|(warranted, queue, skills, visibility, clock, interaction, later, yes)| {
            let [approval, tag] = yes;
            Then {
                warranted,
                queue: queue.map(str::to_owned),
                skills,
                visibility,
                clock,
                interaction,
                approval: approval.then(|| "communications".to_owned()),
                follow_up: later.map(|(what, minutes)| Later { what, minutes }),
                next: if tag { vec![Action::Tag { tag: "t".to_owned() }] } else { vec![] },
                ..Then::default()
            }
        })
}

fn any_line(channel: &'static [&'static str]) -> impl Strategy<Value = Line> {
    const WHENS: &[&str] = &[
        "true",
        "spam",
        "sentiment == 'negative'",
        "'help' in intents",
        "expects_reply",
        "100 / (rating - 1) > 20",
        "text.contains('refund')",
        "identity != 'ours' && relevant",
    ];
    (prop::sample::select(WHENS).prop_map(str::to_owned), any_then(), prop::sample::select(channel))
        .prop_map(|(when, then, channel)| {
            let channels = if channel.is_empty() { vec![] } else { vec![channel.to_owned()] };
            Line { when, then, channels, ..Line::default() }
        })
}

fn numbered(lines: Vec<Line>) -> Playbook {
    let numbers = 1_i64..;
    let mut document = default_playbook().unwrap();
    document.lines = lines
        .into_iter()
        .zip(numbers)
        .map(|(line, number)| Line { number, name: format!("{number}"), ..line })
        .collect();
    Playbook::compile(1, &document).unwrap()
}

/// What must not become laxer.
fn is_as_strict(with: &Decision, without: &Decision) -> Result<(), TestCaseError> {
    prop_assert!(strictness(with.outcome) >= strictness(without.outcome));
    if without.outcome == Outcome::Respond {
        prop_assert!(with.sla <= without.sla, "{:?} {:?}", with.sla, without.sla);
        prop_assert!(with.queue == without.queue || without.queue.is_none());
        prop_assert!(
            without.later.is_none_or(|a| with.later.is_some_and(|b| b.minutes <= a.minutes))
        );
        prop_assert!(without.approval.is_none() || with.approval.is_some());
    }
    prop_assert!(with.place >= without.place, "{:?} {:?}", with.place, without.place);
    prop_assert!(!with.audience.is_open() || without.audience.is_open());
    prop_assert!(without.skills.iter().all(|skill| with.skills.contains(skill)));
    prop_assert!(without.actions.iter().all(|action| with.actions.contains(action)));
    for made in [without, with] {
        prop_assert_eq!(made.behind.actions.len(), made.actions.len(), "each action has its line");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn channel_lines_can_only_tighten(
        global in prop::collection::vec(any_line(&[""]), 0..5),
        local in prop::collection::vec(any_line(&["x", "mastodon", "facebook", "email"]), 0..5),
        facts in any_facts(),
    ) {
        let without = numbered(global.clone()).decide(&facts);
        let book = numbered([global, local].concat());
        let with = book.decide(&facts);
        prop_assert_eq!(&with, &book.decide_by_asking_all(&facts));
        is_as_strict(&with, &without)?;
    }
}
