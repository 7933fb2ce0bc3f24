//! One pass over a text: where tokens begin, and which kind each is.
//!
//! The masks of the text say where something begins. An ASCII word that ends at an ASCII separator
//! is a token as it stands; everything else is read character by character.

mod address;
mod emoji;
mod expand;
mod form;
mod mask;
mod push;
mod sentence;
mod single;
mod tag;
mod url;
mod word;

use crate::class::{Class, info};
use crate::token::TokenKind;
use crate::tokens::Tokens;

pub use address::tokenize_address;

/// Bytes of a text that are read. Its forms are at most eleven times as long (ﷺ), and positions
/// among them have to fit 32 bits.
const LONGEST: usize = 1 << 28;

/// Splits `text` into tokens, as the README defines them, in time linear in its length.
///
/// What `tokens` held before is dropped; its memory is used again. Of a text of more than 256 MiB
/// the rest is not read.
pub fn tokenize(text: &str, tokens: &mut Tokens) {
    read(text, tokens, true);
}

/// Reads a text; `posted` is false for a web address, in which there are only words.
fn read(text: &str, tokens: &mut Tokens, posted: bool) {
    let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text);
    tokens.load(text);
    Scanner::new(text, tokens, posted).run();
}

/// A place in a text, and where the tokens go.
struct Scanner<'a, 'o> {
    text: &'a str,
    at: usize,
    /// Nothing is read from here on.
    end: usize,
    /// The place after the last word of other than plain ASCII, with all that belongs to it.
    word_end: usize,
    sentence: sentence::Sentence,
    /// Whether there may be tags and web addresses.
    posted: bool,
    out: &'o mut Tokens,
}

impl<'a, 'o> Scanner<'a, 'o> {
    fn new(text: &'a str, out: &'o mut Tokens, posted: bool) -> Self {
        let sentence = sentence::Sentence::new(&out.masks);
        Self { text, at: 0, end: text.len(), word_end: usize::MAX, sentence, posted, out }
    }

    fn run(&mut self) {
        while let Some(start) = mask::next_start(&self.out.masks, self.at, self.end) {
            self.at = start;
            match self.byte(start) {
                Some(b'#') => self.tag(1, TokenKind::Hashtag),
                Some(b'@') => self.tag(1, TokenKind::Mention),
                Some(b'$') => self.tag(1, TokenKind::Cashtag),
                Some(byte) if byte.is_ascii() => self.plain_word(start),
                _ => self.other(),
            }
        }
    }

    /// Reads a character beyond ASCII, and what it begins.
    fn other(&mut self) {
        let Some(c) = self.peek() else {
            self.at = self.end;
            return;
        };
        let info = info(c);
        match info.class() {
            Class::Word => self.word(),
            Class::Single | Class::Extend => self.singles(c, info),
            Class::Expand => self.expand(c, info),
            Class::Emoji | Class::Tone | Class::Region => self.emoji(),
            Class::Sign if self.char_at(self.at + c.len_utf8()) == Some(emoji::PICTURE) => {
                self.emoji();
            }
            Class::Mark | Class::Ignored => {
                if !self.starred_keycap(c) {
                    self.at += c.len_utf8();
                }
            }
            Class::Separator | Class::Sign => match tag::kind_of(c) {
                Some(kind) => self.tag(c.len_utf8(), kind),
                None => {
                    self.at += c.len_utf8();
                    self.note_stop(info);
                }
            },
        }
    }

    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The character at `at`, if that is before the end.
    #[inline]
    fn char_at(&self, at: usize) -> Option<char> {
        if at >= self.end { None } else { self.text.get(at..)?.chars().next() }
    }

    #[inline]
    fn peek(&self) -> Option<char> {
        self.char_at(self.at)
    }
}

/// Positions fit, as no text is longer than [`LONGEST`].
#[inline]
#[expect(clippy::as_conversions, reason = "the longest text and its forms are below 4 GiB")]
const fn offset(bytes: usize) -> u32 {
    bytes as u32
}
