//! How long a condition can take at most, known before it runs.

use super::check::Checked;
use super::node::{Constant, Node};
use super::sheet::MOST_TEXT;
use super::{ConditionError, Fault, Field, Shape};

/// The most steps that one line may cost for one post.
pub(crate) const MOST_STEPS: u64 = 100_000;

/// The longest list that a post brings along: intents, purposes of listeners, tags of the case.
const LONGEST_LIST: u64 = 32;

/// A search for words goes through about 16 bytes in the time of one step, a pattern through one.
const TEXT: u64 = 16_384;
const _: () = assert!(MOST_TEXT == 16_384, "TEXT is the same number as a u64");

/// The bound of a checked condition.
///
/// # Errors
/// [`Fault::TooCostly`], with the dearest part of the condition.
pub(super) fn bounded(text: &str, checked: &Checked) -> Result<u64, ConditionError> {
    let steps = steps(&checked.node);
    if steps <= MOST_STEPS {
        return Ok(steps);
    }
    let (at, part) = checked.dearest.clone().unwrap_or((0..text.len(), steps));
    let shown: String = text.get(at.clone()).unwrap_or(text).chars().take(60).collect();
    let dearest = format!("`{}`", shown.trim());
    Err(ConditionError { at, fault: Fault::TooCostly { steps, most: MOST_STEPS, dearest, part } })
}

/// The most steps that a part can cost for one post.
pub(super) fn steps(node: &Node) -> u64 {
    match node {
        Node::Constant(_) | Node::Field(_) | Node::Local(_) => 1,
        Node::Not(inner) | Node::Negate(inner) | Node::ToWhole(inner) | Node::ToNumber(inner) => {
            steps(inner).saturating_add(1)
        }
        Node::Both(parts) | Node::Either(parts) => sum(parts),
        Node::If(parts) => sum(&**parts),
        Node::Compare(_, sides) | Node::Calculate(_, sides) => sum(&**sides),
        Node::In(sides) => {
            let [_, list] = &**sides;
            sum(&**sides).saturating_add(length(list))
        }
        Node::Size(inner) => steps(inner).saturating_add(letters(inner)),
        Node::Find(_, sides) => {
            let [text, _] = &**sides;
            sum(&**sides).saturating_add(letters(text) / 16)
        }
        Node::Matches(inner, _) => steps(inner).saturating_add(letters(inner)),
        Node::Loop(_, parts) => {
            let [over, body] = &**parts;
            steps(over).saturating_add(length(over).saturating_mul(steps(body).saturating_add(1)))
        }
    }
}

fn sum(parts: &[Node]) -> u64 {
    parts.iter().map(steps).fold(1, u64::saturating_add)
}

/// How many items a list can have.
fn length(list: &Node) -> u64 {
    let written = match list {
        Node::Constant(Constant::Texts(texts)) => texts.len(),
        Node::Constant(Constant::Wholes(wholes)) => wholes.len(),
        Node::Constant(Constant::Numbers(numbers)) => numbers.len(),
        _ => return LONGEST_LIST,
    };
    u64::try_from(written).unwrap_or(u64::MAX)
}

/// How many bytes a text can have: only that of a post is long.
fn letters(text: &Node) -> u64 {
    match text {
        Node::Field(Field::Text) => TEXT,
        Node::Field(field) if matches!(field.shape(), Shape::Words(_) | Shape::Texts) => {
            LONGEST_LIST
        }
        Node::Constant(Constant::Text(text)) => u64::try_from(text.len()).unwrap_or(u64::MAX),
        _ => 64,
    }
}
