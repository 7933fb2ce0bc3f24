//! The buffer that a text is split into.

use std::ops::Range;

use crate::simd::{Masks, Path};
use crate::token::{Extra, Token, TokenRef};

/// A text split into tokens. Keep one and reuse it: [`crate::tokenize`] empties it first, and needs
/// no new memory for a text that is no longer than those before it.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    pub(crate) tokens: Vec<Token>,
    /// The words inside of tags. None of them has an extra.
    pub(crate) parts: Vec<Token>,
    /// Bases and parts, in the order of their tokens.
    pub(crate) extras: Vec<Extra>,
    /// The text with its ASCII letters in lower case, in which most forms stand as they are, then
    /// [`PADDING`], then the forms that folding made.
    pub(crate) folded: String,
    /// What the bytes of the text are.
    pub(crate) masks: Vec<Masks>,
    /// Room for one form.
    pub(crate) room: String,
    pub(crate) path: Path,
}

/// Bytes after the text, so that hashing may read past a form.
const PADDING: &str = "                ";

impl PartialEq for Tokens {
    /// Whether both hold the same tokens, however they were found.
    fn eq(&self, other: &Self) -> bool {
        self.tokens == other.tokens
            && self.parts == other.parts
            && self.extras == other.extras
            && self.folded == other.folded
    }
}

impl Eq for Tokens {}

impl Tokens {
    /// Splits `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut tokens = Self::default();
        crate::tokenize(text, &mut tokens);
        tokens
    }

    /// An empty buffer, whose texts will be read in the given way instead of the fastest one.
    #[must_use]
    pub fn read_by(path: Path) -> Self {
        Self { path, ..Self::default() }
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

    /// Whether the form of some token may have `piece` inside. False only where none has: one search
    /// through a long text then spares a look at each of its tokens.
    #[must_use]
    pub fn may_hold(&self, piece: &str) -> bool {
        memchr::memmem::find(self.folded.as_bytes(), piece.as_bytes()).is_some()
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

    /// Drops what it held, and takes in a text.
    pub(crate) fn load(&mut self, text: &str) {
        self.tokens.clear();
        self.parts.clear();
        self.extras.clear();
        self.path.classify(text.as_bytes(), &mut self.masks);
        self.folded.clear();
        self.folded.reserve(text.len() + PADDING.len());
        self.folded.push_str(text);
        self.folded.make_ascii_lowercase();
        self.folded.push_str(PADDING);
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
