//! Anchors: facts of which a post must show one, or a query cannot match it. They turn "ask every
//! listener" into "ask those that have a chance".

use crate::ast::{GlobPiece, HandleRole, Leaf, Node, Pattern, WordTest};

/// A fact that can be looked up from the post's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Anchor<'a> {
    /// A token has this form or base.
    Form(&'a str),
    /// A token's form begins so.
    Prefix(&'a str),
    /// The author has this name.
    Author(&'a str),
}

/// The anchors of a query; `None` where it can match posts about which nothing is known, as one
/// that only excludes can.
pub(crate) fn of(node: &Node) -> Option<Vec<Anchor<'_>>> {
    anchors(node, false)
}

fn anchors(node: &Node, negated: bool) -> Option<Vec<Anchor<'_>>> {
    match (node, negated) {
        (Node::Leaf(_), true) => None,
        (Node::Leaf(leaf), false) => anchor(leaf),
        (Node::Near(_), true) => None,
        (Node::Near(near), false) => {
            cheaper([&near.left, &near.right].into_iter().filter_map(|side| anchors(side, false)))
        }
        (Node::Named(named), negated) => anchors(&named.node, negated),
        (Node::Not(inner), negated) => anchors(inner, !negated),
        // All must hold, so the one that is cheapest to watch for is enough. By De Morgan's law
        // a negated OR is an AND of negations.
        (Node::And(nodes), false) | (Node::Or(nodes), true) => {
            cheaper(nodes.iter().filter_map(|node| anchors(node, negated)))
        }
        (Node::Or(nodes), false) | (Node::And(nodes), true) => {
            let found: Option<Vec<_>> = nodes.iter().map(|node| anchors(node, negated)).collect();
            found.map(|found| found.concat())
        }
    }
}

/// The alternative that is cheapest to watch for.
fn cheaper<'a>(all: impl Iterator<Item = Vec<Anchor<'a>>>) -> Option<Vec<Anchor<'a>>> {
    all.min_by_key(|found| (found.len(), found.first().map(|a| usize::MAX - a.weight())))
}

fn anchor(leaf: &Leaf) -> Option<Vec<Anchor<'_>>> {
    let one = match leaf {
        Leaf::Words(tests) => tests.iter().filter_map(word).max_by_key(Anchor::weight),
        Leaf::Raw(raw) => {
            raw.tokens.iter().map(|token| Anchor::Form(&token.form)).max_by_key(Anchor::weight)
        }
        Leaf::Slop(slop) => slop.items.iter().flatten().filter_map(word).max_by_key(Anchor::weight),
        Leaf::Handle(HandleRole::Author, name) => Some(Anchor::Author(name)),
        _ => None,
    };
    one.map(|anchor| vec![anchor])
}

fn word(test: &WordTest) -> Option<Anchor<'_>> {
    match &test.pattern {
        Pattern::Exact(form) => Some(Anchor::Form(form)),
        Pattern::Glob(glob) => match glob.pieces().first() {
            Some(GlobPiece::Text(start)) => Some(Anchor::Prefix(start)),
            _ => None,
        },
    }
}

impl Anchor<'_> {
    /// How rare it likely is: long words are rarer than short ones, prefixes commoner.
    fn weight(&self) -> usize {
        match self {
            Self::Form(form) => form.len(),
            Self::Prefix(form) => form.len() / 2,
            Self::Author(_) => usize::MAX,
        }
    }
}
