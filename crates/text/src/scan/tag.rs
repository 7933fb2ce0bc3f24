//! Tags: a word with a sign before it.

use super::{Scanner, offset};
use crate::class::{Class, class};
use crate::fold;
use crate::token::{Extra, HAS_EXTRA, TokenKind};

/// What the sign makes of the word after it, in both widths.
pub(super) const fn kind_of(c: char) -> Option<TokenKind> {
    match c {
        '#' | '\u{FF03}' => Some(TokenKind::Hashtag),
        '@' | '\u{FF20}' => Some(TokenKind::Mention),
        '$' | '\u{FF04}' => Some(TokenKind::Cashtag),
        _ => None,
    }
}

impl Scanner<'_, '_> {
    /// A tag begins here if its sign is not glued to a word before it, and a word follows it.
    pub(super) fn tag(&mut self, sign: char, kind: TokenKind) -> bool {
        let glued = self.previous().is_some_and(|c| class(c) == Class::Word);
        let price =
            kind == TokenKind::Cashtag && !self.peek_after(sign).is_some_and(char::is_alphabetic);
        if glued || price {
            return false;
        }
        let (start, form) = (self.at, self.out.folded.len());
        self.at += sign.len_utf8();
        let (body, mut end) = (self.at, self.at);
        let (mut singles, mut melts) = (false, false);
        while let Some(c) = self.peek() {
            match class(c) {
                Class::Word if self.keycap_length(c).is_some() => break,
                Class::Word => melts |= fold::push(&mut self.out.folded, c),
                Class::Single => {
                    singles = true;
                    melts |= fold::push(&mut self.out.folded, c);
                }
                Class::Join if singles => melts |= fold::push(&mut self.out.folded, c),
                Class::Mark if end > body => {}
                Class::Ignored if end > body => {
                    self.at += c.len_utf8();
                    continue;
                }
                _ => break,
            }
            self.at += c.len_utf8();
            end = self.at;
        }
        if form == self.out.folded.len() {
            self.at = start;
            return false;
        }
        if melts {
            fold::compose(&mut self.out.folded, form);
        }
        self.push(kind, self.span(start, end), form);
        if singles {
            self.split_tag(body, end);
        }
        true
    }

    /// Splits the body of the tag that was just added, so that plain words are found inside.
    fn split_tag(&mut self, body: usize, end: usize) {
        let first = self.out.parts.len();
        let tokens = std::mem::take(&mut self.out.tokens);
        let text = self.text.get(..end).unwrap_or_default();
        Scanner { text, at: body, out: &mut *self.out }.run();
        let parts = std::mem::replace(&mut self.out.tokens, tokens);
        if parts.len() > 1 {
            self.out.parts.extend(parts);
            let parts = offset(first)..offset(self.out.parts.len());
            let token = offset(self.out.tokens.len().saturating_sub(1));
            self.out.extras.push(Extra { token, base: 0..0, base_hash: 0, parts });
            self.flag(HAS_EXTRA);
        }
    }
}
