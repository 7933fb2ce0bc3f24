//! Finds words and phrases in one laid-out text.

#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "asked for every test of every program; places come from the layout itself"
)]

use earshot_text::{TokenKind, TokenRef, Tokens};

use super::page::Layout;
use super::segment::Segment;
use super::test::{Shape, Word};
use super::wild;
use crate::ast::Sigil;

/// In a text of more tokens, it is looked first whether a wildcard can be anywhere in it.
const MANY: usize = 256;

/// First and last place of an occurrence, both inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Spot {
    pub(super) first: u32,
    pub(super) last: u32,
}

/// A text, laid out, and the listeners whose words are looked for.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) tokens: &'a Tokens,
    pub(super) layout: &'a Layout,
    pub(super) segment: &'a Segment,
}

impl<'a> Ground<'a> {
    /// Whether a word stands somewhere.
    pub(super) fn has(&self, word: u32) -> bool {
        self.find(&self.segment.parts.words[word as usize], 0).is_some()
    }

    /// Whether a token has this form or base.
    pub(super) fn has_form(&self, hash: u32, sigil: Sigil, form: &[u8]) -> bool {
        let is = |place: usize| {
            self.token(place).is_some_and(|token| {
                is_kind(sigil, token.kind())
                    && (token.form().as_bytes() == form
                        || token.base().is_some_and(|base| base.as_bytes() == form))
            })
        };
        let hashes = self.layout.hashes.iter().enumerate();
        let bases = self.layout.bases.iter();
        hashes.filter(|(_, own)| **own == hash).any(|(place, _)| is(place))
            || bases.filter(|(_, own)| *own == hash).any(|(place, _)| is(*place as usize))
    }

    /// Gives every place of a token with this form or base.
    pub(super) fn each_form(
        &self,
        hash: u32,
        sigil: Sigil,
        form: &[u8],
        mut each: impl FnMut(Spot),
    ) {
        let bases = self.layout.bases.iter().filter(|(_, own)| *own == hash);
        let hashes = self.layout.hashes.iter().enumerate().filter(|(_, own)| **own == hash);
        let places = hashes.map(|(place, _)| place);
        for place in places.chain(bases.map(|(place, _)| *place as usize)) {
            let is = self.token(place).is_some_and(|token| {
                is_kind(sigil, token.kind())
                    && (token.form().as_bytes() == form
                        || token.base().is_some_and(|base| base.as_bytes() == form))
            });
            if is {
                each(self.spot(place, 1));
            }
        }
    }

    /// The first start, from `from` on, of tokens side by side that are these words.
    pub(super) fn next(&self, words: &[u32], from: usize) -> Option<usize> {
        let word = |nth: usize| &self.segment.parts.words[words[nth] as usize];
        let exact = |nth: &usize| matches!(word(*nth).shape, Shape::Exact(_));
        let pivot = (0..words.len()).find(exact).unwrap_or(0);
        let mut at = from + pivot;
        while let Some(place) = self.find(word(pivot), at) {
            at = place + 1;
            let run = self.layout.run(place);
            let start = place - pivot;
            if start >= run.start
                && start + words.len() <= run.end
                && (0..words.len()).all(|nth| nth == pivot || self.is(word(nth), start + nth))
            {
                return Some(start);
            }
        }
        None
    }

    /// Every occurrence of a phrase.
    pub(super) fn each(&self, words: &[u32], mut each: impl FnMut(Spot)) {
        let mut from = 0;
        while let Some(start) = self.next(words, from) {
            from = start + 1;
            each(self.spot(start, words.len()));
        }
    }

    /// Where so many tokens from an index on stand in the text.
    pub(super) fn spot(&self, start: usize, count: usize) -> Spot {
        let last = start + count.max(1) - 1;
        Spot { first: self.layout.in_text(start), last: self.layout.in_text(last) }
    }

    /// The first place from `from` on where `word` stands.
    #[inline]
    fn find(&self, word: &Word, from: usize) -> Option<usize> {
        let hashes = &self.layout.hashes;
        if let Shape::Wild(pieces) = word.shape {
            let parts = &self.segment.parts;
            let pieces = pieces.of(&parts.wild);
            if hashes.len() > MANY && !self.tokens.may_hold(wild::longest(pieces, &parts.texts)) {
                return None;
            }
            return (from..hashes.len()).find(|place| self.is(word, *place));
        }
        let form = hashes.iter().enumerate().skip(from);
        let found = form
            .filter(|(_, hash)| **hash == word.hash)
            .map(|(place, _)| place)
            .find(|place| self.is(word, *place));
        if self.layout.bases.is_empty() {
            return found;
        }
        let places = from..found.unwrap_or(hashes.len());
        let bases = self.layout.bases.iter().filter(|(_, hash)| *hash == word.hash);
        let mut bases = bases.map(|(place, _)| *place as usize);
        bases.find(|place| places.contains(place) && self.is(word, *place)).or(found)
    }

    /// Whether the token at `place` is the word.
    #[inline]
    fn is(&self, word: &Word, place: usize) -> bool {
        let Some(token) = self.layout.token(self.tokens, place) else { return false };
        if !is_kind(word.sigil, token.kind()) {
            return false;
        }
        let fits = |form: &str| match word.shape {
            Shape::Exact(exact) => form == self.segment.parts.texts.get(exact),
            Shape::Wild(pieces) => {
                wild::fits(pieces.of(&self.segment.parts.wild), &self.segment.parts.texts, form)
            }
        };
        fits(token.form()) || token.base().is_some_and(fits)
    }

    pub(super) fn token(&self, place: usize) -> Option<TokenRef<'a>> {
        self.layout.token(self.tokens, place)
    }
}

/// Whether a sigil asks for tokens of this kind.
pub(super) const fn is_kind(sigil: Sigil, kind: TokenKind) -> bool {
    match (sigil, kind) {
        (Sigil::Any, kind) => !matches!(kind, TokenKind::Url),
        (Sigil::Hashtag, TokenKind::Hashtag)
        | (Sigil::Mention, TokenKind::Mention)
        | (Sigil::Cashtag, TokenKind::Cashtag)
        | (Sigil::Url, TokenKind::Url) => true,
        _ => false,
    }
}
