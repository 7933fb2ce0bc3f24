//! What playbooks may say, and what no line can change.

mod channel_lines;
mod checking;
mod condition_rows;
mod deciding;
mod differences;
mod file;
mod guarantee;
mod people;
mod replaying;
mod same_as_cel;
mod starters;

use earshot_model::{Intent, Outcome, Sentiment};

use crate::{Document, Facts, Line, Playbook, Then, default_playbook};

/// The names of the default playbook.
pub(super) fn document(lines: Vec<Line>) -> Document {
    let Document { names, .. } = default_playbook().unwrap();
    Document { names, lines, ..Document::default() }
}

pub(super) fn playbook(lines: Vec<Line>) -> Playbook {
    Playbook::compile(7, &document(lines)).unwrap()
}

pub(super) fn wanting(intents: &[Intent], sentiment: Sentiment) -> Facts {
    Facts { intents: intents.to_vec(), sentiment, ..Facts::default() }
}

pub(super) fn line(number: i64, when: &str, then: Then) -> Line {
    Line { number, name: format!("line {number}"), when: when.to_owned(), then, ..Line::default() }
}

pub(super) fn ends(outcome: Outcome) -> Then {
    Then { warranted: Some(outcome), ..Then::default() }
}
