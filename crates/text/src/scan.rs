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
use crate::simd::{BLOCK, Masks};
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
    let text = if text.len() <= LONGEST {
        text
    } else {
        text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default()
    };
    tokens.load(text);
    let masks = std::mem::take(&mut tokens.masks);
    Scanner::new(text, &masks, tokens, posted).run();
    tokens.masks = masks;
}

/// A place in a text, and where the tokens go.
struct Scanner<'a, 'o> {
    text: &'a str,
    masks: &'a [Masks],
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
    fn new(text: &'a str, masks: &'a [Masks], out: &'o mut Tokens, posted: bool) -> Self {
        let sentence = sentence::Sentence::new(masks);
        let (at, end, word_end) = (0, text.len(), usize::MAX);
        Self { text, masks, at, end, word_end, sentence, posted, out }
    }

    fn run(&mut self) {
        while self.at < self.end && self.block() {}
    }

    /// Reads on to the end of a block. Words of ASCII are taken from its masks, one after the other;
    /// whatever else comes may end anywhere, so that the masks are looked at anew after it. Says
    /// whether there may be more.
    fn block(&mut self) -> bool {
        let Some(masks) = self.masks.get(self.at / BLOCK) else { return false };
        let base = self.at / BLOCK * BLOCK;
        let ahead = u64::MAX << (self.at % BLOCK);
        let word = masks.word & ahead;
        let special = mask::place(masks.start & !masks.word & ahead);
        // A bit where a word begins, and one where it has ended.
        let mut edges = word ^ (word << 1);
        loop {
            let first = mask::place(edges);
            if special < first {
                self.at = base + special;
                self.special();
                return true;
            }
            if first == BLOCK {
                self.at = base + BLOCK;
                return true;
            }
            let start = base + first;
            if start >= self.end {
                return false;
            }
            edges &= edges - 1;
            if edges == 0 {
                // The word goes on in the next block, or ends with this one.
                let stop = mask::run_end(self.masks, base + BLOCK, self.end);
                if self.plain_word(start, stop) {
                    self.at = stop;
                }
                return true;
            }
            let stop = (base + mask::place(edges)).min(self.end);
            edges &= edges - 1;
            if !self.plain_word(start, stop) {
                return true;
            }
        }
    }

    /// Adds the ASCII word at `start..stop`, unless it has to be read character by character, or
    /// begins a web address: then reads that, and says no.
    #[inline(always)]
    fn plain_word(&mut self, start: usize, stop: usize) -> bool {
        let next = if stop < self.end { self.byte(stop).unwrap_or_default() } else { b' ' };
        if !next.is_ascii() || next == b'\'' {
            self.at = start;
            self.word();
            return false;
        }
        if matches!(next, b'.' | b':') && (3..=5).contains(&(stop - start)) && self.url(start) {
            return false;
        }
        self.push(TokenKind::Word, 0, (start, stop), (start, stop));
        true
    }

    /// Reads what begins with a byte that is no ASCII word character.
    fn special(&mut self) {
        match self.byte(self.at) {
            _ if self.at >= self.end => {}
            Some(b'#') => self.tag(1, TokenKind::Hashtag),
            Some(b'@') => self.tag(1, TokenKind::Mention),
            Some(b'$') => self.tag(1, TokenKind::Cashtag),
            _ => self.other(),
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
