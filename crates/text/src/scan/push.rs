//! Adds tokens to the buffer.

use std::ops::Range;

use super::{Scanner, offset};
use crate::hash::hash_at;
use crate::token::{Extra, HAS_BASE, HAS_EXTRA, Token, TokenKind};

impl Scanner<'_, '_> {
    /// Adds a token over `start..end` of the text, whose form stands at `form` of the buffer.
    #[inline(always)]
    pub(super) fn push(
        &mut self,
        kind: TokenKind,
        flags: u8,
        (start, end): (usize, usize),
        form: (usize, usize),
    ) {
        if self.sentence.may_end_before(start) {
            self.settle_sentence(start);
        }
        self.out.tokens.push(Token {
            hash: hash_at(self.out.folded.as_bytes(), form.0, form.1),
            start: offset(start),
            end: offset(end),
            form_start: offset(form.0),
            form_end: offset(form.1),
            sentence: self.sentence.number(),
            kind,
            flags,
        });
    }

    /// Gives the last token a second form, which stands at `base` of the buffer.
    pub(super) fn push_base(&mut self, base: Range<usize>) {
        let base_hash = hash_at(self.out.folded.as_bytes(), base.start, base.end);
        let base = offset(base.start)..offset(base.end);
        self.push_extra(base, base_hash, 0..0, HAS_BASE | HAS_EXTRA);
    }

    /// Gives the last token, a tag, the parts at `parts`.
    pub(super) fn push_parts(&mut self, parts: Range<usize>) {
        let parts = offset(parts.start)..offset(parts.end);
        self.push_extra(0..0, 0, parts, HAS_EXTRA);
    }

    fn push_extra(&mut self, base: Range<u32>, base_hash: u64, parts: Range<u32>, flags: u8) {
        let token = offset(self.out.tokens.len().saturating_sub(1));
        if let Some(last) = self.out.tokens.last_mut() {
            last.flags |= flags;
            self.out.extras.push(Extra { token, base, base_hash, parts });
        }
    }
}
