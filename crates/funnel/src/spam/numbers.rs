//! Sums and percentages that are dangled before readers.

use earshot_model::Span;

use crate::reading::Reading;
use crate::ruling::{Reason, words};
use crate::words::{Kind, Word};

/// Names of currencies, in lower case.
const MONEY: [&str; 9] =
    ["eur", "euro", "euros", "usd", "dollar", "dollars", "gbp", "pounds", "chf"];

/// The first sum and the first percentage. Customers name sums as well, so each weighs little.
pub(super) fn promised(reading: &Reading<'_>) -> impl Iterator<Item = Reason> {
    let list = &reading.words.list;
    let numbers = || list.iter().enumerate().filter(|(_, word)| is_number(reading, word));
    let percent = numbers().find_map(|(_, word)| percentage(reading, word));
    let sum = numbers().find_map(|(at, word)| {
        let next = list.get(at + 1)?;
        let named = MONEY.contains(&reading.words.lower(next));
        named.then_some(Span { start: word.span.start, end: next.span.end })
    });
    let both = percent.map(|span| (span, 0.7)).into_iter().chain(sum.map(|span| (span, 0.6)));
    both.map(|(span, weight)| words(span, weight))
}

fn is_number(reading: &Reading<'_>, word: &Word) -> bool {
    let written = reading.written(word.span);
    word.kind == Kind::Plain
        && written.starts_with(|c: char| c.is_ascii_digit())
        && written.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// The number with its sign, if one follows: "40%", "40 %".
fn percentage(reading: &Reading<'_>, word: &Word) -> Option<Span> {
    let end = usize::try_from(word.span.end).ok()?;
    let rest = reading.text.get(end..)?;
    let spaces = rest.chars().take_while(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}')).take(1);
    let width: usize = spaces.map(char::len_utf8).sum();
    let sign = rest.get(width..)?.starts_with('%');
    let end = u32::try_from(end + width + 1).ok()?;
    sign.then_some(Span { start: word.span.start, end })
}
