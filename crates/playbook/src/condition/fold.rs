//! Parts that are the same for every post are calculated when the condition is saved.

use crate::Facts;
use crate::names::Names;

use super::Sheet;
use super::evaluate::{Failure, constant};
use super::node::Node;

/// The part, or what it always gives.
///
/// # Errors
/// When it can never be calculated, such as `1 / 0`.
pub(super) fn fold(node: Node) -> Result<Node, Failure> {
    if !matches!(node, Node::Calculate(..) | Node::Negate(_) | Node::ToWhole(_) | Node::ToNumber(_))
        || !is_constant(&node)
    {
        return Ok(node);
    }
    let facts = Facts::default();
    let found = constant(&node, &Sheet::new(&facts, &Names::default()))?;
    Ok(found.map_or(node, Node::Constant))
}

fn is_constant(node: &Node) -> bool {
    match node {
        Node::Constant(_) => true,
        Node::Calculate(_, sides) => sides.iter().all(is_constant),
        Node::Negate(inner) | Node::ToWhole(inner) | Node::ToNumber(inner) => is_constant(inner),
        _ => false,
    }
}
