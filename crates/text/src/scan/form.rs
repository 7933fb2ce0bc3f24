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
    from: usize,
    /// The place after the last character that belongs to the form.
    kept: usize,
    /// Where the new form begins in the buffer, if there is one.
    copy: Option<usize>,
    folding: Folding,
    /// The last character of a form in place, if it is beyond ASCII.
    last: Option<(char, Info)>,
}

impl Form {
    pub(super) fn new(from: usize) -> Self {
        Self { from, kept: from, copy: None, folding: Folding::default(), last: None }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.from == self.kept
    }

    /// Adds ASCII word characters.
    pub(super) fn run(&mut self, out: &mut Tokens, start: usize, end: usize) {
        self.follow(out, start);
        if self.copy.is_some() {
            out.folded.extend_from_within(start..end);
            self.folding.forget();
        }
        self.last = None;
        self.kept = end;
    }

    /// Adds the folded form of a character beyond ASCII.
    pub(super) fn letter(&mut self, out: &mut Tokens, c: char, info: Info, start: usize) {
        self.follow(out, start);
        let reorders = || self.last.is_some_and(|(_, last)| last.is_nonstarter());
        let changes = !info.is_folded() || info.composes() || info.is_nonstarter() && reorders();
        if changes {
            self.begin_copy(out);
        }
        if self.copy.is_some() {
            self.folding.push(&mut out.folded, c, info);
        }
        self.last = Some((c, info));
        self.kept = start + c.len_utf8();
    }

    /// Adds a character as it is.
    pub(super) fn keep(&mut self, out: &mut Tokens, c: char, start: usize) {
        self.follow(out, start);
        if self.copy.is_some() {
            out.folded.push(c);
        }
        self.kept = start + c.len_utf8();
    }

    /// Notes a mark that folding drops, as it may make another letter of the one before it.
    pub(super) fn mark(&mut self, out: &mut Tokens, mark: char, info: Info) {
        let matters = self.last.is_some_and(|(_, last)| last.takes_marks());
        if matters && (info.is_above() || info.is_below()) {
            self.begin_copy(out);
            self.folding.push(&mut out.folded, mark, info);
        }
    }

    /// Where the form stands in the buffer.
    pub(super) fn finish(self, out: &mut Tokens) -> (usize, usize) {
        match self.copy {
            None => (self.from, self.kept),
            Some(start) => {
                self.folding.finish(&mut out.folded, start, &mut out.room);
                (start, out.folded.len())
            }
        }
    }

    /// Something was left out if the next character does not stand at once after the last one.
    fn follow(&mut self, out: &mut Tokens, start: usize) {
        if start != self.kept {
            self.begin_copy(out);
        }
    }

    fn begin_copy(&mut self, out: &mut Tokens) {
        if self.copy.is_none() {
            self.copy = Some(out.folded.len());
            out.folded.extend_from_within(self.from..self.kept);
            if let Some((c, info)) = self.last {
                self.folding.remember(c, info);
            }
        }
    }
}
