//! Finds words exactly as they were written.

use earshot_text::{TokenKind, TokenRef};

use super::ground::{Ground, Spot, is_kind};
use super::test::AsWritten;
use crate::ast::{RawToken, Sigil};

/// A text with its tokens, and what is looked for in it.
pub(super) struct RawSearch<'a> {
    pub(super) text: &'a str,
    pub(super) ground: Ground<'a>,
    pub(super) test: &'a AsWritten,
}

impl RawSearch<'_> {
    /// The first start, from `from` on, of tokens that stand as written.
    pub(super) fn next(&self, from: usize) -> Option<usize> {
        let hashes = self.ground.layout.hashes.iter().enumerate().skip(from);
        let mut starts = hashes.filter(|(_, hash)| **hash == self.test.hash);
        starts.find(|(start, _)| self.stands(*start).unwrap_or(false)).map(|(start, _)| start)
    }

    /// Every occurrence.
    pub(super) fn each(&self, mut each: impl FnMut(Spot)) {
        let mut from = 0;
        while let Some(start) = self.next(from) {
            from = start + 1;
            each(self.ground.spot(start, self.test.raw.tokens.len()));
        }
    }

    /// Whether everything is as written from this token on; `None` at the end of a run.
    fn stands(&self, start: usize) -> Option<bool> {
        let raw = &self.test.raw;
        let run = self.ground.layout.run(start);
        if start + raw.tokens.len() > run.end {
            return None;
        }
        let (outer_left, gaps) = raw.gaps.split_first()?;
        let (outer_right, inner) = gaps.split_last()?;
        let mut inner = inner.iter();
        let mut before: Option<usize> = None;
        for (nth, test) in raw.tokens.iter().enumerate() {
            let token = self.ground.token(start + nth)?;
            if !self.is(test, &token) {
                return Some(false);
            }
            let (begin, end) = (self.begin(test.sigil, &token), byte(token.span().end));
            let fits = match before {
                None => self.ends_with(self.text.get(..begin)?, outer_left),
                // Two words can stand on one character, as 1 and 2 do on ½: then nothing is between.
                Some(before) => {
                    let between = self.text.get(before..begin).unwrap_or_default();
                    self.equals(between, inner.next()?)
                }
            };
            if !fits {
                return Some(false);
            }
            before = Some(end);
        }
        Some(self.begins_with(self.text.get(before?..)?, outer_right))
    }

    fn is(&self, test: &RawToken, token: &TokenRef<'_>) -> bool {
        if !is_kind(test.sigil, token.kind()) || token.form() != test.form {
            return false;
        }
        let body = self.begin(test.sigil, token)..byte(token.span().end);
        token.kind() == TokenKind::Emoji
            || test.text.is_empty()
            || self.same(self.text.get(body).unwrap_or_default(), &test.text)
    }

    /// Where the text of a token begins that is compared: after its sign, unless that is asked for.
    fn begin(&self, sigil: Sigil, token: &TokenRef<'_>) -> usize {
        let start = byte(token.span().start);
        let signed = sigil == Sigil::Any && token.kind().sigil().is_some();
        let sign = self.text.get(start..).and_then(|text| text.chars().next());
        start + sign.filter(|_| signed).map_or(0, char::len_utf8)
    }

    fn same(&self, own: &str, asked: &str) -> bool {
        if !self.test.raw.any_case {
            own == asked
        } else if own.is_ascii() && asked.is_ascii() {
            own.eq_ignore_ascii_case(asked)
        } else {
            own.chars().flat_map(lower).eq(asked.chars().flat_map(lower))
        }
    }

    fn equals(&self, own: &str, gap: &str) -> bool {
        let mut squeezed = Squeezed::new(own.chars());
        own == gap || (self.leads(&mut squeezed, gap.chars()) && squeezed.next().is_none())
    }

    fn begins_with(&self, own: &str, gap: &str) -> bool {
        gap.is_empty() || self.leads(&mut Squeezed::new(own.chars()), gap.chars())
    }

    fn ends_with(&self, own: &str, gap: &str) -> bool {
        gap.is_empty() || self.leads(&mut Squeezed::new(own.chars().rev()), gap.chars().rev())
    }

    /// Whether the characters of a gap are the next of `own`. It ends at the first that is not, so
    /// that a long gap costs no more than what is there of it.
    fn leads(
        &self,
        own: &mut impl Iterator<Item = char>,
        mut gap: impl Iterator<Item = char>,
    ) -> bool {
        let same = |own: char, asked: char| {
            own == asked || (self.test.raw.any_case && lower(own).eq(lower(asked)))
        };
        gap.all(|asked| own.next().is_some_and(|own| same(own, asked)))
    }
}

/// A character in lower case. The σ at the end of a word is one.
fn lower(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c })
}

/// Characters, with one blank for every run of white space.
struct Squeezed<I> {
    characters: I,
    blank: bool,
}

impl<I: Iterator<Item = char>> Squeezed<I> {
    fn new(characters: I) -> Self {
        Self { characters, blank: false }
    }
}

impl<I: Iterator<Item = char>> Iterator for Squeezed<I> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        loop {
            let c = self.characters.next()?;
            let again = self.blank;
            self.blank = c.is_whitespace();
            match (self.blank, again) {
                (false, _) => return Some(c),
                (true, false) => return Some(' '),
                (true, true) => {}
            }
        }
    }
}

fn byte(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
