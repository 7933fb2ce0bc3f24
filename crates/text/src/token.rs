//! Tokens, and the buffer that a text is split into.

use std::ops::Range;

use earshot_model::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

/// One token. Its forms stand in the [`Tokens`] that it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the text, sigil included.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    pub(crate) form: Range<usize>,
    pub(crate) base: Option<Range<usize>>,
    pub(crate) parts: Range<usize>,
}

/// A text split into tokens. Keep one and reuse it: [`crate::tokenize`] empties it first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    pub(crate) tokens: Vec<Token>,
    pub(crate) parts: Vec<Token>,
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

    /// The token at `index`, in the order of the text.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<TokenRef<'_>> {
        self.tokens.get(index).map(|token| TokenRef { token, all: self })
    }

    /// The tokens in the order of the text; their spans do not overlap.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = TokenRef<'_>> + Clone {
        self.tokens.iter().map(|token| TokenRef { token, all: self })
    }

    pub(crate) fn clear(&mut self) {
        self.tokens.clear();
        self.parts.clear();
        self.folded.clear();
    }
}

/// A token together with its forms.
#[derive(Debug, Clone, Copy)]
pub struct TokenRef<'a> {
    token: &'a Token,
    all: &'a Tokens,
}

impl<'a> TokenRef<'a> {
    /// Where it stands in the text, sigil included.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.token.span
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> TokenKind {
        self.token.kind
    }

    /// The folded form: without its sigil for a tag, without its scheme for a web address.
    #[must_use]
    pub fn form(&self) -> &'a str {
        self.all.folded.get(self.token.form.clone()).unwrap_or_default()
    }

    /// A second form under which the token is found: an emoji without its skin tones, a word
    /// without its possessive `'s`. `None` where there is none.
    #[must_use]
    pub fn base(&self) -> Option<&'a str> {
        self.token.base.clone().and_then(|base| self.all.folded.get(base))
    }

    /// The words inside of a tag, where it holds more than one: `#東京` has two. Otherwise empty.
    pub fn parts(&self) -> Parts<'a> {
        let parts = self.all.parts.get(self.token.parts.clone()).unwrap_or_default();
        Parts { parts: parts.iter(), all: self.all }
    }

    /// Host and path of a web address; `None` for the other kinds.
    #[must_use]
    pub fn url(&self) -> Option<UrlParts<'a>> {
        (self.kind() == TokenKind::Url).then(|| UrlParts::of(self.form()))
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
        self.parts.next().map(|token| TokenRef { token, all: self.all })
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
