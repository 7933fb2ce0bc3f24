//! Asks a query of a post, by walking its tree: the oracle that says what is right.
//!
//! It shares the parser, the tokens and their folding with the engine. It shares no test of a leaf
//! and no search for occurrences with it.

mod facts;
mod links;
mod near;
mod occurrences;
mod raw;
mod slop;
mod spans;

pub(crate) use self::spans::Fuel;
pub use self::spans::MAX_MARKS;
use crate::ast::{Leaf, Node};
use crate::document::Document;

impl Document<'_> {
    /// Whether the post is what `node` asks for.
    pub(crate) fn satisfies(&self, node: &Node) -> bool {
        match node {
            Node::And(nodes) => nodes.iter().all(|node| self.satisfies(node)),
            Node::Or(nodes) => nodes.iter().any(|node| self.satisfies(node)),
            Node::Not(node) => !self.satisfies(node),
            Node::Near(near) => self.pairs(near).next().is_some(),
            Node::Named(named) => self.satisfies(&named.node),
            Node::Leaf(leaf) => self.passes(leaf),
        }
    }

    /// Whether the post passes one test.
    pub(crate) fn passes(&self, leaf: &Leaf) -> bool {
        match leaf {
            Leaf::Words(tests) => self.words.phrases(tests).next().is_some(),
            Leaf::Raw(raw) => self.raws(raw).next().is_some(),
            Leaf::Slop(slop) => !self.words.slops(slop).is_empty(),
            Leaf::InField(field, tests) => self.holds_in(*field, tests),
            Leaf::Handle(role, name) => self.is_handle(*role, name),
            Leaf::Language(code) => self.speaks(code),
            Leaf::Country(code) => {
                self.post.country.is_some_and(|own| own.eq_ignore_ascii_case(code))
            }
            Leaf::City(name) => self.post.city.is_some_and(|own| facts::city(own) == *name),
            Leaf::Channel(name) => self.post.channel.eq_ignore_ascii_case(name),
            Leaf::Host(host) => self.is_from(host),
            Leaf::Link(scope, test) => self.links_to(*scope, test),
            Leaf::Trait(asked) => self.is(*asked),
            Leaf::Number(field, range) => self.count(*field).is_some_and(|own| range.holds(own)),
            Leaf::Verdict(test) => self.post.verdict.is_some_and(|own| facts::says(own, *test)),
        }
    }
}
