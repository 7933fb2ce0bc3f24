//! Tokens: what each is, and where it stands.

use std::ops::Range;

use earshot_model::Span;

use crate::tokens::Tokens;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum TokenKind {
    /// A word, or one character of a script that is written without spaces.
    Word,
    /// `#tag`.
    Hashtag,
    /// `@name`.
    Mention,
    /// `$TICK`.
    Cashtag,
    /// A web address.
    Url,
    /// One emoji, however many code points it has.
    Emoji,
}

impl TokenKind {
    /// The name that the golden file and search tokens use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Hashtag => "hashtag",
            Self::Mention => "mention",
            Self::Cashtag => "cashtag",
            Self::Url => "url",
            Self::Emoji => "emoji",
        }
    }

    /// The sign before a tag: `#`, `@` or `$`; `None` for the other kinds.
    #[must_use]
    pub const fn sigil(self) -> Option<char> {
        match self {
            Self::Hashtag => Some('#'),
            Self::Mention => Some('@'),
            Self::Cashtag => Some('$'),
            Self::Word | Self::Url | Self::Emoji => None,
        }
    }
}

/// The token has an entry among the extras: a base, or parts.
pub(crate) const HAS_EXTRA: u8 = 1;
/// The token has a base.
pub(crate) const HAS_BASE: u8 = 2;
/// The token is one character of a script without spaces.
pub(crate) const SINGLE: u8 = 4;

/// One token, in 32 bytes. Its forms stand in the [`Tokens`] that it came from. Few tokens have
/// more than one form; [`Token::has_more_forms`] says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub(crate) hash: u64,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) form_start: u32,
    pub(crate) form_end: u32,
    pub(crate) sentence: u32,
    pub(crate) kind: TokenKind,
    pub(crate) flags: u8,
}

impl Token {
    /// Where it stands in the text, sigil included.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> TokenKind {
        self.kind
    }

    /// [`crate::hash`] of its form.
    #[must_use]
    pub const fn hash(&self) -> u64 {
        self.hash
    }

    /// The sentence in which it stands, counted from 0: two tokens of one number stand in one.
    #[must_use]
    pub const fn sentence(&self) -> u32 {
        self.sentence
    }

    /// Whether it has a base, so that it is found under two forms.
    #[must_use]
    pub const fn has_base(&self) -> bool {
        self.flags & HAS_BASE != 0
    }

    /// Whether it has a base or parts; few tokens have.
    #[must_use]
    pub const fn has_more_forms(&self) -> bool {
        self.flags & HAS_EXTRA != 0
    }

    /// Whether it is one character of a script that is written without spaces, with the signs that
    /// belong to it. Two of them side by side are two tokens, so no wildcard can stand for more.
    #[must_use]
    pub const fn is_single(&self) -> bool {
        self.flags & SINGLE != 0
    }
}

/// What few tokens have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Extra {
    /// The place of its token.
    pub(crate) token: u32,
    pub(crate) base: Range<u32>,
    pub(crate) base_hash: u64,
    pub(crate) parts: Range<u32>,
}

/// A token together with its forms.
#[derive(Debug, Clone, Copy)]
pub struct TokenRef<'a> {
    pub(crate) token: &'a Token,
    /// Its place among the tokens; of no meaning for a part, which has no extras.
    pub(crate) place: u32,
    pub(crate) all: &'a Tokens,
}

impl<'a> TokenRef<'a> {
    /// Where it stands in the text, sigil included.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.token.span()
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> TokenKind {
        self.token.kind
    }

    /// The folded form: without its sigil for a tag, without its scheme for a web address.
    #[must_use]
    pub fn form(&self) -> &'a str {
        self.all.form_of(self.token)
    }

    /// [`crate::hash`] of its form.
    #[must_use]
    pub const fn hash(&self) -> u64 {
        self.token.hash
    }

    /// A second form under which the token is found: an emoji without its skin tones. `None` where
    /// there is none.
    #[must_use]
    pub fn base(&self) -> Option<&'a str> {
        self.base_extra().map(|extra| self.all.text_at(extra.base.clone()))
    }

    /// [`crate::hash`] of its base.
    #[must_use]
    pub fn base_hash(&self) -> Option<u64> {
        self.base_extra().map(|extra| extra.base_hash)
    }

    /// The sentence in which it stands, counted from 0: two tokens of one number stand in one.
    #[must_use]
    pub const fn sentence(&self) -> u32 {
        self.token.sentence
    }

    /// Whether it is one character of a script that is written without spaces.
    #[must_use]
    pub const fn is_single(&self) -> bool {
        self.token.is_single()
    }

    /// The words inside of a tag, where it holds more than one: `#東京` has two. Otherwise empty.
    pub fn parts(&self) -> Parts<'a> {
        let parts = self.extra().map(|extra| extra.parts.clone()).unwrap_or_default();
        Parts { parts: self.all.parts_at(parts).iter(), all: self.all }
    }

    /// Host and path of a web address; `None` for the other kinds.
    #[must_use]
    pub fn url(&self) -> Option<UrlParts<'a>> {
        (self.kind() == TokenKind::Url).then(|| UrlParts::of(self.form()))
    }

    fn extra(&self) -> Option<&'a Extra> {
        if self.token.has_more_forms() { self.all.extra_of(self.place) } else { None }
    }

    fn base_extra(&self) -> Option<&'a Extra> {
        if self.token.has_base() { self.all.extra_of(self.place) } else { None }
    }
}

/// The words inside of a tag, in order.
#[derive(Debug, Clone)]
pub struct Parts<'a> {
    parts: std::slice::Iter<'a, Token>,
    all: &'a Tokens,
}

impl<'a> Iterator for Parts<'a> {
    type Item = TokenRef<'a>;

    fn next(&mut self) -> Option<TokenRef<'a>> {
        self.parts.next().map(|token| TokenRef { token, place: u32::MAX, all: self.all })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.parts.size_hint()
    }
}

impl ExactSizeIterator for Parts<'_> {}

/// The pieces of a web address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UrlParts<'a> {
    /// The host in lower case, without `www.`, user and port.
    pub host: &'a str,
    /// Everything after host and port, as written, from its `/`, `?` or `#` on; may be empty.
    pub path: &'a str,
}

impl<'a> UrlParts<'a> {
    /// Splits the folded form of a web address.
    fn of(form: &'a str) -> Self {
        let end = form.find(['/', '?', '#']).unwrap_or(form.len());
        let (authority, path) = form.split_at_checked(end).unwrap_or((form, ""));
        Self { host: authority.split(':').next().unwrap_or_default(), path }
    }
}
