//! Words: runs of letters, numbers and marks.

use super::form::Form;
use super::{Scanner, mask};
use crate::class::{Class, info};
use crate::token::TokenKind;

impl Scanner<'_, '_> {
    /// Any word. An apostrophe between two letters is dropped.
    pub(super) fn word(&mut self) {
        let start = self.at;
        let mut form = Form::new(start);
        let (mut end, mut after_letter) = (start, false);
        while let Some(c) = self.peek() {
            if c.is_ascii() && mask::is_word(self.masks, self.at) {
                let run = self.run_before_keycap();
                if run == self.at {
                    break;
                }
                form.run(self.out, self.at, run);
                after_letter = self.byte(run - 1).is_some_and(|byte| byte.is_ascii_alphabetic());
                (self.at, end) = (run, run);
                continue;
            }
            let info = info(c);
            let next = self.at + c.len_utf8();
            match info.class() {
                Class::Word => {
                    form.letter(self.out, c, info, self.at);
                    after_letter = info.is_letter();
                    end = next;
                }
                Class::Mark => {
                    form.mark(self.out, c, info);
                    end = next;
                }
                Class::Ignored => {}
                Class::Separator
                    if after_letter && is_apostrophe(c) && self.letter_follows(next) =>
                {
                    after_letter = false;
                }
                _ => break,
            }
            self.at = next;
        }
        if form.is_empty() {
            self.keycap();
            return;
        }
        let form = form.finish(self.out);
        self.push(TokenKind::Word, 0, (start, end), form);
        self.word_end = self.at;
    }

    /// The end of the ASCII run here, without the digit of a keycap.
    pub(super) fn run_before_keycap(&self) -> usize {
        let end = mask::run_end(self.masks, self.at, self.end);
        if end > self.at && self.keycap_length(end - 1).is_some() { end - 1 } else { end }
    }

    /// Whether the next character that can be seen is a letter of a word.
    fn letter_follows(&self, at: usize) -> bool {
        let rest = self.text.get(at..self.end).unwrap_or_default();
        let mut seen = rest.chars().map(info).skip_while(|c| c.class() == Class::Ignored);
        seen.next().is_some_and(|c| c.class() == Class::Word && c.is_letter())
    }
}

/// The signs that people type for an apostrophe, straight, curly, modifier and wide.
pub(super) const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2BC}' | '\u{FF07}')
}
