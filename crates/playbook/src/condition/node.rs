//! A condition after its check: a tree whose shapes are known to fit.

use regex::Regex;

use super::Field;

/// A value that stands in the text of the condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Constant {
    Yes(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    Texts(Vec<String>),
    Wholes(Vec<i64>),
    Numbers(Vec<f64>),
}

/// Ways to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Same,
    Other,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// Ways to calculate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Plus,
    Minus,
    Times,
    Over,
    Rest,
}

/// Ways to look for a text in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Find {
    Anywhere,
    AtStart,
    AtEnd,
}

/// Ways to go through a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loop {
    Any,
    Every,
    One,
}

/// A part of a condition.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Constant(Constant),
    Field(Field),
    /// The variable of the loop at this depth, the outermost 0.
    Local(usize),
    Not(Box<Self>),
    /// `&&` of all.
    Both(Vec<Self>),
    /// `||` of all.
    Either(Vec<Self>),
    If(Box<[Self; 3]>),
    Compare(Comparison, Box<[Self; 2]>),
    Calculate(Arithmetic, Box<[Self; 2]>),
    Negate(Box<Self>),
    /// The first is one of the second.
    In(Box<[Self; 2]>),
    Size(Box<Self>),
    /// The second is looked for in the first.
    Find(Find, Box<[Self; 2]>),
    Matches(Box<Self>, Box<Regex>),
    /// Through the first, asking the second.
    Loop(Loop, Box<[Self; 2]>),
    ToWhole(Box<Self>),
    ToNumber(Box<Self>),
}
