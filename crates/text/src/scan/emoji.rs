//! Emoji: one token for one picture, whatever it is made of (the grammar of UTS #51).

use super::Scanner;
use crate::class::{Class, class};
use crate::token::TokenKind;

/// Variation selector 16: "draw this as a picture".
pub(super) const PICTURE: char = '\u{FE0F}';
/// Variation selector 15: "draw this as text".
const TEXT: char = '\u{FE0E}';
const JOINER: char = '\u{200D}';
const KEYCAP: char = '\u{20E3}';

impl Scanner<'_, '_> {
    /// Elements joined by zero-width joiners.
    pub(super) fn emoji(&mut self) -> bool {
        let (start, form) = (self.at, self.out.folded.len());
        self.element();
        while self.peek() == Some(JOINER)
            && self.peek_after(JOINER).map(class).is_some_and(is_picture)
        {
            self.take(JOINER);
            self.element();
        }
        self.push(TokenKind::Emoji, self.span(start, self.at), form);
        self.without_tones(form);
        true
    }

    /// A picture with its tone and tag characters, or the two halves of a flag.
    fn element(&mut self) {
        let Some(first) = self.peek() else { return };
        self.take(first);
        if class(first) == Class::Sign && self.peek() == Some(PICTURE) {
            // Without its selector a sign is no picture, so the form keeps it.
            self.out.folded.push(PICTURE);
        }
        self.skip_selectors();
        if class(first) == Class::Region {
            if let Some(second) = self.peek().filter(|c| class(*c) == Class::Region) {
                self.take(second);
            }
            return;
        }
        if let Some(tone) = self.peek().filter(|c| class(*c) == Class::Tone) {
            self.take(tone);
            self.skip_selectors();
        }
        while let Some(c) = self.peek().filter(|c| matches!(c, '\u{E0020}'..='\u{E007F}')) {
            self.take(c);
        }
    }

    /// A digit, `#` or `*` drawn as a key.
    pub(super) fn keycap(&mut self, c: char) -> bool {
        let Some(length) = self.keycap_length(c) else { return false };
        let (start, form) = (self.at, self.out.folded.len());
        self.out.folded.push(c);
        self.out.folded.push(KEYCAP);
        self.at += length;
        self.push(TokenKind::Emoji, self.span(start, self.at), form);
        true
    }

    /// The bytes of the keycap that begins with `c`, which stands here.
    pub(super) fn keycap_length(&self, c: char) -> Option<usize> {
        if !matches!(c, '0'..='9' | '#' | '*') {
            return None;
        }
        let mut after = self.text.get(self.at + c.len_utf8()..)?.chars();
        match after.next()? {
            KEYCAP => Some(c.len_utf8() + KEYCAP.len_utf8()),
            PICTURE if after.next() == Some(KEYCAP) => {
                Some(c.len_utf8() + PICTURE.len_utf8() + KEYCAP.len_utf8())
            }
            _ => None,
        }
    }

    fn take(&mut self, c: char) {
        self.out.folded.push(c);
        self.at += c.len_utf8();
    }

    fn skip_selectors(&mut self) {
        while let Some(c) = self.peek().filter(|c| matches!(*c, PICTURE | TEXT)) {
            self.at += c.len_utf8();
        }
    }

    /// Notes the form without skin tones, where that differs and something is left.
    fn without_tones(&mut self, form: usize) {
        let Some(sequence) = self.out.folded.get(form..) else { return };
        let base: String = sequence.chars().filter(|c| class(*c) != Class::Tone).collect();
        if base.is_empty() || base.len() == sequence.len() {
            return;
        }
        let start = self.out.folded.len();
        self.out.folded.push_str(&base);
        self.add_base(start, self.out.folded.len());
    }
}

const fn is_picture(class: Class) -> bool {
    matches!(class, Class::Emoji | Class::Sign)
}
