//! When something happens, and who does it.

use earshot_model::{Actor, Case, EventKind, NewEvent, Time};

/// When something happens, and who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: Time,
    /// Who.
    pub actor: Actor,
}

impl Moment {
    /// A moment of an act.
    #[must_use]
    pub const fn new(at: Time, actor: Actor) -> Self {
        Self { at, actor }
    }

    /// The event of an act on this case.
    #[must_use]
    pub fn event(&self, kind: EventKind, case: &Case) -> NewEvent {
        NewEvent::new(self.at, kind, self.actor).case(case.id).person(case.person_id)
    }
}
