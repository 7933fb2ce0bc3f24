use earshot_model::{SlaClass, Time};

use super::{clock, edition, entry, minutes, policy, rules, spoke, under};
use crate::Error;
use crate::calendar::tests::{compiled, office};
use crate::clock::{
    Applies, CaseFacts, ClockKind, Course, Happening, Pause, Phase, Policy, Rules, Step, Target,
    When,
};

fn facts(channel: &str) -> CaseFacts<'_> {
    CaseFacts { channel, class: SlaClass::Normal, segment: Some("gold") }
}

fn only(applies: Applies) -> Policy {
    Policy { applies, ..policy("only") }
}

#[test]
fn the_first_policy_that_fits_is_taken() {
    let mut rules = Rules::default();
    let channel = |name: &str| Applies { channels: vec![name.into()], ..Applies::default() };
    let segment = Applies { segments: vec!["silver".into()], ..Applies::default() };
    rules.add_policy(edition(1, 1), only(segment)).unwrap();
    rules.add_policy(edition(2, 1), only(channel("mail"))).unwrap();
    rules.add_policy(edition(3, 1), only(Applies::default())).unwrap();
    assert_eq!(rules.choose(&facts("mail")), Some(edition(2, 1)));
    assert_eq!(rules.choose(&facts("mastodon")), Some(edition(3, 1)));
    rules.add_policy(edition(2, 2), only(channel("mastodon"))).unwrap();
    assert_eq!(rules.choose(&facts("mastodon")), Some(edition(2, 2)), "in its old place");
}

#[test]
fn a_policy_that_is_deleted_holds_for_the_clocks_it_started() {
    let mut rules = Rules::default();
    rules.add_policy(edition(1, 1), policy("care")).unwrap();
    let log = [under(rules.choose(&facts("mail"))), spoke(0, 1)];
    rules
        .add_policy(
            edition(1, 2),
            Policy { first: Some(Target::within(Time::MINUTE)), ..policy("care") },
        )
        .unwrap();
    rules.retire(edition(1, 1).id);
    assert_eq!(rules.choose(&facts("mail")), None);
    let first = clock(&log, &rules, 30, ClockKind::First).unwrap();
    assert_eq!((first.policy, first.due_at), (Some(edition(1, 1)), Some(minutes(60))));
}

#[test]
fn a_new_class_moves_a_running_clock_but_saves_no_late_one() {
    let rules = rules();
    let class = |class| super::class(&rules, class);
    let moved = |minute, sla| entry(minute, Happening::PolicySet { policy: class(sla) });
    let mut log = vec![under(class(SlaClass::Normal)), spoke(0, 1), moved(5, SlaClass::Urgent)];
    let first = |log: &[_], now| clock(log, &rules, now, ClockKind::First).unwrap();
    assert_eq!(first(&log, 6).due_at, Some(minutes(15)), "the same start, less time");
    let mut early = log.clone();
    early.push(moved(10, SlaClass::Relaxed));
    assert_eq!(first(&early, 99).phase, Phase::Running);
    log.push(moved(20, SlaClass::Relaxed));
    let late = first(&log, 21);
    assert_eq!((late.breached_at, late.policy), (Some(minutes(15)), class(SlaClass::Urgent)));
}

#[test]
fn without_a_policy_the_floor_holds_for_answers() {
    let rules = rules();
    let log = [under(super::class(&rules, SlaClass::None)), spoke(0, 1)];
    assert_eq!(clock(&log, &rules, 1, ClockKind::First).unwrap().due_at, Some(minutes(1_440)));
    assert_eq!(clock(&log, &rules, 1, ClockKind::Resolve), None);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut rules = Rules::default();
    let mut refuse =
        |policy: Policy| rules.add_policy(edition(9, 1), policy).unwrap_err().to_string();
    let first = |first| Policy { first: Some(first), ..policy("care") };
    assert!(refuse(first(Target::within(0))).contains("the first clock needs a time"));
    assert!(
        refuse(first(Target { warn_percent: 100, ..Target::within(Time::HOUR) }))
            .contains("1 and 99")
    );
    let paused = Target { pause: vec![Pause::OnHold], ..Target::within(Time::HOUR) };
    assert!(refuse(first(paused)).contains("must not pause"));
    let elsewhere = Target { calendar: Some(edition(7, 3)), ..Target::within(Time::HOUR) };
    assert!(refuse(first(elsewhere)).contains("version 3 of"));
    let step = |key: &str, when, acts| Policy {
        ladder: vec![Step { key: key.into(), clocks: vec![], when, acts }],
        ..policy("care")
    };
    let tell = || vec![crate::clock::Act::TellOwner];
    assert!(refuse(step("warn", When::Used(50), tell())).contains("name of its own"));
    assert!(refuse(step("half", When::Used(0), tell())).contains("1 to 100 %"));
    assert!(refuse(step("half", When::Used(50), vec![])).contains("an act"));
    assert!(Rules::new(Target::within(0)).is_err());

    rules.add_policy(edition(1, 1), policy("care")).unwrap();
    assert_eq!(
        rules.add_policy(edition(1, 1), policy("press")),
        Err(Error::SecondEdition(edition(1, 1)))
    );
    rules.add_policy(edition(1, 1), policy("care")).unwrap();
    rules.add_calendar(edition(5, 1), compiled(&office())).unwrap();
    assert!(rules.add_calendar(edition(5, 1), compiled(&office())).is_err());
    let unknown = Course::of(&[under(Some(edition(4, 4))), spoke(0, 1)]).states(&rules, minutes(1));
    assert_eq!(unknown, Err(Error::UnknownEdition(edition(4, 4))));
}

#[test]
fn a_policy_survives_its_file() {
    let rules = rules();
    let urgent = rules.policy(super::class(&rules, SlaClass::Urgent).unwrap()).unwrap();
    let text = serde_json::to_string(urgent).unwrap();
    assert_eq!(&serde_json::from_str::<Policy>(&text).unwrap(), urgent);
    assert!(serde_json::from_str::<Policy>(&text.replace("first", "frist")).is_err());
}
