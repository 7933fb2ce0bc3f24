#![doc = include_str!("../README.md")]

mod budget;
mod compile;
mod condition;
mod crisis;
mod decide;
mod diff;
mod document;
mod error;
mod facts;
mod give;
mod harsh;
mod index;
mod interaction;
mod names;
mod nearest;
mod replay;
mod sign_off;
mod starters;
mod strategy;
mod trial;
mod troll;
mod warnings;

pub use budget::Budget;
pub use compile::Playbook;
pub use condition::{
    Condition, ConditionError, Fault, Field, Join, List, Operand, Operator, Row, Rows, Shape,
};
pub use crisis::Measures;
pub use diff::{Change, Part, diff};
pub use document::{
    Cell, Document, Example, Expectation, FORMAT, Limits, Line, MOST_LINES, Problem, Section,
    Sections, Then,
};
pub use error::LineError;
pub use facts::{CaseFacts, Facts, Moment, Setting};
pub use harsh::is_harsh_but_legitimate;
pub use names::Names;
pub use replay::{Differs, Group, Past, Replay, Report, Side, lines as lines_behind, replay};
pub use sign_off::{NotSigned, SignOff};
pub use starters::{DEFAULT, Industry, default_playbook, starter, stored_text};
pub use strategy::{StrategyError, is_open};
pub use trial::{Miss, Trial};
pub use troll::{TrollError, TrollLabel};
pub use warnings::warnings;

#[cfg(test)]
mod tests;
