use earshot_model::{Clocks, SlaClass, Time};
use proptest::prelude::*;

use super::NOON;
use crate::{
    ClockKind, ClockPolicy, Standing, answered, breaches, customer_spoke, pushed, resolved,
    standing, started,
};

#[test]
fn defaults_are_those_of_appendix_b() {
    let policy = ClockPolicy::default();
    let minutes = |sla| {
        policy
            .limits(sla)
            .map(|l| (l.first / Time::MINUTE, l.next / Time::MINUTE, l.resolve / Time::HOUR))
    };
    assert_eq!(minutes(SlaClass::Urgent), Some((15, 15, 4)));
    assert_eq!(minutes(SlaClass::Normal), Some((60, 60, 24)));
    assert_eq!(minutes(SlaClass::Relaxed), Some((1440, 1440, 72)));
    assert_eq!(minutes(SlaClass::None), None);
}

#[test]
fn a_case_lives_through_its_clocks() {
    let limits = ClockPolicy::default().normal;
    let mut clocks = started(limits, NOON);
    let late = breaches(&clocks, NOON.plus(61 * Time::MINUTE));
    assert_eq!(
        late.iter().map(|b| (b.clock, b.late_by)).collect::<Vec<_>>(),
        [(ClockKind::First, Time::MINUTE)]
    );

    clocks = answered(&clocks, NOON.plus(Time::MINUTE));
    assert!(clocks.due_at().is_none());
    assert!(breaches(&clocks, NOON.plus(2 * Time::HOUR)).is_empty());

    let again = NOON.plus(3 * Time::HOUR);
    clocks = customer_spoke(&clocks, Some(limits), again);
    assert_eq!(clocks.due_at(), Some(again.plus(Time::HOUR)));
    let more = customer_spoke(&clocks, Some(limits), again.plus(Time::MINUTE));
    assert_eq!(more, clocks, "a second word buys no time");

    clocks = resolved(&clocks);
    assert!(breaches(&clocks, Time(i64::MAX)).is_empty());
    assert_eq!(clocks.first_answered_at, Some(NOON.plus(Time::MINUTE)));
}

#[test]
fn a_case_that_came_back_is_owed_an_answer() {
    let limits = ClockPolicy::default().urgent;
    let unanswered = resolved(&started(limits, NOON));
    assert_eq!(unanswered.due_at(), None);
    let back = customer_spoke(&unanswered, Some(limits), NOON.plus(Time::DAY));
    assert_eq!(back.due_at(), Some(NOON.plus(Time::DAY + 15 * Time::MINUTE)));
    assert!(back.resolve_due_at.is_some());
}

#[test]
fn the_warning_comes_at_its_share() {
    let clocks = started(ClockPolicy::default().normal, NOON);
    let at = |minutes: i64| standing(&clocks, NOON, NOON.plus(minutes * Time::MINUTE), 80);
    assert_eq!(
        [at(47), at(48), at(60), at(61)],
        [Standing::InTime, Standing::AtRisk, Standing::AtRisk, Standing::Late]
    );
    assert_eq!(standing(&Clocks::default(), NOON, NOON, 80), Standing::Quiet);
}

proptest! {
    #[test]
    fn any_course_of_words_keeps_the_rules(steps in prop::collection::vec((0_u8..4, 0_i64..Time::DAY), 0..40)) {
        let limits = ClockPolicy::default().normal;
        let (mut clocks, mut now, mut first) = (started(limits, NOON), NOON, None);
        for (what, pause) in steps {
            now = now.plus(pause);
            let before = clocks;
            clocks = match what {
                0 => { first = first.or(Some(now)); answered(&clocks, now) }
                1 => customer_spoke(&clocks, Some(limits), now),
                2 => pushed(&clocks, pause),
                _ => resolved(&clocks),
            };
            prop_assert_eq!(clocks.first_answered_at, first);
            if what == 0 || what == 3 { prop_assert_eq!(clocks.due_at(), None); }
            if what == 1 {
                prop_assert!(clocks.due_at().is_some());
                if let Some(due) = before.due_at() { prop_assert_eq!(clocks.due_at(), Some(due)); }
            }
            for breach in breaches(&clocks, now) { prop_assert!(breach.late_by > 0); }
        }
    }
}
