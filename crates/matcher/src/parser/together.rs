//! Words and phrases close together: `"late flight"~5`, `(late "my flight")~5`.

use earshot_model::Span;

use super::Parser;
use super::frame::Item;
use super::number::tilde;
use crate::ast::{Leaf, Node, Slop, WordTest};
use crate::error::Problem;
use crate::lexer::{Fault, Read, span};
use crate::warning::Caution;

impl Parser<'_, '_, '_> {
    /// A phrase with `~`: each piece without a space is one item.
    pub(super) fn words_together(
        &mut self,
        text: &str,
        inner: Span,
        distance: &str,
        at: Span,
        sign: Span,
    ) -> Read<()> {
        let start = usize::try_from(inner.start).unwrap_or(usize::MAX);
        let mut items = Vec::new();
        for (offset, piece) in pieces(text) {
            let at = span(start + offset, start + offset + piece.len());
            let tests = self.piece(piece, at)?;
            if !tests.is_empty() {
                items.push(tests);
            }
        }
        let leaf = self.together(items, text, distance, at, sign)?;
        self.leaf(leaf, Span { start: at.start, end: sign.end })
    }

    /// A group with `~`: each word or phrase in it is one item.
    pub(super) fn group_together(&mut self, group: Item, distance: &str, sign: Span) -> Read<Item> {
        let at = group.at;
        let members = match group.node {
            Node::And(nodes) => nodes,
            node => vec![node],
        };
        let mut items = Vec::new();
        for member in members {
            let Node::Leaf(Leaf::Words(tests)) = member else {
                return Err(Fault { at, problem: Problem::NotTogether });
            };
            items.push(tests);
        }
        // `("late flight")~5` is `"late flight"~5`.
        if let [item] = items.as_slice() {
            items = item.iter().map(|test| vec![test.clone()]).collect();
        }
        let leaf = self.together(items, "", distance, at, sign)?;
        let at = Span { start: at.start, end: sign.end };
        Ok(Item { node: Node::Leaf(leaf), at, depth: 0 })
    }

    fn together(
        &mut self,
        mut items: Vec<Vec<WordTest>>,
        text: &str,
        distance: &str,
        at: Span,
        sign: Span,
    ) -> Read<Leaf> {
        let foreign = tilde(distance).map_err(|problem| Fault { at: sign, problem })?;
        match items.len() {
            0 => {
                let problem = Problem::NothingSearchable { text: text.to_owned() };
                Err(Fault { at, problem })
            }
            1 => {
                self.warn(sign, Caution::NothingTogether);
                Ok(Leaf::Words(items.pop().unwrap_or_default()))
            }
            items if items > Slop::MAX_ITEMS => {
                Err(Fault { at, problem: Problem::TooManyTogether { items } })
            }
            _ => Ok(Leaf::Slop(Slop { items, foreign })),
        }
    }
}

/// The pieces of a text between white space, each with its first byte.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(char::is_whitespace).filter_map(move |piece| {
        let start = at;
        // White space is of one character, which may have several bytes.
        let gap = text.get(start + piece.len()..).and_then(|rest| rest.chars().next());
        at += piece.len() + gap.map_or(0, char::len_utf8);
        (!piece.is_empty()).then_some((start, piece))
    })
}
