//! A decision while lines are read.

use earshot_model::{Action, Behind, Decision, Outcome, Place, Reason, SlaClass};

use crate::compile::Ready;
use crate::condition::Sheet;
use crate::{Playbook, is_harsh_but_legitimate};

/// The queue of a customer who is answered against the lines: every desk has it.
const CARE: &str = "care";

/// A decision while lines are read.
pub(super) struct Making<'a> {
    pub(super) playbook: &'a Playbook,
    pub(super) sheet: &'a Sheet<'a>,
    pub(super) outcome: Option<Outcome>,
    pub(super) place: Option<Place>,
    pub(super) clock: Option<SlaClass>,
    pub(super) made: Decision,
}

impl<'a> Making<'a> {
    pub(super) fn new(playbook: &'a Playbook, sheet: &'a Sheet<'a>) -> Self {
        let made = Decision {
            playbook_version: playbook.version,
            interaction: Some(sheet.interaction),
            ..Decision::default()
        };
        Self { playbook, sheet, outcome: None, place: None, clock: None, made }
    }

    /// Whether a line for all channels has said if a response is warranted.
    pub(super) const fn is_settled(&self) -> bool {
        self.outcome.is_some()
    }

    /// A line for all channels holds.
    pub(super) fn take(&mut self, line: &Ready) {
        let (then, number) = (&line.then, line.number);
        self.made.reasons.push(said("reason-line", line, None));
        self.outcome = then.warranted;
        if then.warranted.is_some() {
            self.made.behind.warranted.push(number);
        }
        let who = fill(&mut self.made.queue, then.queue.as_ref())
            | fill(&mut self.made.department, then.department.as_ref())
            | add(&mut self.made.skills, &then.skills);
        let what = fill(&mut self.place, then.visibility.as_ref())
            | fill(&mut self.clock, then.clock.as_ref())
            | fill(&mut self.made.strategy, then.strategy.as_ref())
            | fill(&mut self.made.approval, then.approval.as_ref())
            | fill(&mut self.made.later, then.follow_up.as_ref())
            | self.made.advise(number, &then.next);
        if let Some(interaction) = then.interaction {
            self.made.interaction = Some(interaction);
        }
        self.remember(number, who, what || then.interaction.is_some());
    }

    /// All lines for all channels were read: what they left open is filled.
    pub(super) fn end_of_global(&mut self) {
        let facts = self.sheet.facts;
        let mut outcome = self.outcome.unwrap_or_else(|| {
            self.made.reasons.push(plain("reason-no-line"));
            Outcome::Record
        });
        // A harsh but legitimate customer is not left alone, and not merely recorded when they
        // speak to us or are a customer. No line stands above this.
        let close = facts.setting.directly_addressed || facts.is_customer();
        let ignored = outcome == Outcome::Leave || (outcome == Outcome::Record && close);
        if ignored && is_harsh_but_legitimate(facts) {
            self.made.reasons.push(plain("reason-harsh-but-legitimate"));
            self.made.queue.get_or_insert_with(|| CARE.to_owned());
            self.clock = Some(SlaClass::Urgent);
            outcome = Outcome::Respond;
        }
        self.outcome = Some(outcome);
        self.fill_from_matrix();
        if outcome != Outcome::Respond {
            self.clock = Some(SlaClass::None);
        }
        self.clock.get_or_insert(SlaClass::Normal);
    }

    /// What no line says, the row of the matrix says.
    fn fill_from_matrix(&mut self) {
        if self.outcome != Some(Outcome::Respond) {
            return;
        }
        let facts = self.sheet.facts;
        let row = self.made.interaction.and_then(|row| self.playbook.matrix.get(&row));
        let Some(row) = row else { return };
        let family = self.playbook.names.family(&facts.setting.channel);
        let place = match family {
            earshot_model::Family::XLike => row.x_like,
            earshot_model::Family::FacebookLike => row.facebook_like,
            earshot_model::Family::Private => Some(Place::Private),
        };
        let used =
            fill(&mut self.place, place.as_ref()) | fill(&mut self.clock, row.clock.as_ref());
        let says = |action: &Action| matches!(action, Action::SuggestReply { .. });
        if !row.say.is_empty() && !self.made.actions.iter().any(says) {
            let audience = facts.setting.audience;
            let reply = Action::SuggestReply { audience, text: row.say.clone() };
            self.made.advise(0, &[reply]);
        }
        if used && let Some(interaction) = self.made.interaction {
            let values = vec![
                ("type".to_owned(), interaction.word().to_owned()),
                ("family".to_owned(), family.word().to_owned()),
            ];
            self.made.reasons.push(Reason { line: None, key: "reason-matrix".to_owned(), values });
        }
    }

    /// A line could not be answered for this post.
    pub(super) fn failed(&mut self, line: &Ready, error: &str) {
        self.made.reasons.push(said("reason-line-failed", line, Some(error)));
    }

    /// A line whose own acts led here is not asked again.
    pub(super) fn own_doing(&mut self, line: &Ready) {
        self.made.reasons.push(said("reason-loop-guard", line, None));
    }

    pub(super) fn remember(&mut self, line: i64, who: bool, what: bool) {
        let Behind { who: whos, what: whats, .. } = &mut self.made.behind;
        whos.extend(who.then_some(line));
        whats.extend(what.then_some(line));
    }
}

/// Takes the value if there is none yet. Gives whether it did.
fn fill<T: Clone>(place: &mut Option<T>, value: Option<&T>) -> bool {
    let takes = place.is_none() && value.is_some();
    if takes {
        *place = value.cloned();
    }
    takes
}

/// Adds what is missing. Gives whether anything was.
pub(super) fn add<T: Clone + PartialEq>(to: &mut Vec<T>, more: &[T]) -> bool {
    let before = to.len();
    for item in more {
        if !to.contains(item) {
            to.push(item.clone());
        }
    }
    to.len() > before
}

pub(super) fn said(key: &str, line: &Ready, error: Option<&str>) -> Reason {
    let mut values = vec![("name".to_owned(), line.name.clone())];
    values.extend(error.map(|error| ("error".to_owned(), error.to_owned())));
    Reason { line: Some(line.number), key: key.to_owned(), values }
}

pub(super) fn plain(key: &str) -> Reason {
    Reason { line: None, key: key.to_owned(), values: Vec::new() }
}
