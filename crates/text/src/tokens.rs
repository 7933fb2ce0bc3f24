//! The buffer that a text is split into.

use std::ops::Range;

use crate::token::{Extra, Token, TokenRef};

/// A text split into tokens. Keep one and reuse it: [`crate::tokenize`] empties it first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    pub(crate) tokens: Vec<Token>,
    /// The words inside of tags. None of them has an extra.
    pub(crate) parts: Vec<Token>,
    /// Bases and parts, in the order of their tokens.
    pub(crate) extras: Vec<Extra>,
    pub(crate) folded: String,
}

impl Tokens {
    /// Splits `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut tokens = Self::default();
        crate::tokenize(text, &mut tokens);
        tokens
    }

    /// How many tokens the text has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether the text has no token.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The tokens in the order of the text, without their forms: what a loop over hashes needs.
    #[must_use]
    pub fn as_slice(&self) -> &[Token] {
        &self.tokens
    }

    /// The form of one of the tokens that [`Tokens::as_slice`] gives.
    #[must_use]
    pub fn form_of(&self, token: &Token) -> &str {
        self.text_at(token.form_start..token.form_end)
    }

    /// The token at `index`, in the order of the text.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<TokenRef<'_>> {
        let place = u32::try_from(index).ok()?;
        self.tokens.get(index).map(|token| TokenRef { token, place, all: self })
    }

    /// The tokens in the order of the text; their spans do not overlap.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = TokenRef<'_>> + Clone {
        let all = self;
        self.tokens.iter().enumerate().map(move |(place, token)| TokenRef {
            token,
            place: u32::try_from(place).unwrap_or(u32::MAX),
            all,
        })
    }

    pub(crate) fn clear(&mut self) {
        self.tokens.clear();
        self.parts.clear();
        self.extras.clear();
        self.folded.clear();
    }

    pub(crate) fn text_at(&self, range: Range<u32>) -> &str {
        self.folded.get(range_of(range)).unwrap_or_default()
    }

    pub(crate) fn parts_at(&self, range: Range<u32>) -> &[Token] {
        self.parts.get(range_of(range)).unwrap_or_default()
    }

    pub(crate) fn extra_of(&self, place: u32) -> Option<&Extra> {
        let found = self.extras.binary_search_by_key(&place, |extra| extra.token).ok()?;
        self.extras.get(found)
    }
}

fn range_of(range: Range<u32>) -> Range<usize> {
    let long = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    long(range.start)..long(range.end)
}
