use earshot_route::clock::{ClockKind, appendix_b};
use uuid::Uuid;

use super::*;

fn typed(policy: &Policy) -> TypedPolicy {
    let targets = ClockKind::ALL.into_iter().filter_map(|clock| {
        let target = policy.target(clock)?;
        Some(TypedTarget {
            clock,
            amount: (target.within / Time::MINUTE).to_string(),
            unit: "minutes".to_owned(),
            calendar: target.calendar.map(|edition| edition.id.to_string()).unwrap_or_default(),
            warn: target.warn_percent.to_string(),
            pause: target.pause.clone(),
        })
    });
    TypedPolicy {
        name: policy.name.clone(),
        classes: policy.applies.classes.clone(),
        targets: targets.collect(),
        ladder: policy.ladder.iter().flat_map(TypedStep::lines).collect(),
        ..TypedPolicy::default()
    }
}

#[test]
fn the_defaults_are_read_as_they_were_written() {
    let ids = [1, 2, 3].map(Uuid::from_u128);
    let rules = appendix_b(ids).unwrap();
    for id in ids {
        let policy = rules.policy(Edition { id, version: 1 }).unwrap();
        assert_eq!(&typed(policy).read(|_| None).unwrap(), policy);
    }
}

#[test]
fn what_makes_no_sense_names_its_field() {
    let ids = [1, 2, 3].map(Uuid::from_u128);
    let rules = appendix_b(ids).unwrap();
    let policy = rules.policy(Edition { id: ids[0], version: 1 }).unwrap();
    let refused = |change: &dyn Fn(&mut TypedPolicy)| {
        let mut typed = typed(policy);
        change(&mut typed);
        match typed.read(|_| None).unwrap_err() {
            Error::Invalid { field, .. } => field,
            other => panic!("{other}"),
        }
    };
    assert_eq!(refused(&|typed| typed.name = " ".into()), "name");
    assert_eq!(refused(&|typed| typed.targets[0].amount = "soon".into()), "target");
    assert_eq!(refused(&|typed| typed.targets[0].calendar = Uuid::nil().to_string()), "calendar");
    assert_eq!(refused(&|typed| typed.targets[0].warn = "x".into()), "warn");
    assert_eq!(refused(&|typed| typed.ladder[0].amount = "101".into()), "ladder");
    assert_eq!(refused(&|typed| typed.ladder[0].act = "shout".into()), "ladder");
}
