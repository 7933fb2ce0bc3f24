//! How lines make a decision.

use earshot_model::{
    Action, Audience, Intent, Outcome, Place, Reason, Sentiment, SlaClass, TrollState,
};

use super::{document, ends, line, playbook, wanting};
use crate::{Facts, Line, Playbook, Then, default_playbook};

fn queue(key: &str) -> Then {
    Then { queue: Some(key.to_owned()), ..Then::default() }
}

fn keys(reasons: &[Reason]) -> Vec<&str> {
    reasons.iter().map(|reason| reason.key.as_str()).collect()
}

#[test]
fn the_first_line_with_an_outcome_ends_the_reading() {
    let book = playbook(vec![
        line(20, "true", ends(Outcome::Leave)),
        line(10, "true", ends(Outcome::Respond)),
        line(5, "spam", ends(Outcome::Leave)),
    ]);
    let decision = book.decide(&Facts::default());
    assert_eq!((decision.playbook_version, decision.outcome), (7, Outcome::Respond));
    let lines: Vec<_> = decision.reasons.iter().map(|r| (r.key.as_str(), r.line)).collect();
    assert_eq!(lines, [("reason-line", Some(10))]);
}

#[test]
fn lines_without_an_outcome_only_add_and_each_answer_names_its_lines() {
    let german = Then { skills: vec!["german".to_owned()], ..queue("refunds") };
    let urgent = Then {
        clock: Some(SlaClass::Urgent),
        skills: vec!["german".to_owned(), "rebooking:3".to_owned()],
        ..Then { queue: Some("care".to_owned()), ..ends(Outcome::Respond) }
    };
    let book = playbook(vec![line(1, "language == 'en'", german), line(2, "true", urgent)]);
    let decision = book.decide(&Facts::default());
    assert_eq!(decision.queue.as_deref(), Some("refunds"), "the first queue wins");
    assert_eq!(decision.department.as_deref(), Some("care"), "the queue's department leads");
    assert_eq!(decision.skills, ["german", "rebooking:3"]);
    assert_eq!(decision.sla, SlaClass::Urgent);
    assert_eq!(decision.behind.warranted, [2]);
    assert_eq!(decision.behind.who, [1, 2]);
    assert_eq!(decision.behind.what, [2]);
}

#[test]
fn no_line_means_record_without_a_clock() {
    let decision = playbook(vec![]).decide(&Facts::default());
    assert_eq!((decision.outcome, decision.sla), (Outcome::Record, SlaClass::None));
    assert_eq!(decision.reasons[0].key, "reason-no-line");
}

#[test]
fn a_private_post_is_never_answered_in_public() {
    let public = Then { visibility: Some(Place::Public), ..ends(Outcome::Respond) };
    let book = playbook(vec![line(1, "true", public)]);
    assert_eq!(book.decide(&Facts::default()).audience, Audience::Public);
    let mut private = Facts::default();
    private.setting.audience = Audience::Private;
    let decision = book.decide(&private);
    assert_eq!((decision.audience, decision.place), (Audience::Private, Place::Private));
    assert!(keys(&decision.reasons).contains(&"reason-stays-private"));
}

#[test]
fn a_line_that_fails_for_a_post_does_not_hold_and_says_so_and_the_rest_goes_on() {
    let book = playbook(vec![
        line(1, "1000 / (followers - 7) > 0", ends(Outcome::Leave)),
        line(2, "true", ends(Outcome::Respond)),
    ]);
    let mut seven = Facts::default();
    seven.setting.followers = 7;
    let decision = book.decide(&seven);
    assert_eq!(decision.outcome, Outcome::Respond);
    assert_eq!(keys(&decision.reasons), ["reason-line-failed", "reason-line"]);
    assert_eq!(decision.reasons[0].values[1].1, "it divides by zero");
}

#[test]
fn conditions_see_the_text_in_lower_case_and_not_without_end() {
    let book = playbook(vec![line(1, "text.contains('hello')", ends(Outcome::Respond))]);
    let mut facts = Facts::default();
    facts.setting.text = "HELLO there".to_owned();
    assert_eq!(book.decide(&facts).outcome, Outcome::Respond);
    facts.setting.text = format!("{}hello", "ä".repeat(10_000));
    assert_eq!(book.decide(&facts).outcome, Outcome::Record, "beyond the first 16 kB");
}

#[test]
fn the_matrix_fills_what_no_line_says() {
    let mut asks = document(vec![line(1, "true", ends(Outcome::Respond))]);
    asks.matrix = default_playbook().unwrap().matrix;
    let book = Playbook::compile(1, &asks).unwrap();
    let decision = book.decide(&wanting(&[Intent::Help], Sentiment::Neutral));
    assert_eq!(decision.place, Place::PublicThenPrivate);
    assert!(decision.actions.contains(&Action::SuggestPrivate));
    assert!(matches!(decision.actions[0], Action::SuggestReply { .. }));
    assert!(keys(&decision.reasons).contains(&"reason-matrix"));
    let rave = book.decide(&wanting(&[Intent::Praise], Sentiment::Positive));
    assert_eq!((rave.place, rave.sla), (Place::Public, SlaClass::Relaxed));
}

#[test]
fn public_talk_ends_after_the_cap_and_goes_on_in_private() {
    let book = playbook(vec![line(1, "true", ends(Outcome::Respond))]);
    let mut facts = Facts::default();
    facts.case.public_turns = 1;
    assert_ne!(book.decide(&facts).place, Place::Private);
    facts.case.public_turns = 2;
    let decision = book.decide(&facts);
    assert_eq!((decision.place, decision.audience), (Place::Private, Audience::Private));
    assert!(keys(&decision.reasons).contains(&"reason-public-cap"));
    assert!(decision.actions.contains(&Action::SuggestPrivate));
}

#[test]
fn only_a_confirmed_troll_label_asks_for_a_supervisor() {
    let book = playbook(vec![line(1, "true", ends(Outcome::Respond))]);
    let mut facts = Facts::default();
    for (troll, approval) in [
        (TrollState::None, None),
        (TrollState::Proposed, None),
        (TrollState::Confirmed, Some("supervisor")),
    ] {
        facts.case.troll = troll;
        assert_eq!(book.decide(&facts).approval.as_deref(), approval);
    }
}

#[test]
fn a_line_is_not_asked_about_what_its_own_acts_caused() {
    let tag = Then { next: vec![Action::Tag { tag: "seen".to_owned() }], ..ends(Outcome::Respond) };
    let book = playbook(vec![line(1, "true", tag.clone()), line(2, "'seen' in case.tags", tag)]);
    let mut facts = Facts::default();
    facts.case.tags = vec!["seen".to_owned()];
    facts.cause = vec![1];
    let second = book.decide(&facts);
    assert_eq!(keys(&second.reasons), ["reason-loop-guard", "reason-line"]);
    facts.cause = vec![1, 2];
    let third = book.decide(&facts);
    assert!(third.behind.warranted.is_empty());
    facts.cause = vec![7, 8, 9];
    let deep = book.decide(&facts);
    assert_eq!(deep.outcome, Outcome::Respond);
    assert!(deep.actions.is_empty() && deep.behind.actions.is_empty());
    assert!(keys(&deep.reasons).contains(&"reason-loop-depth"));
}

#[test]
fn a_line_that_rests_is_checked_and_not_run() {
    let rests = |when| Line { off: true, ..line(1, when, ends(Outcome::Respond)) };
    assert_eq!(playbook(vec![rests("true")]).decide(&Facts::default()).outcome, Outcome::Record);
    assert!(Playbook::compile(1, &document(vec![rests("nonsense")])).is_err());
}

#[test]
fn low_influence_changes_nothing_about_a_request() {
    let book = Playbook::compile(1, &default_playbook().unwrap()).unwrap();
    let quiet = wanting(&[Intent::Help], Sentiment::Neutral);
    let mut loud = quiet.clone();
    loud.setting.followers = 5_000_000;
    loud.influence = earshot_model::Level::High;
    assert_eq!(book.decide(&quiet), book.decide(&loud));
}
