//! What must hold of a tree as a whole.

use std::collections::HashSet;

use earshot_model::Span;

use crate::ast::{Leaf, Node};
use crate::error::Problem;
use crate::lexer::{Fault, Read};
use crate::warning::{Caution, Warning};

/// Whether a part has occurrences in the text, so that it can stand beside NEAR.
pub(super) fn stands_beside_near(node: &Node) -> bool {
    match node {
        Node::Or(nodes) => nodes.iter().all(stands_beside_near),
        Node::Near(_) => true,
        Node::Named(named) => stands_beside_near(&named.node),
        Node::Leaf(leaf) => leaf.is_text(),
        Node::And(_) | Node::Not(_) => false,
    }
}

/// Why a part cannot be looked for.
struct Unsought {
    /// Something is left out, rather than only narrowed.
    excludes: bool,
    /// The fields that only narrow.
    fields: Vec<String>,
    at: Span,
}

/// A listener must look for something, in every branch of every OR. `places` are those of the
/// leaves and names in `node`.
pub(crate) fn looks_for(node: &Node, places: &[Span]) -> Read<()> {
    let Err(unsought) = sought(node, false, &mut places.iter().copied()) else { return Ok(()) };
    let problem = if unsought.excludes {
        Problem::OnlyExcludes
    } else {
        let mut fields = unsought.fields;
        let mut seen = HashSet::new();
        fields.retain(|field| seen.insert(field.clone()));
        Problem::OnlyFilters { fields: fields.join("/") }
    };
    Err(Fault { at: unsought.at, problem })
}

/// Whether a part, or its opposite, can be looked for.
fn sought(
    node: &Node,
    negated: bool,
    places: &mut impl Iterator<Item = Span>,
) -> Result<(), Unsought> {
    match node {
        Node::Not(inner) => sought(inner, !negated, places),
        Node::And(nodes) if !negated => one_of(nodes, negated, places),
        Node::Or(nodes) if negated => one_of(nodes, negated, places),
        // Every branch must be looked for.
        Node::And(nodes) | Node::Or(nodes) => {
            let found: Vec<_> = nodes.iter().map(|node| sought(node, negated, places)).collect();
            found.into_iter().collect()
        }
        Node::Near(near) => {
            let left = sought(&near.left, negated, places);
            left.and(sought(&near.right, negated, places))
        }
        Node::Named(named) => {
            let at = places.next().unwrap_or(Span { start: 0, end: 0 });
            let found = sought(&named.node, negated, &mut std::iter::repeat(at));
            found.map_err(|unsought| Unsought { at, ..unsought })
        }
        Node::Leaf(leaf) => {
            let at = places.next().unwrap_or(Span { start: 0, end: 0 });
            if leaf.can_anchor() && !negated {
                return Ok(());
            }
            let written = leaf.to_string();
            let field = written.split_once(':').map(|(field, _)| format!("{field}:"));
            Err(Unsought { excludes: negated, fields: field.into_iter().collect(), at })
        }
    }
}

/// One part that can be looked for is enough, as all must hold.
fn one_of(
    nodes: &[Node],
    negated: bool,
    places: &mut impl Iterator<Item = Span>,
) -> Result<(), Unsought> {
    let mut all: Option<Unsought> = None;
    let mut found = false;
    for node in nodes {
        match (sought(node, negated, places), &mut all) {
            (Ok(()), _) => found = true,
            (Err(unsought), None) => all = Some(unsought),
            (Err(unsought), Some(all)) => {
                all.excludes |= unsought.excludes;
                all.fields.extend(unsought.fields);
                all.at.start = all.at.start.min(unsought.at.start);
                all.at.end = all.at.end.max(unsought.at.end);
            }
        }
    }
    match all {
        Some(unsought) if !found => Err(unsought),
        _ => Ok(()),
    }
}

/// Warns where one AND both requires and excludes the same test.
pub(crate) fn contradictions(text: &str, node: &Node, places: &[Span]) -> Vec<Warning> {
    let mut found = Vec::new();
    search(node, &mut places.iter().copied(), &mut found);
    let warning = |(leaf, at): (&Leaf, Span)| {
        Warning::new(text, at, Caution::NeverMatches { word: leaf.to_string() })
    };
    found.into_iter().map(warning).collect()
}

fn search<'a>(
    node: &'a Node,
    places: &mut impl Iterator<Item = Span>,
    found: &mut Vec<(&'a Leaf, Span)>,
) -> Vec<(&'a Leaf, Span)> {
    match node {
        Node::Leaf(leaf) => places.next().map(|at| (leaf, at)).into_iter().collect(),
        Node::Named(_) => {
            places.next();
            Vec::new()
        }
        Node::Near(near) => {
            search(&near.left, places, found);
            search(&near.right, places, found);
            Vec::new()
        }
        // To exclude an OR is to exclude each of its members.
        Node::Not(inner) => search(inner, places, found),
        Node::Or(nodes) => nodes.iter().flat_map(|node| search(node, places, found)).collect(),
        Node::And(nodes) => {
            let (mut required, mut excluded) = (HashSet::new(), Vec::new());
            for node in nodes {
                let leaves = search(node, places, found);
                match node {
                    Node::Leaf(leaf) => {
                        required.insert(leaf);
                    }
                    Node::Not(_) => excluded.extend(leaves),
                    _ => {}
                }
            }
            found.extend(excluded.into_iter().filter(|(leaf, _)| required.contains(leaf)));
            Vec::new()
        }
    }
}
