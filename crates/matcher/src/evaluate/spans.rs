//! Where the text holds what made a query true, within a bounded effort.
//!
//! Each test is looked for once and each NEAR is paired once, whatever stands around them. All of it
//! takes [`Fuel`]; where that is used up, what was found until then is told. So no text and no query
//! holds up those who only want to mark some words.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use earshot_model::Span;

use super::near::Pair;
use super::occurrences::{Found, Occurrence};
use crate::ast::{Leaf, MAX_PAIRS, MAX_SPANS, Near, Node, Slop, WordTest};
use crate::document::Document;

/// How many places of one post are marked at most.
pub const MAX_MARKS: usize = 1_000;
/// What marking one query in one post may take: steps that each look at a token, a pair or a place.
const QUERY: usize = 500_000;
/// What marking all queries in one post may take.
const POST: usize = 4 * QUERY;

/// What may still be spent on one post.
#[derive(Debug)]
pub(crate) struct Fuel(usize);

impl Default for Fuel {
    fn default() -> Self {
        Self(POST)
    }
}

impl Document<'_> {
    /// Where the text holds the words that made `node` true, in order and without overlap: the first
    /// [`MAX_MARKS`] places. The post must satisfy `node`.
    pub(crate) fn spans(&self, node: &Node, fuel: &mut Fuel) -> Vec<Span> {
        let given = fuel.0.min(QUERY);
        let mut marker = Marker::of(self, given);
        let mut found = Vec::new();
        marker.collect(node, &mut found);
        fuel.0 -= given - marker.fuel.min(given);
        found.sort_unstable();
        let mut spans: Vec<Span> = Vec::new();
        for span in found {
            match spans.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => spans.push(span),
            }
        }
        spans.truncate(MAX_MARKS);
        spans
    }
}

/// What is known of a post while a query is marked in it.
struct Marker<'d, 'a, 'q> {
    document: &'d Document<'a>,
    fuel: usize,
    /// Where each phrase and each other text test stands, in order.
    phrases: HashMap<&'q [WordTest], Rc<[Found]>>,
    leaves: HashMap<&'q Leaf, Rc<[Found]>>,
    nears: HashMap<&'q Near, Rc<Pairing>>,
}

/// The pairs of a NEAR that marking needs, the nearest of each.
#[derive(Default)]
struct Pairing {
    /// By the occurrence of the NEAR that they make.
    around: BTreeMap<Occurrence, Pair>,
    /// One for each left occurrence.
    nearest: Vec<Pair>,
}

impl<'d, 'a, 'q> Marker<'d, 'a, 'q> {
    fn of(document: &'d Document<'a>, fuel: usize) -> Self {
        let (phrases, leaves, nears) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { document, fuel, phrases, leaves, nears }
    }

    /// Takes so many steps; says whether they were left.
    fn take(&mut self, steps: usize) -> bool {
        let enough = steps <= self.fuel;
        self.fuel = self.fuel.saturating_sub(steps);
        enough
    }

    fn collect(&mut self, node: &'q Node, found: &mut Vec<Span>) {
        match node {
            Node::And(nodes) => nodes.iter().for_each(|node| self.collect(node, found)),
            Node::Or(nodes) => {
                for node in nodes {
                    if self.holds(node) {
                        self.collect(node, found);
                    }
                }
            }
            Node::Near(near) => {
                for pair in &self.pairing(near).nearest {
                    self.collect_at(&near.left, pair.left, found);
                    self.collect_at(&near.right, pair.right, found);
                }
            }
            Node::Named(named) => self.collect(&named.node, found),
            Node::Leaf(Leaf::Slop(slop)) => {
                for tight in self.tight(slop) {
                    self.collect_inside(slop, tight, found);
                }
            }
            Node::Leaf(leaf) => found.extend(self.found(leaf).iter().map(|found| found.bytes)),
            Node::Not(_) => {}
        }
    }

    /// The words of what stands beside NEAR, at one of its occurrences.
    fn collect_at(&mut self, node: &'q Node, at: Occurrence, found: &mut Vec<Span>) {
        if !self.take(1) {
            return;
        }
        match node {
            Node::Or(nodes) => nodes.iter().for_each(|node| self.collect_at(node, at, found)),
            Node::Named(named) => self.collect_at(&named.node, at, found),
            Node::Near(near) => {
                if let Some(pair) = self.pairing(near).around.get(&at) {
                    self.collect_at(&near.left, pair.left, found);
                    self.collect_at(&near.right, pair.right, found);
                }
            }
            Node::Leaf(leaf) => {
                let all = self.found(leaf);
                let from = all.partition_point(|found| found.places < at);
                let mut here = all.iter().skip(from).take_while(|found| found.places == at);
                match leaf {
                    Leaf::Slop(slop) if here.next().is_some() => {
                        self.collect_inside(slop, at, found);
                    }
                    Leaf::Slop(_) => {}
                    _ => found.extend(here.map(|found| found.bytes)),
                }
            }
            Node::And(_) | Node::Not(_) => {}
        }
    }

    /// The words and phrases of a `~` within one of its occurrences.
    fn collect_inside(&mut self, slop: &'q Slop, at: Occurrence, found: &mut Vec<Span>) {
        for item in &slop.items {
            let all = self.phrase(item);
            let from = all.partition_point(|found| found.places.first < at.first);
            for inside in all.iter().skip(from).take_while(|it| it.places.first <= at.last) {
                if !self.take(1) {
                    return;
                }
                if inside.places.last <= at.last {
                    found.push(inside.bytes);
                }
            }
        }
    }

    /// Whether a part holds, as far as there was fuel to find out.
    fn holds(&mut self, node: &'q Node) -> bool {
        if !self.take(1) {
            return false;
        }
        match node {
            Node::And(nodes) => nodes.iter().all(|node| self.holds(node)),
            Node::Or(nodes) => nodes.iter().any(|node| self.holds(node)),
            Node::Not(node) => !self.holds(node),
            Node::Near(near) => !self.pairing(near).nearest.is_empty(),
            Node::Named(named) => self.holds(&named.node),
            Node::Leaf(leaf) if leaf.is_text() => !self.found(leaf).is_empty(),
            Node::Leaf(leaf) => {
                // Titles, descriptions and addresses are split anew for each test of them.
                let post = &self.document.post;
                let links: usize = post.links.iter().map(|link| link.len()).sum();
                let fields = post.title.len() + post.author_bio.len() + links;
                self.take(fields / 8 + 16) && self.document.passes(leaf)
            }
        }
    }

    /// Where a text test stands: its occurrences, with the bytes they cover.
    fn found(&mut self, leaf: &'q Leaf) -> Rc<[Found]> {
        if let Some(found) = self.leaves.get(leaf) {
            return Rc::clone(found);
        }
        let found: Rc<[Found]> = match leaf {
            Leaf::Words(tests) => self.phrase(tests),
            Leaf::Raw(raw) => {
                let all = if self.take(self.size()) {
                    self.document.raws(raw).collect()
                } else {
                    Vec::new()
                };
                self.sorted(all)
            }
            Leaf::Slop(slop) => {
                let bytes = Span { start: 0, end: 0 };
                self.tight(slop).into_iter().map(|places| Found { places, bytes }).collect()
            }
            _ => Rc::default(),
        };
        self.leaves.insert(leaf, Rc::clone(&found));
        found
    }

    fn phrase(&mut self, tests: &'q [WordTest]) -> Rc<[Found]> {
        if let Some(found) = self.phrases.get(tests) {
            return Rc::clone(found);
        }
        let words = &self.document.words;
        let steps = match tests.first().and_then(WordTest::exact) {
            Some(form) => words.forms.get(form).map_or(1, Vec::len),
            None => self.size(),
        };
        let all = if self.take(steps) { words.phrases(tests).collect() } else { Vec::new() };
        let found = self.sorted(all);
        self.phrases.insert(tests, Rc::clone(&found));
        found
    }

    /// In order of their places.
    fn sorted(&mut self, mut all: Vec<Found>) -> Rc<[Found]> {
        self.take(all.len());
        all.sort_unstable_by_key(|found| (found.places, found.bytes));
        all.into()
    }

    /// What going through all tokens takes.
    fn size(&self) -> usize {
        self.document.words.entries.len().max(self.document.post.text.len() / 8) + 1
    }

    /// The tightest occurrences of a `~`.
    fn tight(&mut self, slop: &'q Slop) -> Vec<Occurrence> {
        for item in &slop.items {
            self.phrase(item);
        }
        self.document.words.slops_within(slop, &mut self.fuel)
    }

    fn occurrences(&mut self, node: &'q Node) -> BTreeSet<Occurrence> {
        let found: BTreeSet<Occurrence> = match node {
            Node::Or(nodes) => nodes.iter().flat_map(|node| self.occurrences(node)).collect(),
            Node::Named(named) => self.occurrences(&named.node),
            Node::Near(near) => self.pairing(near).around.keys().copied().collect(),
            Node::Leaf(leaf) => self.found(leaf).iter().map(|found| found.places).collect(),
            Node::And(_) | Node::Not(_) => BTreeSet::new(),
        };
        self.take(found.len());
        found
    }

    fn pairing(&mut self, near: &'q Near) -> Rc<Pairing> {
        if let Some(known) = self.nears.get(near) {
            return Rc::clone(known);
        }
        let (left, right) = (self.occurrences(&near.left), self.occurrences(&near.right));
        let mut pairing = Pairing::default();
        let mut lefts = BTreeSet::new();
        if self.take(left.len() + right.len()) {
            for pair in self.document.pairs_of(left, right, near.reach).take(MAX_PAIRS) {
                pairing.around.entry(pair.around()).or_insert(pair);
                if lefts.insert(pair.left) {
                    pairing.nearest.push(pair);
                }
                if pairing.around.len() == MAX_SPANS || !self.take(1) {
                    break;
                }
            }
        }
        let pairing = Rc::new(pairing);
        self.nears.insert(near, Rc::clone(&pairing));
        pairing
    }
}
