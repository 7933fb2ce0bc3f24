//! What the server answers to a plug-in.

use earshot_model::Command;
use serde::{Deserialize, Serialize};

use super::{BatchProblem, ItemProblem};

/// What became of one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is stored for good.
    Accepted,
    /// This revision, or a later one, was there already. Do not send it again.
    Duplicate,
    /// It is broken. Sending it again unchanged does not help.
    Rejected,
}

/// One event of the batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemAnswer {
    /// Its place in the batch, from 0.
    pub index: usize,
    /// The channel's id of the post, when it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// Where a rejected event is wrong, such as `item.author.handle`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is wrong with a rejected event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl ItemAnswer {
    /// An event that was read, and what the store said of it.
    #[must_use]
    pub const fn stored(index: usize, id: Option<String>, outcome: Outcome) -> Self {
        Self { index, id, outcome, field: None, message: None }
    }
}

impl From<ItemProblem> for ItemAnswer {
    fn from(problem: ItemProblem) -> Self {
        Self {
            index: problem.index,
            id: problem.id,
            outcome: Outcome::Rejected,
            field: Some(problem.field),
            message: Some(problem.message),
        }
    }
}

/// The answer to a batch; status 200, whatever became of the single events.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BatchAnswer {
    /// How many were accepted.
    pub accepted: usize,
    /// How many were there already.
    pub duplicate: usize,
    /// How many were rejected.
    pub rejected: usize,
    /// One entry for every event, in the order of the batch.
    pub items: Vec<ItemAnswer>,
}

impl BatchAnswer {
    /// Counts and sorts the entries.
    #[must_use]
    pub fn new(mut items: Vec<ItemAnswer>) -> Self {
        items.sort_by_key(|item| item.index);
        let count = |outcome| items.iter().filter(|item| item.outcome == outcome).count();
        Self {
            accepted: count(Outcome::Accepted),
            duplicate: count(Outcome::Duplicate),
            rejected: count(Outcome::Rejected),
            items,
        }
    }
}

/// The answer to `GET .../commands`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommandPage {
    /// What is to be done, oldest first; empty when the wait is over.
    pub commands: Vec<Command>,
    /// Hand this back as `after`. It means nothing to the plug-in.
    pub next: String,
}

/// The answer to `GET .../state`; empty before the first `PUT`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StateAnswer {
    /// What the plug-in stored.
    pub state: String,
}

/// The body of every answer from 400 up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemAnswer {
    /// The word for programs, such as `too-many-events`.
    pub problem: String,
    /// What is wrong and what to do next, in English.
    pub message: String,
    /// Where in the body, when it lies there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl From<&BatchProblem> for ProblemAnswer {
    fn from(problem: &BatchProblem) -> Self {
        let field = match problem {
            BatchProblem::Unreadable { field, .. } => Some(field.clone()),
            _ => None,
        };
        Self { problem: problem.key().to_owned(), message: problem.to_string(), field }
    }
}

#[cfg(test)]
mod tests {
    use super::{BatchAnswer, ItemAnswer, Outcome};
    use crate::http::ItemProblem;

    #[test]
    fn the_answer_counts_and_keeps_the_order_of_the_batch() {
        let problem = ItemProblem {
            index: 1,
            id: None,
            field: "item.text".to_owned(),
            message: "too long".to_owned(),
        };
        let answer = BatchAnswer::new(vec![
            ItemAnswer::stored(2, Some("c".to_owned()), Outcome::Duplicate),
            ItemAnswer::from(problem),
            ItemAnswer::stored(0, Some("a".to_owned()), Outcome::Accepted),
        ]);
        assert_eq!((answer.accepted, answer.duplicate, answer.rejected), (1, 1, 1));
        let places: Vec<usize> = answer.items.iter().map(|item| item.index).collect();
        assert_eq!(places, [0, 1, 2]);
        let json = serde_json::to_value(&answer).unwrap();
        assert_eq!(json["items"][1]["field"], "item.text");
        assert!(json["items"][0].get("message").is_none());
    }
}
