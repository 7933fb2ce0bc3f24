//! Conditions as drop-downs show them: rows of field, operator and value.

mod read;
mod write;

use serde::{Deserialize, Serialize};

use super::Field;

/// How rows are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    /// All must hold.
    All,
    /// One is enough.
    Any,
}

/// What a row asks of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// A yes-or-no field is yes; one with words or a number equals the value.
    Is,
    /// It does not.
    IsNot,
    /// It is one of several words.
    OneOf,
    /// It is none of them.
    NoneOf,
    /// A list holds the word.
    Has,
    /// It does not.
    HasNot,
    /// A number is at least the value.
    AtLeast,
    /// A number is at most the value.
    AtMost,
    /// A text holds the value.
    Contains,
    /// It does not.
    ContainsNot,
    /// A text begins with the value.
    StartsWith,
    /// A text fits the pattern.
    Matches,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operand {
    /// Yes.
    Yes,
    /// No.
    No,
    /// A whole number.
    Whole(i64),
    /// A number with a fraction.
    Number(f64),
    /// A word or text.
    Text(String),
    /// Several words.
    Texts(Vec<String>),
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What is asked.
    pub field: Field,
    /// How.
    pub operator: Operator,
    /// With what.
    pub operand: Operand,
}

/// A condition as rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// How they are joined.
    pub join: Join,
    /// The rows, at least one.
    pub rows: Vec<Row>,
}
