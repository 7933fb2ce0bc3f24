//! Emoji: one token for one picture, whatever it is made of (the grammar of UTS #51).

use super::Scanner;
use super::form::Form;
use crate::class::{Class, class, info};
use crate::token::TokenKind;

/// Variation selector 16: "draw this as a picture".
pub(super) const PICTURE: char = '\u{FE0F}';
/// Variation selector 15: "draw this as text".
const TEXT: char = '\u{FE0E}';
const JOINER: char = '\u{200D}';
const KEYCAP: char = '\u{20E3}';

impl Scanner<'_, '_> {
    /// Elements joined by zero-width joiners.
    pub(super) fn emoji(&mut self) {
        let start = self.at;
        let mut form = Form::new(start);
        let mut toned = self.element(&mut form);
        while self.peek() == Some(JOINER)
            && self
                .char_at(self.at + JOINER.len_utf8())
                .is_some_and(|c| matches!(class(c), Class::Emoji | Class::Sign))
        {
            self.keep(&mut form, JOINER);
            toned |= self.element(&mut form);
        }
        let form = form.finish(self.out);
        self.push(TokenKind::Emoji, 0, (start, self.at), form);
        if toned {
            self.push_untoned(form);
        }
    }

    /// A picture with its tone and tag characters, or the two halves of a flag. Says whether it
    /// has a tone beside the picture.
    fn element(&mut self, form: &mut Form) -> bool {
        let Some(first) = self.peek() else { return false };
        let kind = info(first);
        self.keep(form, first);
        if kind.class() == Class::Sign && self.peek() == Some(PICTURE) {
            // Without its selector a sign is no picture, so the form keeps it.
            self.keep(form, PICTURE);
        }
        self.skip_selectors();
        if kind.class() == Class::Region {
            if let Some(second) = self.peek().filter(|c| class(*c) == Class::Region) {
                self.keep(form, second);
            }
            return false;
        }
        let mut toned = false;
        if kind.class() == Class::Emoji
            && kind.takes_tone()
            && let Some(tone) = self.peek().filter(|c| class(*c) == Class::Tone)
        {
            self.keep(form, tone);
            self.skip_selectors();
            toned = true;
        }
        while let Some(c) = self.peek().filter(|c| matches!(c, '\u{E0020}'..='\u{E007F}')) {
            self.keep(form, c);
        }
        toned
    }

    fn keep(&mut self, form: &mut Form, c: char) {
        form.keep(self.out, c, self.at);
        self.at += c.len_utf8();
    }

    fn skip_selectors(&mut self) {
        while let Some(c) = self.peek().filter(|c| matches!(*c, PICTURE | TEXT)) {
            self.at += c.len_utf8();
        }
    }

    /// Gives the emoji that was just added its form without skin tones.
    fn push_untoned(&mut self, form: (usize, usize)) {
        self.out.room.clear();
        let sequence = self.out.folded.get(form.0..form.1).unwrap_or_default();
        self.out.room.extend(sequence.chars().filter(|c| class(*c) != Class::Tone));
        let start = self.out.folded.len();
        self.out.folded.push_str(&self.out.room);
        self.push_base(start..self.out.folded.len());
    }

    /// A digit or `#`, which stands here, drawn as a key. Says whether there is one.
    pub(super) fn keycap(&mut self) -> bool {
        let Some(length) = self.keycap_length(self.at) else { return false };
        self.push_keycap(self.at, self.at + length);
        true
    }

    /// A `*` drawn as a key. Nothing begins with a `*`, so it is seen only when `c`, which stands
    /// here, follows it.
    pub(super) fn starred_keycap(&mut self, c: char) -> bool {
        let Some(star) = self.at.checked_sub(1).filter(|star| self.byte(*star) == Some(b'*'))
        else {
            return false;
        };
        if !matches!(c, PICTURE | KEYCAP) {
            return false;
        }
        let Some(length) = self.keycap_length(star) else { return false };
        self.push_keycap(star, star + length);
        true
    }

    fn push_keycap(&mut self, start: usize, end: usize) {
        let mut form = Form::new(start);
        if let Some(key) = self.char_at(start) {
            form.keep(self.out, key, start);
        }
        form.keep(self.out, KEYCAP, end - KEYCAP.len_utf8());
        let form = form.finish(self.out);
        self.push(TokenKind::Emoji, 0, (start, end), form);
        self.at = end;
    }

    /// The bytes of the keycap that begins at `at`.
    pub(super) fn keycap_length(&self, at: usize) -> Option<usize> {
        if !matches!(self.byte(at), Some(b'0'..=b'9' | b'#' | b'*')) {
            return None;
        }
        match self.char_at(at + 1)? {
            KEYCAP => Some(1 + KEYCAP.len_utf8()),
            PICTURE if self.char_at(at + 1 + PICTURE.len_utf8()) == Some(KEYCAP) => {
                Some(1 + PICTURE.len_utf8() + KEYCAP.len_utf8())
            }
            _ => None,
        }
    }
}
