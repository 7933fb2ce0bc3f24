//! Conditions: CEL text, checked when it is saved, run against the facts of a post.

mod check;
mod cost;
mod evaluate;
mod fault;
mod field;
mod fold;
mod necessary;
mod nesting;
mod node;
mod parse;
mod rows;
mod sheet;
mod span;
mod tags;

pub use fault::{ConditionError, Fault};
pub use field::{Field, List, Shape};
pub use rows::{Join, Operand, Operator, Row, Rows};

pub(crate) use evaluate::Failure;
pub(crate) use necessary::{Needs, bit};
pub(crate) use sheet::{Sheet, Value};

use crate::names::Names;
use node::Node;

/// A condition that is ready to run.
#[derive(Debug)]
pub struct Condition {
    root: Node,
    steps: u64,
}

impl Condition {
    /// Reads and checks a condition.
    ///
    /// # Errors
    /// The first thing that is wrong with it, and where.
    pub fn compile(text: &str, names: &Names) -> Result<Self, ConditionError> {
        let parsed = parse::parse(text)?;
        let root = check::check(text, &parsed, names)?;
        let steps = cost::bounded(text, &root)?;
        Ok(Self { root: root.node, steps })
    }

    /// The most steps that one post can cost. A step is about a comparison of two words.
    #[must_use]
    pub const fn steps(&self) -> u64 {
        self.steps
    }

    /// Whether it holds, or why that cannot be told.
    pub(crate) fn holds(&self, sheet: &Sheet<'_>) -> Result<bool, Failure> {
        evaluate::holds(&self.root, sheet)
    }

    /// The tags of the case that it asks for.
    pub(crate) fn tags(&self) -> Vec<String> {
        tags::tags(&self.root)
    }

    /// What must be so for it to hold, as far as closed fields say it.
    pub(crate) fn needs(&self, names: &Names) -> Needs {
        necessary::needs(&self.root, names)
    }
}
