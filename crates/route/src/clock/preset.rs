//! The policies of a fresh install.

use earshot_model::{SlaClass, Time};
use uuid::Uuid;

use super::{Act, Applies, ClockKind, Edition, Policy, Rules, Step, Target, When};
use crate::{ClockPolicy, Error};

/// A closing word in public is owed a day after a case was resolved out of sight (ours).
const LOOP: i64 = 24 * Time::HOUR;

/// The rules of a fresh install: classes A to C, day and night. Class D has no
/// policy: what expects an answer all the same falls to the floor of 24 hours. `ids` names the
/// three policies, in the order urgent, normal, relaxed.
///
/// The times of answers and resolution are those of the appendix. The resolution clock stands
/// still while the customer has the word; loop closure (24 hours) and the ladder are ours.
///
/// # Errors
/// Never with three different ids.
pub fn appendix_b(ids: [Uuid; 3]) -> Result<Rules, Error> {
    let mut rules = Rules::default();
    let classes = [SlaClass::Urgent, SlaClass::Normal, SlaClass::Relaxed];
    for (id, class) in ids.into_iter().zip(classes) {
        let Some(limits) = ClockPolicy::default().limits(class) else { continue };
        let policy = Policy {
            name: class.word().to_owned(),
            applies: Applies { classes: vec![class], ..Applies::default() },
            first: Some(Target::within(limits.first)),
            next: Some(Target::within(limits.next)),
            update: None,
            resolve: Some(Target::within(limits.resolve).pausing()),
            loop_closure: Some(Target::within(LOOP)),
            ladder: ladder(limits.first),
        };
        rules.add_policy(Edition { id, version: 1 }, policy)?;
    }
    Ok(rules)
}

/// The owner hears first, then the supervisors; an answer that is late by its whole time again goes
/// to somebody else.
fn ladder(first: i64) -> Vec<Step> {
    let answers = vec![ClockKind::First, ClockKind::Next];
    let supervisors = || Act::TellRole { role: "supervisor".to_owned() };
    vec![
        Step {
            key: "owner".to_owned(),
            clocks: Vec::new(),
            when: When::Used(80),
            acts: vec![Act::TellOwner],
        },
        Step {
            key: "supervisors".to_owned(),
            clocks: Vec::new(),
            when: When::Late(0),
            acts: vec![supervisors(), Act::RaisePriority],
        },
        Step {
            key: "reassign".to_owned(),
            clocks: answers,
            when: When::Late(first),
            acts: vec![supervisors(), Act::Reassign],
        },
    ]
}
