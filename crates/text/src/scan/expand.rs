//! Characters that stand for a text: ㈱ for (株), ½ for 1⁄2, ㌔ for キロ. Its tokens share their place.

use super::Scanner;
use crate::class::{Class, Folded, Info, info};
use crate::token::{SINGLE, TokenKind};

impl Scanner<'_, '_> {
    /// Adds a token for each word of the text that `c` stands for.
    pub(super) fn expand(&mut self, c: char, whole: Info) {
        let span = (self.at, self.at + c.len_utf8());
        self.at = span.1;
        let Folded::Text(text) = whole.folded() else { return };
        let mut form = self.out.folded.len();
        let mut alone = false;
        for c in text.chars() {
            let class = info(c).class();
            let joins = match class {
                Class::Word => !alone,
                Class::Extend => alone,
                _ => false,
            };
            if !joins {
                self.end_piece(span, &mut form, alone);
            }
            if matches!(class, Class::Word | Class::Single | Class::Extend) {
                self.out.folded.push(c);
                alone = class != Class::Word;
            }
        }
        self.end_piece(span, &mut form, alone);
    }

    fn end_piece(&mut self, span: (usize, usize), form: &mut usize, alone: bool) {
        let end = self.out.folded.len();
        if *form < end {
            self.push(TokenKind::Word, if alone { SINGLE } else { 0 }, span, (*form, end));
            *form = end;
        }
    }
}
