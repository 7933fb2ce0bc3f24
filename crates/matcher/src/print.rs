//! Writes a tree as a query that reads as the same tree.

mod layout;
mod leaf;

use std::fmt::{Display, Formatter, Result};

use crate::ast::{Near, Node, Reach};

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::And(nodes) => join(f, nodes, " AND "),
            Self::Or(nodes) => join(f, nodes, " OR "),
            Self::Not(node) => {
                f.write_str("NOT ")?;
                inner(f, node)
            }
            Self::Near(near) => near.fmt(f),
            Self::Named(named) => write!(f, "{}:\"{}\"", named.kind.field(), named.name),
            Self::Leaf(leaf) => leaf.fmt(f),
        }
    }
}

impl Display for Near {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        inner(f, &self.left)?;
        write!(f, " {} ", self.reach)?;
        inner(f, &self.right)
    }
}

impl Display for Reach {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Within(most) => write!(f, "NEAR/{most}"),
            Self::Forward(most) => write!(f, "NEAR/{most}f"),
            Self::Sentence => f.write_str("WITHIN SENTENCE"),
        }
    }
}

fn join(f: &mut Formatter<'_>, nodes: &[Node], operator: &str) -> Result {
    for (place, node) in nodes.iter().enumerate() {
        if place > 0 {
            f.write_str(operator)?;
        }
        inner(f, node)?;
    }
    Ok(())
}

/// A node inside of another: operators get brackets, so that nobody has to know precedence.
fn inner(f: &mut Formatter<'_>, node: &Node) -> Result {
    match node {
        Node::And(_) | Node::Or(_) | Node::Near(_) => write!(f, "({node})"),
        Node::Not(_) | Node::Named(_) | Node::Leaf(_) => node.fmt(f),
    }
}
