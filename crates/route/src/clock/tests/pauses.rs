//! Deadlines with pauses and office hours, against a walk minute by minute.

use earshot_model::{CaseStatus, Time};
use proptest::prelude::*;

use super::{answered, cases, clock, edition, minutes, policy, rules, spoke, status, under};
use crate::Calendar;
use crate::calendar::tests::{compiled, office};
use crate::clock::{ClockKind, Pause, Phase, Policy, Rules, Target};

/// A resolution clock by office hours in Berlin that pauses.
fn paused_rules(within: i64, pause: Vec<Pause>) -> Rules {
    let mut rules = Rules::default();
    rules.add_calendar(edition(5, 1), compiled(&office())).unwrap();
    let resolve =
        Target { calendar: Some(edition(5, 1)), pause, ..Target::within(within * Time::MINUTE) };
    rules.add_policy(edition(1, 1), Policy { resolve: Some(resolve), ..policy("care") }).unwrap();
    rules
}

#[test]
fn it_stands_still_while_the_customer_has_the_word() {
    let rules = rules();
    let mut log = vec![
        under(super::class(&rules, earshot_model::SlaClass::Urgent)),
        spoke(0, 1),
        answered(10, true),
        status(10, CaseStatus::Waiting),
    ];
    let resolve = |log: &[_], now| clock(log, &rules, now, ClockKind::Resolve).unwrap();
    let paused = resolve(&log, 5_000);
    assert_eq!((paused.phase, paused.due_at), (Phase::Paused, None));
    assert_eq!(paused.left, 230 * Time::MINUTE);
    log.push(spoke(5_000, 2));
    let resumed = resolve(&log, 5_001);
    assert_eq!(resumed.due_at, Some(minutes(5_000 + 230)));
    assert_eq!(resumed.pauses, [(minutes(10), Some(minutes(5_000)))]);
}

#[test]
fn one_that_is_late_stays_late_in_a_pause() {
    let rules = rules();
    let log = [
        under(super::class(&rules, earshot_model::SlaClass::Urgent)),
        spoke(0, 1),
        status(300, CaseStatus::OnHold),
    ];
    let late = clock(&log, &rules, 301, ClockKind::Resolve).unwrap();
    assert_eq!((late.phase, late.breached_at), (Phase::Late, Some(minutes(240))));
}

#[test]
fn at_the_instant_of_the_pause_nothing_is_late_yet() {
    let rules = paused_rules(60, vec![Pause::OnHold]);
    // 02:40Z is before the office opens at 08:00Z; 60 minutes are used at minute 320 + 60.
    let log = [
        under(Some(edition(1, 1))),
        spoke(0, 1),
        status(380, CaseStatus::OnHold),
        status(400, CaseStatus::Open),
    ];
    assert_eq!(clock(&log[..3], &rules, 390, ClockKind::Resolve).unwrap().phase, Phase::Paused);
    assert_eq!(clock(&log, &rules, 400, ClockKind::Resolve).unwrap().due_at, Some(minutes(400)));
}

/// Walks the minutes: the deadline is the end of the minute in which the last of the time is used.
fn walk(
    calendar: &Calendar,
    changes: &[(i64, CaseStatus)],
    within: i64,
    pause: &[Pause],
) -> Option<i64> {
    let mut left = within;
    for minute in 0..30_000 {
        let status = changes.iter().rfind(|(at, _)| *at <= minute).map(|(_, status)| *status);
        let rests = pause.iter().any(|pause| Some(pause.status()) == status);
        let never_again = rests && changes.iter().all(|(at, _)| *at <= minute);
        if never_again {
            return None;
        }
        if rests || !calendar.is_open(minutes(minute)) {
            continue;
        }
        left -= 1;
        if left == 0 {
            return Some(minute + 1);
        }
    }
    None
}

proptest! {
    // More: PROPTEST_CASES=2000 cargo nextest run -p earshot-route clock
    #![proptest_config(cases())]

    #[test]
    fn a_deadline_is_where_a_walk_over_the_minutes_finds_it(
        steps in prop::collection::vec((1_i64..900, 0_usize..4), 0..12),
        within in 1_i64..2_000,
        pause in prop::sample::subsequence(vec![Pause::Waiting, Pause::OnHold], 0..=2),
    ) {
        let rules = paused_rules(within, pause.clone());
        let mut log = vec![under(Some(edition(1, 1))), spoke(0, 1)];
        let (mut at, mut changes) = (0, Vec::new());
        for (wait, n) in steps {
            at += wait;
            let to = [CaseStatus::New, CaseStatus::Open, CaseStatus::Waiting, CaseStatus::OnHold][n];
            log.push(status(at, to));
            changes.push((at, to));
        }
        let calendar = compiled(&office());
        let due = walk(&calendar, &changes, within, &pause);
        let state = clock(&log, &rules, 30_000, ClockKind::Resolve).unwrap();
        match (due, state.due_at) {
            // Used up just as a pause began: then it is due as soon as it goes on.
            (Some(due), Some(shown)) if shown != minutes(due) => {
                let paused = changes.iter().any(|(at, to)| *at == due && pause.iter().any(|p| p.status() == *to));
                prop_assert!(paused && shown > minutes(due), "walked {due}, shown {shown}");
            }
            (Some(due), None) => {
                prop_assert!(changes.iter().any(|(at, _)| *at == due), "walked {due}, shown none");
            }
            (due, shown) => prop_assert_eq!(due.map(minutes), shown),
        }
    }
}
