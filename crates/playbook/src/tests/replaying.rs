//! Yesterday's posts through tomorrow's playbook.

use earshot_model::{Action, Intent, Outcome, Sentiment, SlaClass, Time};

use super::{ends, line, wanting};
use crate::{Document, Past, Playbook, default_playbook, replay};

fn posts(count: i64) -> Vec<Past> {
    let document = default_playbook().unwrap();
    let examples = document.examples.iter().cycle();
    (0..count)
        .zip(examples)
        .map(|(n, example)| Past {
            key: format!("p{n}"),
            at: Time(n * Time::MINUTE),
            facts: example.facts(),
            answered_after: (n % 3 > 0).then_some(n % 100 * Time::MINUTE),
        })
        .collect()
}

fn changed(change: impl FnOnce(&mut Document)) -> [Playbook; 2] {
    let mut document = default_playbook().unwrap();
    let old = Playbook::compile(1, &document).unwrap();
    change(&mut document);
    [old, Playbook::compile(2, &document).unwrap()]
}

#[test]
fn the_same_playbook_changes_nothing() {
    let [old, new] = changed(|_| ());
    let report = replay(&old, &new, posts(300));
    assert_eq!((report.posts, report.differ, report.by_other_lines), (300, 0, 0));
    assert_eq!(report.old, report.new);
}

#[test]
fn a_changed_clock_shows_in_decisions_promises_and_words() {
    let [old, new] = changed(|document| {
        let line = document.lines.iter_mut().find(|line| line.number == 36).unwrap();
        line.then.clock = Some(SlaClass::Urgent);
    });
    let report = replay(&old, &new, posts(1_000));
    assert!(report.differ > 0);
    let [(what, group)] = report.by_size()[..] else { panic!("{:?}", report.changes) };
    assert_eq!((what, group.posts), ("clock: normal -> urgent", report.differ));
    assert!(group.old_lines.contains(&36));
    assert!(report.new.late > report.old.late, "the same answers are late for a shorter clock");
    let owed = |side: &crate::Side| side.in_time + side.late + side.unanswered;
    assert_eq!(owed(&report.old), owed(&report.new));
    assert!(report.to_string().contains("clock: normal -> urgent"), "{report}");
}

#[test]
fn a_new_line_shows_in_outcomes_and_staffing() {
    let [old, new] = changed(|document| {
        document.lines.push(line(50, "true", ends(Outcome::Respond)));
    });
    let report = replay(&old, &new, posts(1_000));
    assert!(report.new.answers() >= report.old.answers());
    assert_eq!(report.new.undecided, 0);
}

#[test]
fn a_replay_is_the_same_byte_for_byte() {
    let [old, new] = changed(|document| {
        document.lines.retain(|line| line.number != 30);
    });
    let twice = [replay(&old, &new, posts(500)), replay(&old, &new, posts(500))];
    assert_eq!(format!("{:?}{}", twice[0], twice[0]), format!("{:?}{}", twice[1], twice[1]));
}

#[test]
fn a_line_that_goes_wild_is_held_back_and_says_so() {
    let mut tag = ends(Outcome::Record);
    tag.next = vec![Action::Tag { tag: "t".to_owned() }, Action::SuggestPrivate];
    let mut document = super::document(vec![line(1, "true", tag)]);
    document.limits.line_actions_an_hour = 2;
    let playbook = Playbook::compile(1, &document).unwrap();
    let mut budget = playbook.budget();
    let facts = wanting(&[Intent::Question], Sentiment::Neutral);
    let mut spend = |minute: i64| {
        let mut decision = playbook.decide(&facts);
        let fits = budget.spend(&mut decision, Time(minute * Time::MINUTE));
        let lines: Vec<_> = (0..decision.actions.len()).map(|n| decision.line_of(n)).collect();
        assert_eq!(lines, vec![Some(1); lines.len()], "what is left keeps its line");
        assert_eq!(decision.behind.actions.len(), decision.actions.len());
        (fits, decision.actions.len(), decision.reasons.last().unwrap().key.clone())
    };
    assert!(spend(0).0 && spend(1).0);
    assert_eq!(spend(2), (false, 1, "reason-budget".to_owned()));
    assert!(spend(60).0, "a new hour");
}
