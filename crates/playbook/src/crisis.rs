//! What a plan for a crisis changes about decisions while it is at work.
//!
//! A supervisor in a bad week has one switch. Behind it stands a plan that was written and rehearsed in a
//! quiet one: words in the listening language that say which posts are about it, a tag, a queue, whether the
//! fastest clock holds, whose word public answers need, what everybody is told, and a holding text.
//! 1. One plan at a time is at work (`store::crises`). Whoever holds `crisis.switch` for the whole
//!    organization prepares, switches and ends it; all of it stands in the log.
//! 2. While it is at work each new post about it gets the tag, and where the playbook says that it is
//!    answered, the plan's queue and clock (here). Whether it is answered stays the playbook's word.
//!    The cases with the tag are one list: the room in which the crisis is worked on.
//! 3. Every public answer of who could not let it go waits for a word: also those in their undo window,
//!    and those in the queue of a channel that was slow (`engage::outbound`). Nothing is read
//!    before the switch and sent after it. The holding text goes without a word: it was agreed on.
//! 4. Everybody sees the banner; the holding text stands among the suggestions of the cases with the tag.
//! 5. The rehearsal (`record::crisis`) sends stored posts through the words and says what the plan would have
//!    done to them, and how many answers would have waited. It changes nothing.
//! 6. The end puts all of it back at once. Answers that still wait can be let go with it, except where
//!    the customer has written since; the others wait until somebody reads them.

use earshot_model::{Action, Decision, Outcome, Reason, SlaClass};

/// What a plan changes about the decision on a post that is about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measures {
    /// What it is called.
    pub name: String,
    /// The tag of the cases.
    pub tag: String,
    /// Key of the queue into which new ones go; nothing for where the playbook sends them.
    pub queue: Option<String>,
    /// Whether they are answered by the fastest clock.
    pub urgent: bool,
}

impl Measures {
    /// Changes a decision as the plan says, with the reason.
    pub fn apply(&self, decision: &mut Decision) {
        decision.advise(0, &[Action::Tag { tag: self.tag.clone() }]);
        if decision.outcome == Outcome::Respond {
            if self.urgent {
                decision.sla = SlaClass::Urgent;
            }
            if let Some(queue) = &self.queue {
                decision.queue = Some(queue.clone());
            }
        }
        decision.reasons.push(Reason {
            line: None,
            key: "reason-crisis".to_owned(),
            values: vec![("plan".to_owned(), self.name.clone())],
        });
    }
}

#[cfg(test)]
mod tests {
    use earshot_model::{Action, Decision, Outcome, SlaClass};

    use super::Measures;

    fn changed(outcome: Outcome, queue: Option<&str>, urgent: bool) -> Decision {
        let mut decision = Decision {
            outcome,
            sla: SlaClass::Normal,
            queue: Some("care".to_owned()),
            ..Decision::default()
        };
        let queue = queue.map(str::to_owned);
        Measures { name: "Recall".into(), tag: "recall".into(), queue, urgent }
            .apply(&mut decision);
        decision
    }

    #[test]
    fn a_post_that_is_answered_gets_queue_clock_and_tag() {
        let changed = changed(Outcome::Respond, Some("press"), true);
        assert_eq!((changed.queue.as_deref(), changed.sla), (Some("press"), SlaClass::Urgent));
        assert_eq!(changed.actions, [Action::Tag { tag: "recall".to_owned() }]);
        assert_eq!(changed.line_of(0), None, "no line of the playbook says so");
        assert_eq!(changed.reasons[0].key, "reason-crisis");
    }

    #[test]
    fn whether_a_post_is_answered_stays_the_playbooks_word() {
        for outcome in [Outcome::Record, Outcome::Leave] {
            let changed = changed(outcome, Some("press"), true);
            assert_eq!((changed.outcome, changed.sla), (outcome, SlaClass::Normal));
            assert_eq!(changed.queue.as_deref(), Some("care"));
            assert_eq!(changed.actions.len(), 1, "a case that it joins gets the tag all the same");
        }
        let same = changed(Outcome::Respond, None, false);
        assert_eq!((same.queue.as_deref(), same.sla), (Some("care"), SlaClass::Normal));
    }
}
