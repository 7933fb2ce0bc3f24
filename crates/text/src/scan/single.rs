//! Characters of scripts without spaces: one token each, with the signs that belong to it.

use super::Scanner;
use super::form::Form;
use crate::class::{Class, Info, info};
use crate::token::{SINGLE, TokenKind};

impl Scanner<'_, '_> {
    /// Reads such characters, of which `c` is the first, until something else comes.
    pub(super) fn singles(&mut self, c: char, info: Info) {
        let mut next = Some((c, info));
        while let Some((c, info)) = next {
            next = self.single(c, info);
        }
    }

    /// Reads one, and says which comes next.
    #[inline]
    fn single(&mut self, c: char, info: Info) -> Option<(char, Info)> {
        let start = self.at;
        self.at += c.len_utf8();
        let next = self.beyond_ascii();
        let ends = next.is_none_or(|(_, info)| {
            !matches!(info.class(), Class::Extend | Class::Mark | Class::Ignored)
        });
        if ends && info.is_folded() && !info.composes() && !info.stacks() {
            let span = (start, self.at);
            self.push(TokenKind::Word, SINGLE, span, span);
            return next.filter(|(_, info)| info.class() == Class::Single);
        }
        self.cluster(start, c, info, next)
    }

    /// Reads the signs after a character, of which `next` is the first.
    fn cluster(
        &mut self,
        start: usize,
        c: char,
        info: Info,
        mut next: Option<(char, Info)>,
    ) -> Option<(char, Info)> {
        let mut form = Form::new(start);
        form.letter(self.out, c, info, start);
        let (mut end, mut stacks) = (self.at, info.stacks());
        while let Some((c, info)) = next {
            match info.class() {
                Class::Extend => {
                    form.letter(self.out, c, info, self.at);
                    stacks = info.stacks();
                }
                // A letter that is written below the one before it.
                Class::Single if stacks => {
                    form.letter(self.out, c, info, self.at);
                    stacks = false;
                }
                Class::Mark | Class::Ignored => {}
                _ => break,
            }
            self.at += c.len_utf8();
            if info.class() != Class::Ignored {
                end = self.at;
            }
            next = self.beyond_ascii();
        }
        let form = form.finish(self.out);
        self.push(TokenKind::Word, SINGLE, (start, end), form);
        next.filter(|(_, info)| info.class() == Class::Single)
    }

    /// The character here, if it is beyond ASCII.
    #[inline]
    fn beyond_ascii(&self) -> Option<(char, Info)> {
        if self.byte(self.at).is_none_or(|byte| byte.is_ascii()) {
            return None;
        }
        self.peek().map(|c| (c, info(c)))
    }
}
