//! What the engine would look up first: of an AND the rarest part, of an OR every branch.

use super::Shares;
use crate::ast::{Leaf, Node};

/// Tests of which a post must pass one, or it cannot match.
pub(super) struct Anchors {
    pub(super) leaves: Vec<Node>,
    /// How likely a post passes one; an upper bound, as some posts pass several.
    pub(super) share: Option<f64>,
    /// How short they are, where nobody knows how common: short words are common words.
    shortness: f64,
}

/// The anchors of a query; `None` where every post must be looked at.
pub(super) fn of(node: &Node, shares: &dyn Shares) -> Option<Anchors> {
    find(node, false, shares)
}

fn find(node: &Node, negated: bool, shares: &dyn Shares) -> Option<Anchors> {
    match (node, negated) {
        (Node::Leaf(leaf), false) if leaf.can_anchor() => Some(Anchors {
            leaves: vec![node.clone()],
            share: shares.share(node),
            shortness: 1.0 / (1.0 + length(leaf)),
        }),
        (Node::Leaf(_), _) | (Node::Near(_), true) => None,
        (Node::Not(inner), negated) => find(inner, !negated, shares),
        (Node::Named(named), negated) => find(&named.node, negated, shares),
        (Node::Near(near), false) => {
            rarest([&near.left, &near.right].into_iter().filter_map(|n| find(n, false, shares)))
        }
        (Node::And(nodes), false) | (Node::Or(nodes), true) => {
            rarest(nodes.iter().filter_map(|node| find(node, negated, shares)))
        }
        (Node::Or(nodes), false) | (Node::And(nodes), true) => {
            let mut all = Anchors { leaves: Vec::new(), share: Some(0.0), shortness: 0.0 };
            for node in nodes {
                let one = find(node, negated, shares)?;
                all.leaves.extend(one.leaves);
                all.share = all.share.zip(one.share).map(|(a, b)| (a + b).min(1.0));
                all.shortness += one.shortness;
            }
            Some(all)
        }
    }
}

fn rarest(all: impl Iterator<Item = Anchors>) -> Option<Anchors> {
    let weight = |anchors: &Anchors| anchors.share.unwrap_or(anchors.shortness);
    all.min_by(|a, b| weight(a).total_cmp(&weight(b)))
}

/// How much a test asks for, in bytes.
fn length(leaf: &Leaf) -> f64 {
    let written = leaf.to_string().len();
    u32::try_from(written).map_or(f64::MAX, f64::from)
}
