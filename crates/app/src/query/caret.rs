//! A line of a query with a mark below a part of it.

use earshot_model::Span;

/// The line on which `at` begins, and carets below its part of `at`; each line ends with a break.
pub(super) fn below(text: &str, at: Span) -> String {
    let byte = |byte: u32| usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let (start, end) = (byte(at.start), byte(at.end));
    let before = text.get(..start).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(line_start..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    let line_end = line_start + line.len();
    let indent = width(text.get(line_start..start).unwrap_or_default());
    let marked = width(text.get(start..end.min(line_end)).unwrap_or_default()).max(1);
    let shown: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("  {shown}\n  {}{}\n", " ".repeat(indent), "^".repeat(marked))
}

/// How many columns a terminal gives to a text.
fn width(text: &str) -> usize {
    text.chars().map(|c| usize::from(!is_hidden(c)) + usize::from(is_wide(c))).sum()
}

/// Characters without a column: joiners, variation selectors, combining accents.
const fn is_hidden(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}')
}

/// Characters with two columns: Han, Kana, Hangul, full width, emoji.
const fn is_wide(c: char) -> bool {
    matches!(
        c,
        '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}'
            | '\u{FFE0}'..='\u{FFE6}' | '\u{1F300}'..='\u{1FAFF}' | '\u{20000}'..='\u{3FFFD}'
    )
}
