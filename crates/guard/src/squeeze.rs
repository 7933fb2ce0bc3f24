//! Letters and digits only: how values are compared that people write with any separators.

use std::ops::Range;

use crate::digits::words;
use crate::view::View;

/// Words that stand for the signs of an address.
const SIGN_WORDS: &[&str] =
    &["dot", "punkt", "punto", "point", "ponto", "punt", "at", "arroba", "arobase"];

/// How a view is squeezed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Squeeze {
    /// Letters and digits.
    Plain,
    /// Without words for signs: "anna at mail dot com".
    NoSignWords,
    /// Digits only; a word of letters breaks the row.
    Digits,
}

/// The letters and digits of a view, each with its cell.
#[derive(Debug, Clone)]
pub(crate) struct Squeezed {
    chars: Vec<char>,
    cells: Vec<usize>,
    /// Whether a word begins, or ends, at this character.
    heads: Vec<bool>,
    tails: Vec<bool>,
}

impl Squeezed {
    pub(crate) fn of(view: &View, how: Squeeze) -> Self {
        let mut out = Self { chars: vec![], cells: vec![], heads: vec![], tails: vec![] };
        for word in words(view) {
            let chars: Vec<char> = word.clone().filter_map(|at| view.ch(at)).collect();
            let text: String = chars.iter().map(char::to_ascii_lowercase).collect();
            let skip = match how {
                Squeeze::Plain => false,
                Squeeze::NoSignWords => SIGN_WORDS.contains(&text.as_str()),
                Squeeze::Digits => false,
            };
            if skip {
                continue;
            }
            if how == Squeeze::Digits && !chars.iter().any(char::is_ascii_digit) {
                out.push('\0', word.start, true, true);
                continue;
            }
            for (at, c) in word.clone().zip(chars) {
                let c = like(c.to_lowercase().next().unwrap_or(c));
                if how != Squeeze::Digits || c.is_ascii_digit() {
                    out.push(c, at, at == word.start, at + 1 == word.end);
                }
            }
        }
        out
    }

    fn push(&mut self, c: char, cell: usize, head: bool, tail: bool) {
        self.chars.push(c);
        self.cells.push(cell);
        self.heads.push(head);
        self.tails.push(tail);
    }

    /// Ranges of cells where `needle` stands; at word boundaries only unless `anywhere`.
    pub(crate) fn find(&self, needle: &[char], anywhere: bool) -> Vec<Range<usize>> {
        if needle.is_empty() {
            return Vec::new();
        }
        self.chars
            .windows(needle.len())
            .enumerate()
            .filter(|(_, window)| *window == needle)
            .filter_map(|(from, _)| {
                let last = from + needle.len() - 1;
                let bounded = *self.heads.get(from)? && *self.tails.get(last)?;
                (anywhere || bounded)
                    .then_some(())
                    .and_then(|()| Some(*self.cells.get(from)?..self.cells.get(last)? + 1))
            })
            .collect()
    }
}

/// Letters that pass for digits are the same as these digits, on both sides of a comparison.
fn like(c: char) -> char {
    match c {
        'o' => '0',
        'l' | 'i' => '1',
        other => other,
    }
}

/// A value as it is searched for.
pub(crate) fn needle(text: &str, how: Squeeze) -> Vec<char> {
    let squeezed = Squeezed::of(&View::of(text), how);
    squeezed.chars.into_iter().filter(|c| *c != '\0').collect()
}

/// A contact without its signs, for comparing two spellings of it.
pub(crate) fn plain_letters(text: &str) -> String {
    needle(text, Squeeze::NoSignWords).into_iter().collect()
}
