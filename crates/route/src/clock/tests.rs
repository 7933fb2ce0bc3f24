//! What clocks may be counted on for.

mod alarms;
mod editions;
mod pauses;
mod properties;
mod stories;

use earshot_model::{CaseStatus, PostId, SlaClass, Time};
use uuid::Uuid;

use super::{
    Applies, CaseFacts, ClockKind, ClockState, Course, Edition, Entry, Happening, Policy, Rules,
    Target, appendix_b,
};

/// 2026-02-02T02:40:00Z.
pub(super) const START: Time = Time(1_770_000_000_000_000);

pub(super) fn minutes(n: i64) -> Time {
    START.plus(n * Time::MINUTE)
}

pub(super) fn ids() -> [Uuid; 3] {
    [1, 2, 3].map(Uuid::from_u128)
}

pub(super) fn rules() -> Rules {
    appendix_b(ids()).unwrap()
}

/// The policy of a class.
pub(super) fn class(rules: &Rules, class: SlaClass) -> Option<Edition> {
    rules.choose(&CaseFacts { channel: "mastodon", class, segment: None })
}

pub(super) fn entry(minute: i64, what: Happening) -> Entry {
    Entry { at: minutes(minute), what }
}

pub(super) fn under(policy: Option<Edition>) -> Entry {
    entry(0, Happening::PolicySet { policy })
}

pub(super) fn began(public: bool) -> Entry {
    entry(0, Happening::Began { public })
}

pub(super) fn post(n: u128) -> PostId {
    PostId(Uuid::from_u128(n))
}

pub(super) fn spoke(minute: i64, n: u128) -> Entry {
    let posted_at = minutes(minute);
    entry(minute, Happening::Spoke { post: post(n), posted_at, expects_reply: true, public: true })
}

pub(super) fn answered(minute: i64, public: bool) -> Entry {
    entry(minute, Happening::Answered { public })
}

pub(super) fn status(minute: i64, to: CaseStatus) -> Entry {
    entry(minute, Happening::Status { to })
}

pub(super) fn policy(name: &str) -> Policy {
    Policy {
        name: name.to_owned(),
        applies: Applies::default(),
        first: Some(Target::within(60 * Time::MINUTE)),
        next: Some(Target::within(60 * Time::MINUTE)),
        update: None,
        resolve: None,
        loop_closure: None,
        ladder: vec![],
    }
}

pub(super) fn edition(n: u128, version: i64) -> Edition {
    Edition { id: Uuid::from_u128(n), version }
}

/// The newest run of a clock.
pub(super) fn clock(log: &[Entry], rules: &Rules, now: i64, kind: ClockKind) -> Option<ClockState> {
    let states = Course::of(log).states(rules, minutes(now)).unwrap();
    states.into_iter().rfind(|state| state.clock == kind)
}

/// 64 cases in the suite, so that it stays quick; `PROPTEST_CASES` asks for more.
pub(super) fn cases() -> proptest::test_runner::Config {
    let default = proptest::test_runner::Config::default();
    // The default is 256 unless the environment says otherwise.
    let cases = if default.cases == 256 { 64 } else { default.cases };
    proptest::test_runner::Config { cases, failure_persistence: None, ..default }
}
