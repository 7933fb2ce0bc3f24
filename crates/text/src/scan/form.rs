//! The form of a token while it is read.
//!
//! Most forms stand in the buffer already, as the text is there in lower case. Only where folding
//! changes or leaves out a character, the form is written anew after the text.

use crate::class::Info;
use crate::fold::Folding;
use crate::tokens::Tokens;

/// A form that begins at a place of the text.
#[derive(Debug)]
pub(super) struct Form {
    /// Where characters that stand in the buffer as they are begin; those before are copied.
    from: usize,
    /// The place after the last character that belongs to the form.
    kept: usize,
    /// Where the new form begins in the buffer, if there is one.
    copy: Option<usize>,
    folding: Folding,
    /// The last character of those that stand in the buffer, if it is beyond ASCII.
    last: Option<(char, Info)>,
}

impl Form {
    pub(super) fn new(from: usize) -> Self {
        Self { from, kept: from, copy: None, folding: Folding::default(), last: None }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.from == self.kept && self.copy.is_none()
    }

    /// Adds ASCII word characters.
    pub(super) fn run(&mut self, out: &mut Tokens, start: usize, end: usize) {
        self.follow(out, start);
        self.last = None;
        self.kept = end;
    }

    /// Adds the folded form of a character beyond ASCII.
    #[inline]
    pub(super) fn letter(&mut self, out: &mut Tokens, c: char, info: Info, start: usize) {
        if info.is_plain_word() && start == self.kept {
            self.last = Some((c, info));
            self.kept = start + c.len_utf8();
        } else {
            self.any_letter(out, c, info, start);
        }
    }

    fn any_letter(&mut self, out: &mut Tokens, c: char, info: Info, start: usize) {
        self.follow(out, start);
        let before = if self.from < self.kept { self.last } else { None };
        let reorders = info.is_nonstarter()
            && (before.is_some_and(|(_, last)| last.is_nonstarter() || last.takes_marks())
                || self.from == self.kept && self.copy.is_some());
        self.kept = start + c.len_utf8();
        if !info.is_folded() || info.composes() || reorders {
            self.copy(out, start);
            self.folding.push(&mut out.folded, c, info);
            self.from = self.kept;
            self.last = None;
        } else {
            self.last = Some((c, info));
        }
    }

    /// Adds a character as it is.
    pub(super) fn keep(&mut self, out: &mut Tokens, c: char, start: usize) {
        self.follow(out, start);
        self.kept = start + c.len_utf8();
    }

    /// Notes a mark that folding drops, as it may make another letter of the one before it.
    pub(super) fn mark(&mut self, out: &mut Tokens, mark: char, info: Info) {
        if info.blocks() {
            self.last = None;
            self.folding.forget();
        }
        if !info.is_above() && !info.is_below() {
            return;
        }
        if self.from < self.kept {
            if !self.last.is_some_and(|(_, last)| last.takes_marks()) {
                return;
            }
            self.copy(out, self.kept);
            self.from = self.kept;
        }
        if self.copy.is_some() {
            self.folding.push(&mut out.folded, mark, info);
        }
    }

    /// Where the form stands in the buffer.
    pub(super) fn finish(mut self, out: &mut Tokens) -> (usize, usize) {
        let Some(start) = self.copy else { return (self.from, self.kept) };
        self.copy(out, self.kept);
        self.folding.finish(&mut out.folded, start, &mut out.room);
        (start, out.folded.len())
    }

    /// Something was left out if the next character does not stand at once after the last one.
    #[inline]
    fn follow(&mut self, out: &mut Tokens, start: usize) {
        if start != self.kept {
            self.copy(out, self.kept);
            (self.from, self.kept) = (start, start);
        }
    }

    /// Copies what has not been, up to `end`.
    fn copy(&mut self, out: &mut Tokens, end: usize) {
        self.copy.get_or_insert(out.folded.len());
        if self.from < end {
            out.folded.extend_from_within(self.from..end);
            self.folding.forget();
            if let Some((c, info)) = self.last {
                self.folding.remember(c, info);
            }
        }
    }
}
