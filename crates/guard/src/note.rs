//! Internal notes and private posts: what stands there must not turn up in public.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::digits::{join, runs, words};
use crate::phone::Phones;
use crate::record::Needle;
use crate::squeeze::{Squeeze, plain_letters};
use crate::view::View;
use crate::{Finding, FindingKind, Severity};

/// This many words in a row, the same in a note and in a text, are no accident.
const ROW: usize = 6;
/// What so many other people were told in the same words says nothing about any of them.
const MANY: usize = 3;
/// A greeting has a name at one of its ends: so many words of a row are compared with what others were told.
const PART: usize = ROW - 1;
/// Codes and numbers with fewer digits than this are everyday numbers.
const MIN_DIGITS: usize = 4;

/// Rows of words; the words of a text with their cells.
type Rows = HashSet<Vec<String>>;

/// The codes, numbers and contacts of the notes. `open` are contacts that the brand published.
pub(crate) fn needles(notes: &[String], phones: &Phones, open: &[String]) -> Vec<Needle> {
    let open: Vec<String> = open.iter().map(|contact| plain_letters(contact)).collect();
    let mut out = Vec::new();
    for note in notes {
        let view = View::of(note);
        let dates = phones.dates(&view);
        for run in runs(&view, &dates, |c| " -./()".contains(c)) {
            let digits = join(&run);
            if digits.len() >= 7 && !open.iter().any(|open| open.ends_with(&digits)) {
                out.extend(Needle::phone(&digits, Severity::Ask));
            }
        }
        for token in note.split_whitespace() {
            let token = token.trim_matches(|c: char| !c.is_alphanumeric());
            if is_distinctive(token) && !open.contains(&plain_letters(token)) {
                let email = token.contains('@');
                let severity = if email { Severity::Block } else { Severity::Ask };
                out.extend(Needle::new(token, Squeeze::Plain, severity));
                if email {
                    out.extend(Needle::new(token, Squeeze::NoSignWords, severity));
                }
            }
        }
    }
    out
}

/// An address, or a code with enough digits that is no year, date or time.
fn is_distinctive(token: &str) -> bool {
    let plain: String = View::of(token).cells.iter().map(|cell| cell.ch).collect();
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    let letters = plain.chars().filter(|c| c.is_alphabetic()).count();
    if plain.contains('@') {
        return plain.contains('.');
    }
    let year =
        letters == 0 && digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let marks = |mark: char| plain.chars().filter(|c| *c == mark).count();
    let date = letters == 0
        && ["-", ".", "/"].iter().any(|mark| {
            let parts: Vec<&str> = plain.split(mark).collect();
            matches!(parts.as_slice(), [a, b, c] if a.len().max(c.len()) == 4 && b.len() <= 2)
        });
    digits.len() >= MIN_DIGITS && !year && !date && marks(':') == 0
}

/// Finds rows of words that also stand in a note, but for those of the stock phrases, and those of which
/// all but the first or the last word was `told` to many.
pub(crate) fn find_rows(
    notes: &[String],
    (stock, told): (&Rows, &Rows),
    view: &View,
    found: &mut Vec<Finding>,
) {
    let known = rows(notes);
    if known.is_empty() {
        return;
    }
    let spans = words(view);
    let texts: Vec<String> = spans.iter().map(|span| word(view, span)).collect();
    for (texts, spans) in texts.windows(ROW).zip(spans.windows(ROW)) {
        if known.contains(texts)
            && !stock.contains(texts)
            && !texts.windows(PART).any(|part| told.contains(part))
            && let (Some(first), Some(last)) = (spans.first(), spans.last())
        {
            let span = view.origin(first.start, last.end);
            found.push(Finding::new(FindingKind::InternalNote, Severity::Ask, span));
        }
    }
}

/// All rows of words of some texts.
pub(crate) fn rows(texts: &[String]) -> Rows {
    texts.iter().flat_map(|text| parts(text, ROW)).collect()
}

/// So many words in a row, at each place of a text.
fn parts(text: &str, length: usize) -> Vec<Vec<String>> {
    let view = View::of(text);
    let words: Vec<String> = words(&view).iter().map(|span| word(&view, span)).collect();
    words.windows(length).map(<[String]>::to_vec).collect()
}

/// The parts of rows that at least [`MANY`] of `K` were told.
pub(crate) fn told_to_many<K: Eq + Hash>(told: impl IntoIterator<Item = (K, String)>) -> Rows {
    let mut by_part: HashMap<Vec<String>, HashSet<u32>> = HashMap::new();
    let mut names: HashMap<K, u32> = HashMap::new();
    for (who, text) in told {
        let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
        let who = *names.entry(who).or_insert(next);
        for part in parts(&text, PART) {
            by_part.entry(part).or_default().insert(who);
        }
    }
    by_part.into_iter().filter(|(_, told)| told.len() >= MANY).map(|(part, _)| part).collect()
}

fn word(view: &View, span: &std::ops::Range<usize>) -> String {
    span.clone().filter_map(|at| view.ch(at)).flat_map(char::to_lowercase).collect()
}
