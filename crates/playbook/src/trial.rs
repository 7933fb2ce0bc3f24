//! Trying the examples that a playbook keeps.

use std::fmt;

use earshot_model::Decision;

use crate::{Document, Example, Playbook};

/// One thing that came out otherwise than an example expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// What was asked, such as `clock`.
    pub what: &'static str,
    /// What the example expects.
    pub wanted: String,
    /// What was decided.
    pub got: String,
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} should be {}, and is {}", self.what, self.wanted, self.got)
    }
}

/// What became of one example.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial<'a> {
    /// The example.
    pub example: &'a Example,
    /// What the playbook decided.
    pub decision: Decision,
    /// What came out otherwise; nothing when it passed.
    pub misses: Vec<Miss>,
}

impl Playbook {
    /// Tries all examples of a document.
    #[must_use]
    pub fn try_examples<'a>(&self, document: &'a Document) -> Vec<Trial<'a>> {
        document.examples.iter().map(|example| self.try_example(example)).collect()
    }

    fn try_example<'a>(&self, example: &'a Example) -> Trial<'a> {
        let decision = self.decide(&example.facts());
        let expect = &example.expect;
        let mut misses = Vec::new();
        let mut ask = |what: &'static str, wanted: Option<String>, got: String| {
            if let Some(wanted) = wanted.filter(|wanted| *wanted != got) {
                misses.push(Miss { what, wanted, got });
            }
        };
        let or_none = |key: &Option<String>| key.clone().unwrap_or_else(|| "none".to_owned());
        ask("warranted", expect.warranted.map(|w| w.to_string()), decision.outcome.to_string());
        ask("queue", expect.queue.clone(), or_none(&decision.queue));
        ask("department", expect.department.clone(), or_none(&decision.department));
        ask("visibility", expect.visibility.map(|p| p.to_string()), decision.place.to_string());
        ask("clock", expect.clock.map(|c| c.to_string()), decision.sla.to_string());
        let interaction = decision.interaction.map_or("none", |interaction| interaction.word());
        ask("interaction", expect.interaction.map(|i| i.to_string()), interaction.to_owned());
        for skill in &expect.skills {
            if !decision.skills.contains(skill) {
                let got = decision.skills.join(", ");
                misses.push(Miss { what: "skills", wanted: format!("with {skill}"), got });
            }
        }
        let lines: Vec<i64> = decision.reasons.iter().filter_map(|reason| reason.line).collect();
        for line in &expect.lines {
            if !lines.contains(line) {
                let got = format!("{lines:?}");
                misses.push(Miss { what: "lines", wanted: format!("with {line}"), got });
            }
        }
        Trial { example, decision, misses }
    }
}
