//! Asks a query of a post, by walking its tree.

use earshot_model::Span;
use earshot_text::{TokenKind, TokenRef};

use crate::ast::{Leaf, Node, Sigil, WordTest};
use crate::document::{Document, Entry};

impl Document<'_> {
    /// Whether the post is what `node` asks for.
    pub(crate) fn satisfies(&self, node: &Node) -> bool {
        match node {
            Node::And(nodes) => nodes.iter().all(|node| self.satisfies(node)),
            Node::Or(nodes) => nodes.iter().any(|node| self.satisfies(node)),
            Node::Not(node) => !self.satisfies(node),
            Node::Leaf(leaf) => self.passes(leaf),
        }
    }

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
            Node::Leaf(Leaf::Words(tests)) => found.extend(self.occurrences(tests)),
            Node::Not(_) | Node::Leaf(_) => {}
        }
    }

    fn passes(&self, leaf: &Leaf) -> bool {
        match leaf {
            Leaf::Words(tests) => self.occurrences(tests).next().is_some(),
            Leaf::Author(name) => !name.is_empty() && self.author_names().any(|own| own == name),
            Leaf::Language(code) => self.language.as_ref().is_some_and(|own| {
                own.strip_prefix(code.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            }),
            Leaf::Followers(range) => self.followers.is_some_and(|own| range.holds(own)),
        }
    }

    /// Every place where tokens pass all `tests` side by side.
    fn occurrences<'s>(&'s self, tests: &'s [WordTest]) -> impl Iterator<Item = Span> + 's {
        let exact = tests.first().filter(|test| !test.prefix);
        let known = exact.map(|test| self.forms.get(test.form.as_str()));
        let places = known.map(|places| places.map(Vec::as_slice).unwrap_or_default());
        let all = if places.is_none() { 0..self.entries.len() } else { 0..0 };
        let starts = places.unwrap_or_default().iter().copied().chain(all);
        starts.filter_map(|start| self.occurs(tests, start))
    }

    fn occurs(&self, tests: &[WordTest], start: usize) -> Option<Span> {
        let run_end = self.entries.get(start)?.run_end;
        let run: &[Entry<'_>] = self.entries.get(start..run_end)?.get(..tests.len())?;
        let passes = run.iter().zip(tests).all(|(entry, test)| finds(test, &entry.token));
        let (first, last) = (run.first()?.token.span(), run.last()?.token.span());
        passes.then_some(Span { start: first.start, end: last.end })
    }
}

/// Whether one token is what a test looks for.
fn finds(test: &WordTest, token: &TokenRef<'_>) -> bool {
    let kind = token.kind();
    let right_kind = match test.sigil {
        Sigil::Any => kind != TokenKind::Url,
        Sigil::Hashtag => kind == TokenKind::Hashtag,
        Sigil::Mention => kind == TokenKind::Mention,
        Sigil::Cashtag => kind == TokenKind::Cashtag,
        Sigil::Url => kind == TokenKind::Url,
    };
    right_kind
        && if test.prefix {
            token.form().starts_with(&test.form)
        } else {
            token.form() == test.form || token.base() == Some(test.form.as_str())
        }
}
