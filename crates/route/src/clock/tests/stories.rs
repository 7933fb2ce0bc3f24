use earshot_model::{CaseStatus, SlaClass, Time};

use super::{answered, began, class, clock, entry, minutes, post, rules, spoke, status, under};
use crate::clock::{
    ClockKind, Course, End, Happening, Kept, Phase, PromiseEnd, PromiseOf, Promised, ledger,
};

#[test]
fn a_fresh_install_has_the_times_of_appendix_b() {
    let rules = rules();
    let times = |sla| {
        let policy = rules.policy(class(&rules, sla)?).unwrap();
        let within = |kind| policy.target(kind).map(|target| target.within / Time::MINUTE);
        Some([ClockKind::First, ClockKind::Next, ClockKind::Resolve].map(within))
    };
    assert_eq!(times(SlaClass::Urgent), Some([Some(15), Some(15), Some(240)]));
    assert_eq!(times(SlaClass::Normal), Some([Some(60), Some(60), Some(1_440)]));
    assert_eq!(times(SlaClass::Relaxed), Some([Some(1_440), Some(1_440), Some(4_320)]));
    assert_eq!(times(SlaClass::None), None);
}

#[test]
fn a_case_lives_through_its_clocks() {
    let rules = rules();
    let mut log = vec![began(true), under(class(&rules, SlaClass::Normal)), spoke(0, 1)];
    let first = |log: &[_], now| clock(log, &rules, now, ClockKind::First).unwrap();
    let state = first(&log, 10);
    assert_eq!((state.due_at, state.warn_at), (Some(minutes(60)), Some(minutes(48))));
    assert_eq!((state.phase, state.left), (Phase::Running, 50 * Time::MINUTE));
    assert_eq!(first(&log, 48).phase, Phase::AtRisk);
    assert_eq!(first(&log, 60).phase, Phase::AtRisk, "the last moment is in time");
    assert_eq!(first(&log, 61).breached_at, Some(minutes(60)));

    log.extend([answered(30, true), spoke(40, 2), spoke(50, 3)]);
    assert_eq!(first(&log, 99).phase, Phase::Met);
    let next = clock(&log, &rules, 99, ClockKind::Next).unwrap();
    assert_eq!(next.due_at, Some(minutes(100)), "a second word buys no time");
    log.push(answered(101, true));
    assert_eq!(clock(&log, &rules, 101, ClockKind::Next).unwrap().phase, Phase::MetLate);

    log.push(status(110, CaseStatus::Resolved));
    assert_eq!(clock(&log, &rules, 999, ClockKind::Resolve).unwrap().phase, Phase::Met);
    assert_eq!(clock(&log, &rules, 999, ClockKind::Loop), None, "the last word is public");
    let columns = Course::of(&log).columns(&rules, minutes(999)).unwrap();
    assert_eq!(columns.first_answered_at, Some(minutes(30)));
    assert_eq!(columns.due_at(), None);
}

#[test]
fn resolving_does_not_silence_a_customer_who_waits() {
    let rules = rules();
    let mut log = vec![spoke(0, 1), status(1, CaseStatus::Resolved)];
    assert!(clock(&log, &rules, 2, ClockKind::First).unwrap().is_open());
    log.push(entry(2, Happening::Dismissed { post: post(1), reason: "  ".into() }));
    assert!(clock(&log, &rules, 3, ClockKind::First).unwrap().is_open(), "blank is no reason");
    log.push(entry(3, Happening::Dismissed { post: post(1), reason: "thanks only".into() }));
    assert_eq!(clock(&log, &rules, 4, ClockKind::First).unwrap().phase, Phase::Dropped);
}

#[test]
fn a_reopened_case_is_owed_an_answer_and_a_resolution() {
    let rules = rules();
    let normal = class(&rules, SlaClass::Normal);
    let log = [
        under(normal),
        spoke(0, 1),
        answered(1, true),
        status(2, CaseStatus::Resolved),
        spoke(500, 2),
    ];
    assert_eq!(Course::of(&log).status(), CaseStatus::Open);
    assert_eq!(clock(&log, &rules, 501, ClockKind::Next).unwrap().due_at, Some(minutes(560)));
    let resolve = clock(&log, &rules, 501, ClockKind::Resolve).unwrap();
    assert_eq!((resolve.run, resolve.due_at), (2, Some(minutes(500 + 1_440))));
}

#[test]
fn what_was_resolved_out_of_sight_must_end_in_public() {
    let rules = rules();
    let mut log = vec![
        began(true),
        under(class(&rules, SlaClass::Normal)),
        spoke(0, 1),
        answered(5, true),
        answered(20, false),
        status(30, CaseStatus::Resolved),
    ];
    let looped = |log: &[_], now| clock(log, &rules, now, ClockKind::Loop);
    assert_eq!(looped(&log, 31).unwrap().due_at, Some(minutes(30 + 1_440)));
    let mut waived = log.clone();
    waived.push(entry(40, Happening::LoopWaived { reason: "asked to keep it private".into() }));
    assert_eq!(looped(&waived, 41).unwrap().phase, Phase::Dropped);
    log.push(answered(45, true));
    assert_eq!(looped(&log, 46).unwrap().phase, Phase::Met);
}

#[test]
fn an_invitation_to_private_is_no_public_end() {
    let rules = rules();
    let private = Happening::Spoke {
        post: post(2),
        posted_at: minutes(9),
        expects_reply: false,
        public: false,
    };
    let mut log = vec![
        began(true),
        under(class(&rules, SlaClass::Urgent)),
        spoke(0, 1),
        answered(5, true),
        entry(9, private.clone()),
        status(10, CaseStatus::Resolved),
    ];
    assert!(clock(&log, &rules, 11, ClockKind::Loop).unwrap().is_open());
    log.extend([answered(12, true), entry(13, private)]);
    assert!(Course::of(&log).ended_in_public(), "a private thank-you after the end opens nothing");
}

#[test]
fn promises_are_clocks_and_fill_the_ledger() {
    let rules = rules();
    let promise =
        |at, promise, of, due| entry(at, Happening::Promised { promise, of, due_at: minutes(due) });
    let over = |at, promise, how| entry(at, Happening::PromiseOver { promise, how });
    let log = [
        spoke(0, 1),
        promise(1, 1, PromiseOf::Word, 30),
        promise(2, 2, PromiseOf::Resolution, 200),
        promise(2, 3, PromiseOf::Resolution, 100),
        promise(2, 4, PromiseOf::Word, 3),
        over(50, 3, PromiseEnd::Replaced),
        answered(20, true),
        promise(60, 5, PromiseOf::Word, 600),
        status(201, CaseStatus::Resolved),
    ];
    let states = Course::of(&log).states(&rules, minutes(202)).unwrap();
    let promises: Vec<_> = states.iter().filter_map(|s| Promised::read("mastodon", s)).collect();
    // Written at minute 20 after minute 50: the log's order counts, and time never goes back.
    assert_eq!(
        promises.iter().map(|p| p.kept).collect::<Vec<_>>(),
        [Kept::Broken, Kept::Broken, Kept::Released, Kept::Broken, Kept::Open]
    );
    let row = ledger(&promises)["mastodon"];
    assert_eq!((row.kept, row.broken, row.open, row.released), (0, 3, 1, 1));
    assert_eq!(row.kept_per_mille(), Some(0));
    let warned = states.iter().find(|s| s.promise == Some(5)).unwrap();
    assert_eq!(warned.warn_at, Some(minutes(60 + 432)), "80 % of nine hours");
}

#[test]
fn a_withdrawn_post_is_owed_nothing_and_a_second_delivery_asks_nothing() {
    let rules = rules();
    let mut log = vec![spoke(0, 1), spoke(1, 1)];
    log.push(entry(2, Happening::Withdrawn { post: post(1) }));
    let state = clock(&log, &rules, 3, ClockKind::First).unwrap();
    assert_eq!(state.ended.map(|ended| ended.how), Some(End::Dropped));
    log.push(spoke(4, 1));
    assert!(Course::of(&log).owed().is_empty());
}

#[test]
fn a_post_that_was_read_late_waits_since_it_was_posted() {
    let rules = rules();
    let posted = |at, posted: i64| {
        let post = post(1);
        entry(
            at,
            Happening::Spoke {
                post,
                posted_at: minutes(posted),
                expects_reply: true,
                public: true,
            },
        )
    };
    let normal = under(class(&rules, SlaClass::Normal));
    let late = [normal.clone(), posted(90, 0)];
    assert_eq!(clock(&late, &rules, 90, ClockKind::First).unwrap().breached_at, Some(minutes(60)));
    let ahead = [normal, posted(0, 5_000)];
    assert_eq!(clock(&ahead, &rules, 1, ClockKind::First).unwrap().due_at, Some(minutes(60)));
}
