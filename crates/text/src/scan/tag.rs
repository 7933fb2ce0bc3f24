//! Tags: a word with a sign before it.

use super::form::Form;
use super::word::is_apostrophe;
use super::{Scanner, mask};
use crate::class::{Class, class, info};
use crate::token::TokenKind;

/// What the sign makes of the word after it: the wide signs do the same.
pub(super) const fn kind_of(c: char) -> Option<TokenKind> {
    match c {
        '\u{FF03}' => Some(TokenKind::Hashtag),
        '\u{FF20}' => Some(TokenKind::Mention),
        '\u{FF04}' => Some(TokenKind::Cashtag),
        _ => None,
    }
}

impl Scanner<'_, '_> {
    /// Reads the sign that stands here, of `length` bytes. A tag begins if the sign is not glued
    /// to a word before it, and a word follows it; the word of a price (`$5`) is none.
    #[inline]
    pub(super) fn tag(&mut self, length: usize, kind: TokenKind) {
        let (start, body) = (self.at, self.at + length);
        let end = mask::run_end(self.masks, body, self.end);
        if end == body && self.keycap() {
            return;
        }
        self.at = body;
        let price =
            kind == TokenKind::Cashtag && !self.char_at(body).is_some_and(char::is_alphabetic);
        if price || self.is_glued(start) || !self.posted {
            return;
        }
        let next = if end < self.end { self.byte(end) } else { None };
        if end > body && next.is_none_or(|byte| byte.is_ascii() && byte != b'\'') {
            self.push(kind, 0, (start, end), (body, end));
            self.at = end;
        } else {
            self.long_tag(start, kind);
        }
    }

    /// Whether a word ends at `at`.
    fn is_glued(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.byte(before));
        self.word_end == at
            || before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    }

    /// Any tag, whose body begins here.
    fn long_tag(&mut self, start: usize, kind: TokenKind) {
        let body = self.at;
        let mut form = Form::new(body);
        let (mut end, mut singles, mut after_word) = (body, false, false);
        while let Some(c) = self.peek() {
            if c.is_ascii() && mask::is_word(self.masks, self.at) {
                let run = self.run_before_keycap();
                if run == self.at {
                    break;
                }
                form.run(self.out, self.at, run);
                (self.at, end, after_word) = (run, run, true);
                continue;
            }
            let info = info(c);
            let next = self.at + c.len_utf8();
            match info.class() {
                Class::Word => {
                    form.letter(self.out, c, info, self.at);
                    (end, after_word) = (next, true);
                }
                Class::Single => {
                    form.letter(self.out, c, info, self.at);
                    (end, after_word, singles) = (next, false, true);
                }
                Class::Extend if singles => {
                    form.letter(self.out, c, info, self.at);
                    (end, after_word) = (next, false);
                }
                Class::Mark if end > body => {
                    form.mark(self.out, c, info);
                    end = next;
                }
                Class::Ignored if end > body => {}
                _ => break,
            }
            self.at = next;
        }
        if form.is_empty() {
            return;
        }
        let form = form.finish(self.out);
        self.push(kind, 0, (start, end), form);
        if singles {
            self.split_tag(body, end);
        }
        self.skip_possessive();
        if after_word {
            self.word_end = self.at;
        }
    }

    /// `@user's` names the user; the ending is no word of its own.
    fn skip_possessive(&mut self) {
        let Some(apostrophe) = self.peek().filter(|c| is_apostrophe(*c)) else { return };
        let ending = self.at + apostrophe.len_utf8();
        if matches!(self.char_at(ending), Some('s' | 'S'))
            && !self
                .char_at(ending + 1)
                .is_some_and(|c| matches!(class(c), Class::Word | Class::Mark))
        {
            self.at = ending + 1;
        }
    }

    /// Splits the body of the tag that was just added, so that plain words are found inside.
    fn split_tag(&mut self, body: usize, end: usize) {
        let first = self.out.parts.len();
        let after = (self.at, self.end, self.word_end);
        (self.at, self.end) = (body, end);
        std::mem::swap(&mut self.out.tokens, &mut self.out.parts);
        self.run();
        std::mem::swap(&mut self.out.tokens, &mut self.out.parts);
        (self.at, self.end, self.word_end) = after;
        let count = self.out.parts.len() - first;
        if count > 1 {
            self.push_parts(first..first + count);
        } else {
            self.out.parts.truncate(first);
        }
    }
}
