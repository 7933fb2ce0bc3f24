//! Trees of operators.

use std::sync::Arc;

use earshot_matcher::{Leaf, Named, NamedKind, Near, Node, Reach};

use super::Chance;
use super::leaf;

/// A random query, at most `depth` operators deep; `fields` says whether it may ask other facts
/// than the text.
pub(crate) fn query(chance: &mut Chance, depth: usize, fields: bool) -> Node {
    if depth == 0 || chance.once_in(3) {
        return Node::Leaf(if fields { leaf::any(chance) } else { leaf::text(chance) });
    }
    match chance.below(10) {
        0..3 => Node::all(several(chance, |c| query(c, depth - 1, fields))).unwrap(),
        3..6 => Node::any(several(chance, |c| query(c, depth - 1, fields))).unwrap(),
        6 | 7 => query(chance, depth - 1, fields).negate(),
        8 if chance.once_in(3) => named(query(chance, depth - 1, fields)),
        _ => near(chance, depth),
    }
}

fn near(chance: &mut Chance, depth: usize) -> Node {
    let left = operand(chance, depth - 1);
    let right = operand(chance, depth - 1);
    let reach = match chance.below(5) {
        0 => Reach::Sentence,
        1 | 2 => Reach::Forward(distance(chance)),
        _ => Reach::Within(distance(chance)),
    };
    Node::Near(Box::new(Near { left, right, reach }))
}

/// What may stand beside NEAR.
fn operand(chance: &mut Chance, depth: usize) -> Node {
    if depth == 0 || chance.once_in(2) {
        return Node::Leaf(leaf::text(chance));
    }
    match chance.below(5) {
        0 | 1 => near(chance, depth),
        2 if chance.once_in(3) => named(operand(chance, depth - 1)),
        _ => Node::any(several(chance, |c| operand(c, depth - 1))).unwrap(),
    }
}

/// A name that stands for something: `n` and the text of what it says, so that whoever resolves
/// it needs no table. Names of names would need quotes inside of quotes, so they are written out.
fn named(node: Node) -> Node {
    let text = node.to_string();
    if text.contains('"') || text.len() > 200 || matches!(node, Node::Leaf(Leaf::Raw(_))) {
        return node;
    }
    Node::Named(Named { kind: NamedKind::Query, name: text, node: Arc::new(node) })
}

fn distance(chance: &mut Chance) -> u32 {
    chance.one(&[0, 0, 1, 2, 3, 5, 100])
}

fn several(chance: &mut Chance, one: impl Fn(&mut Chance) -> Node) -> Vec<Node> {
    (0..chance.below(3) + 2).map(|_| one(chance)).collect()
}
