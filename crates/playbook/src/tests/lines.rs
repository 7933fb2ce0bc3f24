use earshot_model::{Action, Audience, Outcome, SlaClass};

use super::{ends, facts, line, playbook};
use crate::{LineSource, Then};

fn queue(key: &str) -> Then {
    Then { queue: Some(key.to_owned()), ..Then::default() }
}

#[test]
fn the_first_line_with_an_outcome_ends_the_reading() {
    let book = playbook(vec![
        line(20, "true", ends(Outcome::Leave)),
        line(10, "true", ends(Outcome::Respond)),
        line(5, "spam", ends(Outcome::Leave)),
    ]);
    let decision = book.decide(&facts());
    assert_eq!((decision.playbook_version, decision.outcome), (7, Outcome::Respond));
    let lines: Vec<_> = decision.reasons.iter().map(|r| (r.key.as_str(), r.line)).collect();
    assert_eq!(lines, [("reason-line", Some(10))]);
}

#[test]
fn lines_without_an_outcome_only_add() {
    let german = Then { skills: vec!["german".to_owned()], ..queue("refunds") };
    let urgent = Then {
        sla: Some(SlaClass::Urgent),
        skills: vec!["german".to_owned(), "rebooking:3".to_owned()],
        ..Then { queue: Some("care".to_owned()), ..ends(Outcome::Respond) }
    };
    let book = playbook(vec![line(1, "language == 'en'", german), line(2, "true", urgent)]);
    let decision = book.decide(&facts());
    assert_eq!(decision.queue.as_deref(), Some("refunds"), "the first queue wins");
    assert_eq!(decision.skills, ["german", "rebooking:3"]);
    assert_eq!(decision.sla, SlaClass::Urgent);
    assert_eq!(decision.reasons.len(), 2);
}

#[test]
fn no_line_means_record_without_a_clock() {
    let decision = playbook(vec![]).decide(&facts());
    assert_eq!((decision.outcome, decision.sla), (Outcome::Record, SlaClass::None));
    assert_eq!(decision.reasons[0].key, "reason-no-line");
}

#[test]
fn a_private_post_is_never_answered_in_public() {
    let public = Then { audience: Some(Audience::Public), ..ends(Outcome::Respond) };
    let book = playbook(vec![line(1, "true", public)]);
    assert_eq!(book.decide(&facts()).audience, Audience::Public);
    let mut private = facts();
    private.setting.audience = Audience::Private;
    let decision = book.decide(&private);
    assert_eq!(decision.audience, Audience::Private);
    assert!(decision.reasons.iter().any(|r| r.key == "reason-stays-private"));
}

#[test]
fn a_line_that_fails_at_run_time_does_not_hold_and_says_so() {
    let book = playbook(vec![line(1, "1000 / (followers - 7) > 0", ends(Outcome::Leave))]);
    let mut seven = facts();
    seven.setting.followers = 7;
    let decision = book.decide(&seven);
    assert_eq!(decision.outcome, Outcome::Record);
    assert_eq!(
        (decision.reasons[0].key.as_str(), decision.reasons[0].line),
        ("reason-line-failed", Some(1))
    );
}

#[test]
fn conditions_see_the_text_in_lower_case() {
    let book = playbook(vec![line(1, "text.contains('hello')", ends(Outcome::Respond))]);
    assert_eq!(book.decide(&facts()).outcome, Outcome::Respond);
}

#[test]
fn lines_can_be_stored_as_json() {
    let then = Then { actions: vec![Action::SuggestPrivate], ..ends(Outcome::Respond) };
    let whole = line(1, "spam", then);
    let json = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<LineSource>(&json).unwrap(), whole);
    let short = r#"{"number":1,"name":"x","when":"spam","then":{"outcome":"leave"}}"#;
    assert_eq!(serde_json::from_str::<LineSource>(short).unwrap().then, ends(Outcome::Leave));
    assert!(serde_json::from_str::<LineSource>(&short.replace("outcome", "outcame")).is_err());
}
