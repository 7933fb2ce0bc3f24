//! Random courses of cases: what holds for every log.

use std::collections::BTreeSet;

use earshot_model::{CaseStatus, SlaClass, Time};
use proptest::prelude::*;

use super::{cases, class, edition, minutes, post, rules};
use crate::clock::{
    Course, Cover, Entry, Happening, PromiseEnd, PromiseOf, Rules, Settled, StepId,
};
use crate::{CloseRefusal, close_allowed};

fn happening() -> impl Strategy<Value = Happening> {
    let rules = rules();
    let policies = SlaClass::ALL.iter().map(|sla| class(&rules, *sla)).collect::<Vec<_>>();
    let reason = prop_oneof![Just(String::new()), Just("said why".to_owned())];
    let spoke = (0_u128..12, -500_i64..6_000, any::<bool>(), any::<bool>()).prop_map(
        |(n, posted, expects_reply, public)| Happening::Spoke {
            post: post(n),
            posted_at: minutes(posted),
            expects_reply,
            public,
        },
    );
    let of = prop_oneof![Just(PromiseOf::Word), Just(PromiseOf::Resolution)];
    let how =
        prop::sample::select(vec![PromiseEnd::Kept, PromiseEnd::Replaced, PromiseEnd::Released]);
    prop_oneof![
        1 => any::<bool>().prop_map(|public| Happening::Began { public }),
        2 => prop::sample::select(policies).prop_map(|policy| Happening::PolicySet { policy }),
        6 => spoke,
        4 => any::<bool>().prop_map(|public| Happening::Answered { public }),
        1 => (0_u128..12, reason.clone()).prop_map(|(n, reason)| Happening::Dismissed { post: post(n), reason }),
        1 => (0_u128..12).prop_map(|n| Happening::Withdrawn { post: post(n) }),
        1 => (0_i64..5, of, 0_i64..6_000).prop_map(|(promise, of, due)| Happening::Promised { promise, of, due_at: minutes(due) }),
        1 => (0_i64..5, how).prop_map(|(promise, how)| Happening::PromiseOver { promise, how }),
        4 => prop::sample::select(CaseStatus::ALL).prop_map(|to| Happening::Status { to }),
        1 => reason.prop_map(|reason| Happening::LoopWaived { reason }),
    ]
}

/// A log whose clock now and then jumps, by up to two days either way.
fn log() -> impl Strategy<Value = Vec<Entry>> {
    let pause = prop_oneof![8 => 0_i64..300, 1 => -3_000_i64..3_000];
    prop::collection::vec((pause, happening()), 0..40).prop_map(|steps| {
        let mut at = 0;
        let row = |(pause, what)| {
            at += pause;
            Entry { at: minutes(at), what }
        };
        steps.into_iter().map(row).collect()
    })
}

/// Lives a log through like a server: wakes when told to, reads a row when it comes, fires what is
/// due. `down` says whether it sleeps through a row.
fn live(rules: &Rules, log: &[Entry], down: impl Fn(usize) -> bool) -> (Course, BTreeSet<StepId>) {
    let (mut course, mut fired) = (Course::new(), BTreeSet::new());
    let mut now = Time(i64::MIN);
    let fire = |course: &mut Course, now, fired: &mut BTreeSet<StepId>| {
        for alarm in course.alarms(rules, now).unwrap() {
            assert!(fired.insert(alarm.id.clone()), "{} fired twice", alarm.id);
            course.read(&Entry { at: now, what: Happening::Fired { step: alarm.id } });
        }
    };
    for (n, row) in log.iter().enumerate() {
        if !down(n) {
            // After a restart, first what was missed.
            fire(&mut course, now, &mut fired);
            while let Some(at) = course.next_wakeup(rules, now).unwrap().filter(|at| *at < row.at) {
                assert!(at > now, "it moves on");
                let before = course.alarms(rules, at.plus(-1)).unwrap();
                assert!(before.is_empty(), "something was due before {at}: {before:?}");
                now = at;
                assert!(!course.alarms(rules, now).unwrap().is_empty(), "woken for nothing");
                fire(&mut course, now, &mut fired);
            }
        }
        now = now.max(row.at);
        course.read(row);
        if !down(n) {
            fire(&mut course, now, &mut fired);
        }
    }
    fire(&mut course, now, &mut fired);
    (course, fired)
}

/// The log without changes of policy: a clock that was never late cannot have been, and one that
/// slept through a change of policy is measured by what holds when it wakes.
fn steady(log: Vec<Entry>) -> Vec<Entry> {
    let rules = rules();
    let policy = class(&rules, SlaClass::Urgent);
    let first = Entry { at: minutes(0), what: Happening::PolicySet { policy } };
    let rest = log.into_iter().filter(|row| !matches!(row.what, Happening::PolicySet { .. }));
    [first].into_iter().chain(rest).collect()
}

proptest! {
    // More: PROPTEST_CASES=2000 cargo nextest run -p earshot-route clock
    #![proptest_config(cases())]

    #[test]
    fn a_course_that_was_stored_anywhere_goes_on_the_same(log in log(), cut in 0_usize..40, now in -100_i64..9_000) {
        let rules = rules();
        let whole = Course::of(&log);
        let (head, tail) = log.split_at(cut.min(log.len()));
        let stored = serde_json::to_string(&Course::of(head)).unwrap();
        let mut resumed: Course = serde_json::from_str(&stored).unwrap();
        tail.iter().for_each(|row| resumed.read(row));
        prop_assert_eq!(&resumed, &whole);
        let at = minutes(now);
        prop_assert_eq!(resumed.states(&rules, at), whole.states(&rules, at));
        prop_assert_eq!(resumed.alarms(&rules, at), whole.alarms(&rules, at));
    }

    #[test]
    fn time_takes_no_breach_back(log in log(), mut nows in prop::array::uniform2(-100_i64..9_000)) {
        nows.sort_unstable();
        let (rules, course) = (rules(), Course::of(&log));
        let [early, late] = nows.map(|now| course.states(&rules, minutes(now)).unwrap());
        prop_assert_eq!(early.len(), late.len());
        for (early, late) in early.iter().zip(&late) {
            prop_assert!(early.breached_at.is_none() || early.breached_at == late.breached_at);
            prop_assert_eq!(early.due_at, late.due_at);
        }
    }

    #[test]
    fn more_of_the_log_takes_no_breach_back(log in log()) {
        let rules = rules();
        let mut course = Course::new();
        let mut broken = BTreeSet::new();
        for row in &log {
            course.read(row);
            let states = course.states(&rules, row.at).unwrap();
            let now: BTreeSet<_> = states.iter().filter_map(|s| Some((s.clock, s.run, s.breached_at?))).collect();
            prop_assert!(broken.is_subset(&now), "{broken:?} was, {now:?} is");
            broken = now;
        }
    }

    #[test]
    fn no_post_that_expects_an_answer_is_silently_unanswered(log in log(), now in 0_i64..9_000) {
        let (rules, course) = (rules(), Course::of(&log));
        let covers = course.covers(&rules, minutes(now)).unwrap();
        let expecting: BTreeSet<_> = log.iter().filter_map(|row| match row.what {
            Happening::Spoke { post, expects_reply: true, .. } => Some(post),
            _ => None,
        }).collect();
        prop_assert_eq!(covers.iter().map(|(post, _)| *post).collect::<BTreeSet<_>>(), expecting);
        for (post, cover) in covers {
            match cover {
                Cover::Nothing => prop_assert!(false, "{} is forgotten", post),
                Cover::Settled(Settled::Reason { reason, .. }) => prop_assert!(!reason.trim().is_empty()),
                Cover::Settled(Settled::Answered { .. }) => prop_assert!(course.was_answered()),
                Cover::Settled(Settled::Withdrawn { .. }) | Cover::Clock { .. } => {}
            }
        }
    }

    #[test]
    fn a_server_that_was_down_fires_the_same_steps_once(log in log(), down in any::<u64>()) {
        let (rules, log) = (rules(), steady(log));
        let (_, always_up) = live(&rules, &log, |_| false);
        let (_, sometimes) = live(&rules, &log, |n| down >> (n % 64) & 1 == 1);
        prop_assert_eq!(always_up, sometimes);
    }

    /// The rule of closing against a plain reading of the log.
    #[test]
    fn no_public_case_closes_without_a_public_end_or_a_reason(log in log(), harsh in any::<bool>()) {
        let mut course = Course::new();
        let (mut public_origin, mut public_end, mut waived, mut live) = (false, false, false, true);
        let mut open = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for row in &log {
            course.read(row);
            match &row.what {
                Happening::Began { public } => public_origin = *public,
                Happening::Spoke { post, expects_reply, public, .. } => {
                    public_end &= !(*expects_reply || (!public && live));
                    live |= *expects_reply;
                    if *expects_reply && seen.insert(*post) { open.insert(*post); waived = false; }
                }
                Happening::Answered { public } => { open.clear(); public_end = *public; }
                Happening::Dismissed { post, reason } if !reason.is_empty() => { open.remove(post); }
                Happening::Withdrawn { post } => { open.remove(post); }
                Happening::LoopWaived { reason } if !reason.is_empty() => waived = true,
                Happening::Status { to } => live = to.is_live(),
                _ => {}
            }
            let allowed = close_allowed(&course.close_facts(harsh));
            match allowed {
                Ok(()) => {
                    prop_assert!(!public_origin || public_end || waived);
                    prop_assert!(open.is_empty());
                    prop_assert!(!harsh || course.was_answered() || course.all_withdrawn());
                }
                Err(CloseRefusal::AnswerOwed(n)) => prop_assert_eq!(n, open.len()),
                Err(CloseRefusal::LoopOpen) => prop_assert!(public_origin && !public_end && !waived),
                Err(CloseRefusal::Ignored) => prop_assert!(harsh),
                Err(CloseRefusal::PromiseOpen(n)) => prop_assert!(n > 0),
            }
        }
    }

    #[test]
    fn a_case_under_a_policy_that_nobody_knows_is_an_error_and_no_panic(log in log()) {
        let stray = Entry { at: minutes(0), what: Happening::PolicySet { policy: Some(edition(99, 1)) } };
        let log: Vec<_> = [stray].into_iter().chain(log).collect();
        let _ = Course::of(&log).states(&Rules::default(), minutes(1));
    }
}
