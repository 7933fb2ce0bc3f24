//! What stands within a query: whom it names, and what waits for a verdict.

use std::collections::BTreeSet;

use earshot_model::Span;

use crate::ast::{Leaf, NamedKind, Node};
use crate::parser::name_key;
use crate::query::Query;

impl Query {
    /// Every list and query that it names, and that those name in turn, by [`name_key`].
    #[must_use]
    pub fn names(&self) -> BTreeSet<(NamedKind, String)> {
        let mut found = BTreeSet::new();
        names(self.node(), &mut found);
        found
    }

    /// Where the first part stands that only a verdict can answer, in bytes of the text that the
    /// query was read from. For one inside of a name, where the name stands.
    #[must_use]
    pub fn waits_at(&self) -> Option<Span> {
        let place = waiting(self.node(), &mut 0)?;
        self.places().get(place).copied()
    }
}

fn names(node: &Node, found: &mut BTreeSet<(NamedKind, String)>) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| names(node, found)),
        Node::Not(node) => names(node, found),
        Node::Near(near) => {
            names(&near.left, found);
            names(&near.right, found);
        }
        Node::Named(named) => {
            // One text that is named twice is walked once.
            if found.insert((named.kind, name_key(&named.name))) {
                names(&named.node, found);
            }
        }
        Node::Leaf(_) => {}
    }
}

/// The number of the first part that waits; `seen` counts the parts before it.
fn waiting(node: &Node, seen: &mut usize) -> Option<usize> {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().find_map(|node| waiting(node, seen)),
        Node::Not(node) => waiting(node, seen),
        Node::Near(near) => waiting(&near.left, seen).or_else(|| waiting(&near.right, seen)),
        Node::Named(named) => part(named.node.needs_verdict(), seen),
        Node::Leaf(leaf) => part(matches!(leaf, Leaf::Verdict(_)), seen),
    }
}

fn part(waits: bool, seen: &mut usize) -> Option<usize> {
    let number = *seen;
    *seen += 1;
    waits.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parser::NameBook;

    fn book() -> NameBook {
        let mut book = NameBook::default();
        book.add(NamedKind::List, "My  Bots", "bot\nquery:Core");
        book.add(NamedKind::Query, "core", "acme NOT list:jobs");
        book.add(NamedKind::List, "Jobs", "hiring\nsentiment:positive");
        book
    }

    #[test]
    fn names_of_names_are_named() {
        let query = Query::parse_with("kettle OR list:\"my bots\"", &book(), None).unwrap();
        let names: Vec<String> =
            query.names().into_iter().map(|(kind, name)| format!("{kind:?} {name}")).collect();
        assert_eq!(names, ["List jobs", "List my bots", "Query core"]);
        assert!(Query::parse("kettle").unwrap().names().is_empty());
    }

    #[test]
    fn a_text_without_a_colon_names_nobody() {
        for text in ["kettle list:x", "LIST:x", "Query:(x)", "(query:\"x\")"] {
            assert!(NameBook::is_asked(text), "{text}");
        }
        assert!(!NameBook::is_asked("kettle OR list OR \"query\" lang:en"));
    }

    #[test]
    fn the_place_of_what_waits_is_that_of_the_part() {
        fn at(text: &str) -> Option<&str> {
            let at = Query::parse_with(text, &book(), None).unwrap().waits_at()?;
            text.get(usize::try_from(at.start).unwrap()..usize::try_from(at.end).unwrap())
        }
        assert_eq!(at("acme \"sentiment:negative\" lang:en"), None);
        assert_eq!(at("acme \"urgency:high\" NOT sentiment:negative"), Some("sentiment:negative"));
        assert_eq!(at("(a NEAR/3 b) (lang:en OR intent:help)"), Some("intent:help"));
        assert_eq!(at("acme list:jobs is:spam"), Some("list:jobs"));
    }
}
