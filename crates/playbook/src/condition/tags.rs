//! The tags that a condition asks for.

use super::Field;
use super::node::{Constant, Node};

/// Every word that is looked for in the tags of the case.
pub(super) fn tags(node: &Node) -> Vec<String> {
    match node {
        Node::In(sides) => match &**sides {
            [Node::Constant(Constant::Text(tag)), Node::Field(Field::Tags)] => vec![tag.clone()],
            _ => Vec::new(),
        },
        Node::Not(inner) => tags(inner),
        Node::Both(parts) | Node::Either(parts) => parts.iter().flat_map(tags).collect(),
        Node::If(parts) => parts.iter().flat_map(tags).collect(),
        _ => Vec::new(),
    }
}
