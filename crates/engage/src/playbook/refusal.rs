//! Why something cannot be done with the draft. Nothing that was typed is lost: whoever asked gets it
//! back with what stands in its way.

use std::collections::BTreeMap;
use std::fmt;

use earshot_model::Interaction;
use earshot_playbook::{Cell, ConditionError, Line, NotSigned, Problem, Section};

/// Why something cannot be done with the draft.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// There is no draft: nobody has begun one, or it decides already.
    NoDraft,
    /// Somebody has changed this line since; it is as it is now, or gone.
    LineChanged(Option<Box<Line>>),
    /// Somebody has changed this section since; it is as it is now.
    SectionChanged(Box<Section>),
    /// Somebody has changed the matrix since; it is as it is now.
    MatrixChanged(BTreeMap<Interaction, Cell>),
    /// Somebody has changed the draft since.
    DraftChanged,
    /// Another line has this number.
    NumberTaken(i64),
    /// The condition cannot be used.
    Condition(ConditionError),
    /// The text cannot be used: every problem, with its place.
    Faulty(Vec<Problem>),
    /// Departments that must sign have not.
    NotSigned(NotSigned),
}

impl Refusal {
    /// Whether somebody else was faster: the same may be right after another look.
    #[must_use]
    pub const fn is_conflict(&self) -> bool {
        matches!(
            self,
            Self::NoDraft
                | Self::LineChanged(_)
                | Self::SectionChanged(_)
                | Self::MatrixChanged(_)
                | Self::DraftChanged
                | Self::NotSigned(_)
        )
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDraft => f.write_str("there is no draft of the playbook: begin one first"),
            Self::LineChanged(Some(line)) => {
                let number = line.number;
                write!(f, "line {number} was changed since you opened it: compare, then save again")
            }
            Self::LineChanged(None) => {
                f.write_str("the line was removed since you opened it: save it as a new one")
            }
            Self::SectionChanged(_) | Self::MatrixChanged(_) | Self::DraftChanged => {
                f.write_str("it was changed since you opened it: compare, then save again")
            }
            Self::NumberTaken(number) => {
                write!(f, "another line has the number {number}: choose a free one")
            }
            Self::Condition(error) => write!(f, "the condition cannot be used: {error}"),
            Self::Faulty(problems) => match problems.first() {
                Some(first) => write!(f, "the playbook cannot be used: {first}"),
                None => f.write_str("the playbook cannot be used"),
            },
            Self::NotSigned(missing) => write!(f, "it cannot go to work yet: {missing}"),
        }
    }
}
