//! What the engine would look up first: of an AND the rarest part, of an OR every branch.

use super::Shares;
use crate::ast::{GlobPiece, Leaf, Node, Pattern, Sigil, WordTest};

/// Tests of which a post must pass one, or it cannot match.
pub(super) struct Anchors {
    pub(super) leaves: Vec<Node>,
    /// How likely a post passes one; an upper bound, as some posts pass several.
    pub(super) share: Option<f64>,
    /// The same where nobody knows how common they are: short words are common words.
    pub(super) likely: f64,
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
            likely: likely(leaf),
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
            let mut all = Anchors { leaves: Vec::new(), share: Some(0.0), likely: 0.0 };
            for node in nodes {
                let one = find(node, negated, shares)?;
                all.leaves.extend(one.leaves);
                all.share = all.share.zip(one.share).map(|(a, b)| (a + b).min(1.0));
                all.likely += one.likely;
            }
            Some(all)
        }
    }
}

fn rarest(all: impl Iterator<Item = Anchors>) -> Option<Anchors> {
    let weight = |anchors: &Anchors| anchors.share.unwrap_or(anchors.likely);
    all.min_by(|a, b| weight(a).total_cmp(&weight(b)))
}

/// The mean share of posts that hold a word of so many letters: 0, 1, and so on. Counted once over the
/// words of 10,000 listening queries in 60,000 real posts; longer words are rarer still.
const BY_LENGTH: [f64; 12] =
    [0.05, 0.013, 0.010, 0.0022, 0.0013, 0.0008, 0.0005, 0.0004, 0.0003, 0.0003, 0.0002, 0.0001];
/// How much rarer a form with its sign is than the plain word, and two words side by side than the
/// rarer of them.
const NARROWER: f64 = 0.2;
/// How much more posts have some word that begins so than the word itself.
const WIDER: f64 = 4.0;
/// A handle, a host or an address is one of very many.
const ONE_OF_MANY: f64 = 0.0002;

/// How many posts pass a test, by its form alone.
fn likely(leaf: &Leaf) -> f64 {
    match leaf {
        Leaf::Words(tests) | Leaf::InField(_, tests) => side_by_side(tests),
        Leaf::Raw(raw) => rarest_of(raw.tokens.iter().map(|token| by_length(&token.form))),
        Leaf::Slop(slop) => rarest_of(slop.items.iter().map(|item| side_by_side(item))),
        _ => ONE_OF_MANY,
    }
}

fn side_by_side(tests: &[WordTest]) -> f64 {
    let word = |test: &WordTest| {
        let share = match &test.pattern {
            Pattern::Exact(form) => by_length(form),
            Pattern::Glob(glob) => {
                let text = |piece: &GlobPiece| match piece {
                    GlobPiece::Text(text) => by_length(text),
                    GlobPiece::One | GlobPiece::Many => 1.0,
                };
                (WIDER * rarest_of(glob.pieces().iter().map(text))).min(1.0)
            }
        };
        if test.sigil == Sigil::Any { share } else { share * NARROWER }
    };
    let share = rarest_of(tests.iter().map(word));
    if tests.len() > 1 { share * NARROWER } else { share }
}

fn by_length(form: &str) -> f64 {
    let longest = BY_LENGTH.len() - 1;
    BY_LENGTH.get(form.chars().count().min(longest)).copied().unwrap_or(1.0)
}

fn rarest_of(shares: impl Iterator<Item = f64>) -> f64 {
    shares.fold(1.0, f64::min)
}
