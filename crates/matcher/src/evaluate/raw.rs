//! Words exactly as written.

use earshot_text::{TokenKind, TokenRef};

use super::occurrences::{Found, is_kind};
use crate::ast::{Raw, RawToken, Sigil};
use crate::document::{Document, Entry};

impl Document<'_> {
    /// Every place where tokens stand as `raw` has them.
    pub(super) fn raws<'s>(&'s self, raw: &'s Raw) -> impl Iterator<Item = Found> + use<'s> {
        (0..self.words.entries.len()).filter_map(move |start| {
            let run = self.words.run(start, raw.tokens.len())?;
            self.is_written(raw, run).then(|| Found::of(run)).flatten()
        })
    }

    fn is_written(&self, raw: &Raw, run: &[Entry<'_>]) -> bool {
        let tokens = raw.tokens.iter().zip(run);
        tokens.clone().all(|(test, entry)| self.is_token(test, &entry.token, raw.any_case))
            && self.gaps_fit(raw, run).unwrap_or(false)
    }

    fn is_token(&self, test: &RawToken, token: &TokenRef<'_>, any_case: bool) -> bool {
        if !is_kind(test.sigil, token.kind()) || token.form() != test.form {
            return false;
        }
        let text = self.text(self.begin(test.sigil, token), end(token));
        token.kind() == TokenKind::Emoji
            || test.text.is_empty()
            || if any_case { lower(text) == lower(&test.text) } else { text == test.text }
    }

    fn gaps_fit(&self, raw: &Raw, run: &[Entry<'_>]) -> Option<bool> {
        let (first, inner) = raw.gaps.split_first()?;
        let (last, inner) = inner.split_last()?;
        let places: Vec<(usize, usize)> = raw
            .tokens
            .iter()
            .zip(run)
            .map(|(test, entry)| (self.begin(test.sigil, &entry.token), end(&entry.token)))
            .collect();
        let (begin, end) = (places.first()?.0, places.last()?.1);
        let between = places.iter().zip(places.iter().skip(1)).zip(inner).all(|((a, b), gap)| {
            let mut left = blanks(self.text(a.1, b.0).chars());
            begins(&mut left, gap.chars(), raw.any_case) && left.next().is_none()
        });
        let before = blanks(self.text(0, begin).chars().rev());
        let after = blanks(self.text(end, self.post.text.len()).chars());
        Some(
            between
                && begins(before, first.chars().rev(), raw.any_case)
                && begins(after, last.chars(), raw.any_case),
        )
    }

    /// Where the text of a token begins that is compared: after its sign, unless the test has one.
    fn begin(&self, sigil: Sigil, token: &TokenRef<'_>) -> usize {
        let start = usize::try_from(token.span().start).unwrap_or(usize::MAX);
        if sigil != Sigil::Any || token.kind().sigil().is_none() {
            return start;
        }
        let sign = self.text(start, self.post.text.len()).chars().next();
        start + sign.map_or(0, char::len_utf8)
    }

    fn text(&self, start: usize, end: usize) -> &str {
        self.post.text.get(start..end).unwrap_or_default()
    }
}

fn end(token: &TokenRef<'_>) -> usize {
    usize::try_from(token.span().end).unwrap_or(usize::MAX)
}

/// Characters, with every run of white space as one blank.
fn blanks(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut blank = false;
    text.filter_map(move |c| {
        let again = std::mem::replace(&mut blank, c.is_whitespace()) && blank;
        (!again).then_some(if blank { ' ' } else { c })
    })
}

/// Whether a text begins with a gap.
fn begins(
    mut text: impl Iterator<Item = char>,
    gap: impl Iterator<Item = char>,
    any_case: bool,
) -> bool {
    for asked in gap {
        let Some(found) = text.next() else { return false };
        let same = any_case && lower(&found.to_string()) == lower(&asked.to_string());
        if found != asked && !same {
            return false;
        }
    }
    true
}

/// A text in lower case, with one letter for both small sigmas.
fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect::<String>().replace('ς', "σ")
}
