//! Where words and phrases stand.

use std::collections::BTreeSet;

use earshot_model::Span;
use earshot_text::{TokenKind, TokenRef};

use crate::ast::{Leaf, Node, Pattern, Sigil, WordTest};
use crate::document::{Document, Entry, Words};

/// First and last place of something in the text, both inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Occurrence {
    pub(crate) first: usize,
    pub(crate) last: usize,
}

/// An occurrence, and the bytes that it covers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) places: Occurrence,
    pub(crate) bytes: Span,
}

impl Found {
    pub(crate) fn of(run: &[Entry<'_>]) -> Option<Self> {
        let (first, last) = (run.first()?, run.last()?);
        Some(Self {
            places: Occurrence { first: first.place, last: last.place },
            bytes: Span { start: first.token.span().start, end: last.token.span().end },
        })
    }
}

impl Document<'_> {
    /// Every occurrence of what may stand beside NEAR, each pair of places once, in order.
    pub(crate) fn occurrences(&self, node: &Node) -> BTreeSet<Occurrence> {
        match node {
            Node::Or(nodes) => nodes.iter().flat_map(|node| self.occurrences(node)).collect(),
            Node::Near(near) => self.near(near),
            Node::Named(named) => self.occurrences(&named.node),
            Node::Leaf(Leaf::Words(tests)) => {
                self.words.phrases(tests).map(|found| found.places).collect()
            }
            Node::Leaf(Leaf::Raw(raw)) => self.raws(raw).map(|found| found.places).collect(),
            Node::Leaf(Leaf::Slop(slop)) => self.words.slops(slop).into_iter().collect(),
            Node::And(_) | Node::Not(_) | Node::Leaf(_) => BTreeSet::new(),
        }
    }
}

impl Words<'_> {
    /// Every place where tokens pass all `tests` side by side.
    pub(crate) fn phrases<'s>(
        &'s self,
        tests: &'s [WordTest],
    ) -> impl Iterator<Item = Found> + use<'s> {
        // Where the first form is known, only the tokens that have it can begin the phrase.
        let exact = tests.first().and_then(WordTest::exact);
        let known = exact.map(|form| self.forms.get(form).map(Vec::as_slice).unwrap_or_default());
        let all = if known.is_none() { 0..self.entries.len() } else { 0..0 };
        known.unwrap_or_default().iter().copied().chain(all).filter_map(move |start| {
            let run = self.run(start, tests.len())?;
            let passes = run.iter().zip(tests).all(|(entry, test)| finds(test, &entry.token));
            passes.then(|| Found::of(run)).flatten()
        })
    }

    /// So many tokens side by side, from an entry on.
    pub(crate) fn run(&self, start: usize, length: usize) -> Option<&[Entry<'_>]> {
        let run_end = self.entries.get(start)?.run_end;
        self.entries.get(start..run_end)?.get(..length)
    }
}

/// Whether one token is what a test looks for.
fn finds(test: &WordTest, token: &TokenRef<'_>) -> bool {
    let fits = |form: &str| match &test.pattern {
        Pattern::Exact(exact) => form == exact,
        Pattern::Glob(glob) => glob.fits(form),
    };
    is_kind(test.sigil, token.kind()) && (fits(token.form()) || token.base().is_some_and(fits))
}

/// Whether a sigil asks for tokens of this kind.
pub(crate) const fn is_kind(sigil: Sigil, kind: TokenKind) -> bool {
    match sigil {
        Sigil::Any => !matches!(kind, TokenKind::Url),
        Sigil::Hashtag => matches!(kind, TokenKind::Hashtag),
        Sigil::Mention => matches!(kind, TokenKind::Mention),
        Sigil::Cashtag => matches!(kind, TokenKind::Cashtag),
        Sigil::Url => matches!(kind, TokenKind::Url),
    }
}
