//! One pass over a text: where tokens begin, and which kind each is.

mod emoji;
mod tag;
mod url;
mod word;

use earshot_model::Span;

use crate::class::{Class, class};
use crate::hash::hash_bytes;
use crate::token::{Extra, HAS_BASE, HAS_EXTRA, Token, TokenKind};
use crate::tokens::Tokens;

/// Splits `text` into tokens, as the README defines them, in time linear in its length.
///
/// What `tokens` held before is dropped; its memory is used again.
pub fn tokenize(text: &str, tokens: &mut Tokens) {
    tokens.clear();
    tokens.folded.reserve(text.len());
    Scanner { text, at: 0, out: tokens }.run();
}

/// A place in a text, and where the tokens go.
struct Scanner<'a, 'o> {
    text: &'a str,
    at: usize,
    out: &'o mut Tokens,
}

impl<'a> Scanner<'a, '_> {
    fn run(&mut self) {
        while let Some(c) = self.peek() {
            if !self.token(c) {
                self.at += c.len_utf8();
            }
        }
    }

    /// Reads the token that begins here, if one does.
    fn token(&mut self, c: char) -> bool {
        if self.keycap(c) {
            return true;
        }
        if let Some(kind) = tag::kind_of(c) {
            return self.tag(c, kind);
        }
        match class(c) {
            Class::Word => self.url(c) || self.word(),
            Class::Single => self.single(c),
            Class::Emoji | Class::Tone | Class::Region => self.emoji(),
            Class::Sign if self.peek_after(c) == Some(emoji::PICTURE) => self.emoji(),
            _ => false,
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character after `c`, which stands here.
    fn peek_after(&self, c: char) -> Option<char> {
        self.text.get(self.at + c.len_utf8()..).and_then(|rest| rest.chars().next())
    }

    /// The character before this place.
    fn previous(&self) -> Option<char> {
        self.text.get(..self.at).and_then(|before| before.chars().next_back())
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span { start: offset(start), end: offset(end) }
    }

    /// Adds a token whose form stands in the buffer from `form` on; an empty form adds nothing.
    fn push(&mut self, kind: TokenKind, span: Span, form: usize) {
        let end = self.out.folded.len();
        if form < end {
            let hash = self.hash_of(form, end);
            let (form_start, form_end) = (offset(form), offset(end));
            let Span { start, end } = span;
            let token = Token { hash, start, end, form_start, form_end, kind, flags: 0 };
            self.out.tokens.push(token);
        }
    }

    /// Gives the last token a second form, which stands in the buffer at `start..end`.
    fn add_base(&mut self, start: usize, end: usize) {
        let base_hash = self.hash_of(start, end);
        let base = offset(start)..offset(end);
        let token = offset(self.out.tokens.len().saturating_sub(1));
        self.out.extras.push(Extra { token, base, base_hash, parts: 0..0 });
        self.flag(HAS_BASE | HAS_EXTRA);
    }

    /// Sets flags of the last token.
    fn flag(&mut self, flags: u8) {
        if let Some(last) = self.out.tokens.last_mut() {
            last.flags |= flags;
        }
    }

    fn hash_of(&self, start: usize, end: usize) -> u64 {
        hash_bytes(self.out.folded.as_bytes().get(start..end).unwrap_or_default())
    }
}

/// Positions fit: a text of more than 4 GiB is beyond every limit of Earshot.
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
