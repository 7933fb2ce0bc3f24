//! What the playbook says of one post.

use earshot_model::{Action, Audience, Decision, IdentityMatch, Outcome, Reason, SlaClass};

use crate::compile::Line;
use crate::values::Values;
use crate::{Facts, Playbook, is_harsh_but_legitimate};

/// The queue of a customer who is answered against the lines: every desk has it.
const CARE: &str = "care";

impl Playbook {
    /// Decides about one post. It always ends in exactly one outcome with its reasons (F-09).
    ///
    /// A line whose condition fails at run time does not hold; the reasons say that it failed.
    #[must_use]
    pub fn decide(&self, facts: &Facts) -> Decision {
        let values = Values::new(facts);
        let mut made = Making::default();
        for line in &self.lines {
            match line.holds(&values) {
                Ok(true) => made.take(line),
                Ok(false) => {}
                Err(error) => made.reasons.push(said("reason-line-failed", line, Some(&error))),
            }
            if made.outcome.is_some() {
                break;
            }
        }
        made.finish(self.version, facts)
    }
}

/// A decision while lines are read.
#[derive(Default)]
struct Making {
    outcome: Option<Outcome>,
    queue: Option<String>,
    skills: Vec<String>,
    audience: Option<Audience>,
    sla: Option<SlaClass>,
    actions: Vec<Action>,
    reasons: Vec<Reason>,
}

impl Making {
    fn take(&mut self, line: &Line) {
        let then = &line.then;
        self.reasons.push(said("reason-line", line, None));
        self.outcome = then.outcome;
        self.queue = self.queue.take().or_else(|| then.queue.clone());
        self.audience = self.audience.or(then.audience);
        self.sla = self.sla.or(then.sla);
        add(&mut self.skills, &then.skills);
        add(&mut self.actions, &then.actions);
    }

    fn finish(mut self, playbook_version: i64, facts: &Facts) -> Decision {
        let outcome = self.settle(facts);
        let answers = outcome == Outcome::Respond;
        let sla = self.sla.unwrap_or(if answers { SlaClass::Normal } else { SlaClass::None });
        let asked = facts.setting.audience;
        let mut audience = self.audience.unwrap_or(asked);
        if !asked.is_open() && audience.is_open() {
            self.reasons.push(plain("reason-stays-private"));
            audience = asked;
        }
        Decision {
            playbook_version,
            outcome,
            queue: self.queue.filter(|_| answers),
            skills: self.skills,
            audience,
            sla: if answers { sla } else { SlaClass::None },
            actions: self.actions,
            reasons: self.reasons,
        }
    }

    /// The outcome, after the rule that stands above all lines: a harsh but legitimate customer is
    /// not left alone, and not merely recorded when they speak to us or are a customer.
    fn settle(&mut self, facts: &Facts) -> Outcome {
        let outcome = self.outcome.unwrap_or_else(|| {
            self.reasons.push(plain("reason-no-line"));
            Outcome::Record
        });
        let close = facts.setting.directly_addressed || facts.identity == IdentityMatch::Customer;
        let ignored = outcome == Outcome::Leave || (outcome == Outcome::Record && close);
        if !ignored || !is_harsh_but_legitimate(facts) {
            return outcome;
        }
        self.reasons.push(plain("reason-harsh-but-legitimate"));
        self.queue.get_or_insert_with(|| CARE.to_owned());
        self.sla = Some(SlaClass::Urgent);
        Outcome::Respond
    }
}

fn add<T: Clone + PartialEq>(to: &mut Vec<T>, more: &[T]) {
    for item in more {
        if !to.contains(item) {
            to.push(item.clone());
        }
    }
}

fn said(key: &str, line: &Line, error: Option<&str>) -> Reason {
    let mut values = vec![("name".to_owned(), line.name.clone())];
    values.extend(error.map(|error| ("error".to_owned(), error.to_owned())));
    Reason { line: Some(line.number), key: key.to_owned(), values }
}

fn plain(key: &str) -> Reason {
    Reason { line: None, key: key.to_owned(), values: Vec::new() }
}
