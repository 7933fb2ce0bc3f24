//! Words: runs of letters, numbers and marks, and single characters of scripts without spaces.

use super::Scanner;
use crate::class::{Class, class};
use crate::fold;
use crate::token::{SINGLE, TokenKind};

impl Scanner<'_, '_> {
    /// A run of word characters. An apostrophe between two ASCII ones is dropped.
    pub(super) fn word(&mut self) -> bool {
        let (start, form) = (self.at, self.out.folded.len());
        let (mut end, mut melts) = (start, false);
        let mut before: Option<char> = None;
        let mut apostrophe: Option<usize> = None;
        while let Some(c) = self.peek() {
            match class(c) {
                Class::Word if self.keycap_length(c).is_some() => break,
                Class::Word => {
                    melts |= fold::push(&mut self.out.folded, c);
                    before = Some(c);
                    end = self.at + c.len_utf8();
                }
                Class::Mark => end = self.at + c.len_utf8(),
                Class::Ignored => {}
                _ if self.is_inner_apostrophe(before, c) => {
                    apostrophe = Some(self.at + c.len_utf8());
                    before = Some(c);
                }
                _ => break,
            }
            self.at += c.len_utf8();
        }
        if melts {
            fold::compose(&mut self.out.folded, form);
        }
        let tokens = self.out.tokens.len();
        self.push(TokenKind::Word, self.span(start, end), form);
        let possessive = apostrophe
            .and_then(|tail| self.text.get(tail..end))
            .is_some_and(|tail| tail.eq_ignore_ascii_case("s"));
        if possessive && self.out.tokens.len() > tokens {
            self.add_base(form, self.out.folded.len() - 1);
        }
        true
    }

    /// One character of a script without spaces, with the marks that follow it.
    pub(super) fn single(&mut self, c: char) -> bool {
        let (start, form) = (self.at, self.out.folded.len());
        let mut melts = fold::push(&mut self.out.folded, c);
        self.at += c.len_utf8();
        let mut end = self.at;
        while let Some(c) = self.peek() {
            match class(c) {
                Class::Join => melts |= fold::push(&mut self.out.folded, c),
                Class::Mark => {}
                Class::Ignored => {
                    self.at += c.len_utf8();
                    continue;
                }
                _ => break,
            }
            self.at += c.len_utf8();
            end = self.at;
        }
        if melts {
            fold::compose(&mut self.out.folded, form);
        }
        self.push(TokenKind::Word, self.span(start, end), form);
        self.flag(SINGLE);
        true
    }

    fn is_inner_apostrophe(&self, before: Option<char>, c: char) -> bool {
        is_apostrophe(c)
            && before.is_some_and(is_ascii_word)
            && self.peek_after(c).is_some_and(is_ascii_word)
    }
}

/// The signs that people type for an apostrophe, straight, curly, modifier and wide.
const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2BC}' | '\u{FF07}')
}

const fn is_ascii_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}
