//! Where the text holds what made a query true.

use earshot_model::Span;

use super::occurrences::Occurrence;
use crate::ast::{Leaf, Near, Node};
use crate::document::Document;

impl Document<'_> {
    /// Where the text holds the words that made `node` true, in order and without overlap.
    pub(crate) fn spans(&self, node: &Node) -> Vec<Span> {
        let mut found = Vec::new();
        self.collect(node, &mut found);
        found.sort_unstable();
        let mut spans: Vec<Span> = Vec::with_capacity(found.len());
        for span in found {
            match spans.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => spans.push(span),
            }
        }
        spans
    }

    fn collect(&self, node: &Node, found: &mut Vec<Span>) {
        match node {
            Node::And(nodes) => nodes.iter().for_each(|node| self.collect(node, found)),
            Node::Or(nodes) => {
                for node in nodes.iter().filter(|node| self.satisfies(node)) {
                    self.collect(node, found);
                }
            }
            Node::Near(near) => self.collect_near(near, found),
            Node::Named(named) => self.collect(&named.node, found),
            Node::Leaf(leaf) => self.collect_leaf(leaf, None, found),
            Node::Not(_) => {}
        }
    }

    /// The words of both sides of the nearest pair of each left occurrence.
    fn collect_near(&self, near: &Near, found: &mut Vec<Span>) {
        let mut seen = std::collections::BTreeSet::new();
        for pair in self.pairs(near).take(crate::ast::MAX_SPANS) {
            if seen.insert(pair.left) {
                self.collect_at(&near.left, pair.left, found);
                self.collect_at(&near.right, pair.right, found);
            }
        }
    }

    /// The words of what stands beside NEAR at one of its occurrences.
    fn collect_at(&self, node: &Node, at: Occurrence, found: &mut Vec<Span>) {
        match node {
            Node::Or(nodes) => nodes.iter().for_each(|node| self.collect_at(node, at, found)),
            Node::Named(named) => self.collect_at(&named.node, at, found),
            Node::Near(near) => {
                let inner = self.pairs(near).find(|pair| pair.around() == at);
                if let Some(pair) = inner {
                    self.collect_at(&near.left, pair.left, found);
                    self.collect_at(&near.right, pair.right, found);
                }
            }
            Node::Leaf(leaf) => self.collect_leaf(leaf, Some(at), found),
            Node::And(_) | Node::Not(_) => {}
        }
    }

    /// The words of a text test, at one of its occurrences or at all.
    fn collect_leaf(&self, leaf: &Leaf, at: Option<Occurrence>, found: &mut Vec<Span>) {
        let here = |places: Occurrence| at.is_none_or(|at| at == places);
        match leaf {
            Leaf::Words(tests) => {
                let all = self.words.phrases(tests).filter(|found| here(found.places));
                found.extend(all.map(|found| found.bytes));
            }
            Leaf::Raw(raw) => {
                let all = self.raws(raw).filter(|found| here(found.places));
                found.extend(all.map(|found| found.bytes));
            }
            Leaf::Slop(slop) => {
                for tight in self.words.slops(slop).into_iter().filter(|tight| here(*tight)) {
                    let items = slop.items.iter().flat_map(|item| self.words.phrases(item));
                    let inside = items.filter(|found| {
                        found.places.first >= tight.first && found.places.last <= tight.last
                    });
                    found.extend(inside.map(|found| found.bytes));
                }
            }
            _ => {}
        }
    }
}
