//! What administrators set about who gets work and until when: queues, skills, clocks, business hours.

mod calendars;
mod clock_policies;
mod expectations;
mod queue_change;
mod queues;
mod relax;
mod skills;
mod trainings;
mod typed_policy;

pub use calendars::{CalendarLine, CalendarSheet, TypedCalendar, TypedDay};
pub use clock_policies::{PolicyLine, PolicySheet, Saved};
pub use expectations::{ExpectationsSheet, ProfileText, TypedExpectations};
pub use queue_change::QueueChange;
pub(crate) use queues::working;
pub use queues::{QueueLine, QueuePerson, QueueSheet};
pub use relax::{read_relax, relax_word};
pub use skills::{Level, LevelChange, Matrix, MatrixLine, PEOPLE};
pub use trainings::{NewTrained, TrainedLine, TrainingSheet};
pub use typed_policy::{TypedPolicy, TypedStep, TypedTarget};

/// The rules of queues.
pub use earshot_route::board::{QueueRules, Relax, RelaxStep, RingDate};
/// Working time.
pub use earshot_route::calendar::{CalendarSpec, Exception, Holiday};
/// Clock policies.
pub use earshot_route::clock::{
    Act, Applies, ClockKind, Edition, Pause, Policy, Step, Target, When,
};
/// What of the posted expectations is not true.
pub use earshot_route::expectations::Mismatch;
/// A skill.
pub use earshot_store::setup::Skill;
/// A training.
pub use earshot_store::trainings::Training;

use earshot_model::{EventKind, NewEvent};
use serde_json::Value;

use crate::acts::Acting;

/// The event of a change of the set-up.
fn changed(acting: &Acting, data: Value) -> NewEvent {
    NewEvent::new(acting.at(), EventKind::SetupChanged, acting.moment.actor).data(data)
}
