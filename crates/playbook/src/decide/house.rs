//! Rules of the house: they stand above all lines, and close a decision.

use earshot_model::{Action, Audience, Decision, Outcome, Place, Reason, SlaClass, TrollState};

use crate::is_harsh_but_legitimate;

use super::DEEPEST_CAUSE;
use super::making::{Making, plain};

/// Who approves an answer when no department does.
pub(crate) const SUPERVISOR: &str = "supervisor";

impl Making<'_> {
    /// The decision.
    pub(super) fn finish(mut self) -> Decision {
        let facts = self.sheet.facts;
        let outcome = self.outcome.unwrap_or(Outcome::Record);
        let answers = outcome == Outcome::Respond;
        let mut place = self.place.unwrap_or(Place::Choice);
        place = self.stays_public(place, answers);
        place = self.stays_private(place);
        place = self.enough_in_public(place, answers);
        self.made.outcome = outcome;
        self.made.place = place;
        self.made.audience = match place {
            Place::Private if facts.setting.audience.is_open() => Audience::Private,
            _ => facts.setting.audience,
        };
        self.made.sla =
            if answers { self.clock.unwrap_or(SlaClass::Normal) } else { SlaClass::None };
        if answers {
            self.invite(place);
            self.second_person(place);
            self.name_department();
        } else {
            self.made.queue = None;
            self.made.later = None;
            self.made.approval = None;
        }
        if facts.cause.len() >= DEEPEST_CAUSE && !self.made.actions.is_empty() {
            self.made.keep_actions(|_| false);
            self.made.reasons.push(plain("reason-loop-depth"));
        }
        self.made
    }

    /// A harsh but legitimate customer who spoke in public gets a public word.
    fn stays_public(&mut self, place: Place, answers: bool) -> Place {
        let facts = self.sheet.facts;
        let open = facts.setting.audience.is_open();
        if answers && open && place == Place::Private && is_harsh_but_legitimate(facts) {
            self.made.reasons.push(plain("reason-harsh-in-public"));
            return Place::PublicThenPrivate;
        }
        place
    }

    /// The answer to a private post is private.
    fn stays_private(&mut self, place: Place) -> Place {
        if self.sheet.facts.setting.audience.is_open() {
            return place;
        }
        if matches!(place, Place::Public | Place::PublicThenPrivate | Place::Reaction) {
            self.made.reasons.push(plain("reason-stays-private"));
        }
        Place::Private
    }

    /// After so many public answers the matter goes on in private.
    fn enough_in_public(&mut self, place: Place, answers: bool) -> Place {
        let (turns, most) = (self.sheet.facts.case.public_turns, self.playbook.limits.public_turns);
        if !answers || turns < most || place == Place::Private {
            return place;
        }
        let values = vec![("n".to_owned(), turns.to_string())];
        self.made.reasons.push(Reason { line: None, key: "reason-public-cap".to_owned(), values });
        Place::Private
    }

    /// A public word with the detail in private needs the invitation.
    fn invite(&mut self, place: Place) {
        let open = self.sheet.facts.setting.audience.is_open();
        let invites = matches!(place, Place::PublicThenPrivate | Place::Private);
        if open && invites {
            self.made.advise(0, &[Action::SuggestPrivate]);
        }
    }

    /// An answer to somebody with a confirmed troll label needs a supervisor's word.
    fn second_person(&mut self, place: Place) {
        let troll = self.sheet.facts.case.troll == TrollState::Confirmed;
        if troll && place != Place::Private && self.made.approval.is_none() {
            self.made.approval = Some(SUPERVISOR.to_owned());
            self.made.reasons.push(plain("reason-troll-approval"));
        }
    }

    /// Where no line names the department that leads, it is the queue's.
    fn name_department(&mut self) {
        let queues = &self.playbook.names.queues;
        if self.made.department.is_none() {
            self.made.department =
                self.made.queue.as_ref().and_then(|queue| queues.get(queue)).cloned();
        }
    }
}
