//! What an index must look up for a query: a superset that the evaluator then verifies.

use std::collections::BTreeSet;

use crate::ast::{GlobPiece, Leaf, Node, Pattern, Sigil, WordTest};

/// Most alternatives that an AND of ORs is multiplied out to. Beyond it a part of the AND is left
/// out, which only makes the superset larger.
const MAX_ALTERNATIVES: usize = 64;

/// One lookup in an index of `earshot_text::search_tokens`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SearchTerm {
    /// The index holds exactly this token for the post.
    Token(String),
    /// The index holds a token that begins so.
    Prefix(String),
    /// The index does not hold this token for the post.
    Without(String),
}

/// Lookups that together find every post that a query can match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchTerms {
    /// Any post may match: every one must be verified.
    Anything,
    /// A post that matches has all terms of at least one of these sets. Each set holds a token or a
    /// prefix.
    AnyOf(Vec<BTreeSet<SearchTerm>>),
}

impl SearchTerms {
    pub(crate) fn of(node: &Node) -> Self {
        let positive = |set: &BTreeSet<SearchTerm>| {
            set.iter().any(|term| !matches!(term, SearchTerm::Without(_)))
        };
        alternatives(node, false)
            .filter(|sets| sets.iter().all(positive))
            .map_or(Self::Anything, Self::AnyOf)
    }

    /// Whether a post with these search tokens is among those that the lookups find.
    #[must_use]
    pub fn allow(&self, tokens: &BTreeSet<String>) -> bool {
        let holds = |term: &SearchTerm| match term {
            SearchTerm::Token(token) => tokens.contains(token),
            SearchTerm::Prefix(start) => {
                tokens.range(start.clone()..).next().is_some_and(|next| next.starts_with(start))
            }
            SearchTerm::Without(token) => !tokens.contains(token),
        };
        match self {
            Self::Anything => true,
            Self::AnyOf(sets) => sets.iter().any(|set| set.iter().all(holds)),
        }
    }
}

type Alternatives = Vec<BTreeSet<SearchTerm>>;

/// The alternatives of a node, or `None` where nothing can be looked up. A negated OR is an AND
/// of negations, and the other way round (De Morgan).
fn alternatives(node: &Node, negated: bool) -> Option<Alternatives> {
    match (node, negated) {
        (Node::Leaf(leaf), false) => terms(leaf),
        (Node::Leaf(Leaf::Words(tests)), true) => {
            Some(vec![[SearchTerm::Without(surely(tests)?)].into()])
        }
        (Node::Leaf(_) | Node::Near(_), true) => None,
        (Node::Near(near), false) => multiply(
            [&near.left, &near.right]
                .into_iter()
                .filter_map(|side| there(alternatives(side, false)?))
                .collect(),
        ),
        (Node::Named(named), negated) => alternatives(&named.node, negated),
        (Node::Not(inner), negated) => alternatives(inner, !negated),
        (Node::And(nodes), false) | (Node::Or(nodes), true) => {
            multiply(nodes.iter().filter_map(|node| alternatives(node, negated)).collect())
        }
        (Node::Or(nodes), false) | (Node::And(nodes), true) => {
            let found: Option<Vec<_>> =
                nodes.iter().map(|node| alternatives(node, negated)).collect();
            found.map(|found| {
                let mut sets = found.concat();
                sets.sort_unstable();
                sets.dedup();
                sets
            })
        }
    }
}

/// All must hold: every combination of their alternatives, smallest parts first.
fn multiply(mut parts: Vec<Alternatives>) -> Option<Alternatives> {
    parts.sort_by_key(Vec::len);
    let mut parts = parts.into_iter();
    let mut product = parts.next()?;
    for part in parts {
        if product.len() * part.len() > MAX_ALTERNATIVES {
            break;
        }
        product =
            product.iter().flat_map(|left| part.iter().map(move |right| left | right)).collect();
    }
    Some(product)
}

/// What a leaf needs, all of it; nothing where the index cannot tell.
fn terms(leaf: &Leaf) -> Option<Alternatives> {
    let needed: BTreeSet<SearchTerm> = match leaf {
        Leaf::Words(tests) => tests.iter().filter_map(term).collect(),
        Leaf::Slop(slop) => slop.items.iter().flatten().filter_map(term).collect(),
        Leaf::Raw(raw) => raw.tokens.iter().map(|t| token(t.sigil, &t.form)).collect(),
        _ => BTreeSet::new(),
    };
    (!needed.is_empty()).then(|| vec![needed])
}

/// The start of a wildcard is looked up; one that begins with a wildcard cannot be.
fn term(test: &WordTest) -> Option<SearchTerm> {
    match &test.pattern {
        Pattern::Exact(form) => Some(token(test.sigil, form)),
        Pattern::Glob(glob) => match glob.pieces().first() {
            Some(GlobPiece::Text(start)) => {
                Some(SearchTerm::Prefix(format!("{}{start}", sign(test.sigil))))
            }
            _ => None,
        },
    }
}

fn token(sigil: Sigil, form: &str) -> SearchTerm {
    SearchTerm::Token(format!("{}{form}", sign(sigil)))
}

const fn sign(sigil: Sigil) -> &'static str {
    match sigil {
        Sigil::Any | Sigil::Url => "",
        Sigil::Hashtag => "#",
        Sigil::Mention => "@",
        Sigil::Cashtag => "$",
    }
}

/// What must be there: beside something, a word may be missing that stands elsewhere in the text.
fn there(mut sets: Alternatives) -> Option<Alternatives> {
    for set in &mut sets {
        set.retain(|term| !matches!(term, SearchTerm::Without(_)));
    }
    sets.iter().all(|set| !set.is_empty()).then_some(sets)
}

/// The token whose presence in the index alone says that these words stand in the text: one plain
/// word. A phrase needs its order, and a token with other marks may come from a web address, which a
/// word does not find.
fn surely(tests: &[WordTest]) -> Option<String> {
    let [WordTest { sigil: Sigil::Any, pattern: Pattern::Exact(form), .. }] = tests else {
        return None;
    };
    let plain = !form.is_empty() && form.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| form.clone())
}
