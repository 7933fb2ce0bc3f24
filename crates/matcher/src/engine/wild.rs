//! Compares a form with a pattern that has wildcards.

use super::test::{Texts, Wild};

/// Whether `form` fits the pieces, in time proportional to its length times their number.
///
/// Each star first takes nothing. Where the pieces after it do not fit, it takes one character
/// more; earlier stars need not change, as what stood between them and this one was found as early
/// as could be.
pub(super) fn fits(pieces: &[Wild], texts: &Texts, form: &str) -> bool {
    // The end decides most often and costs least.
    if let Some(Wild::Text(end)) = pieces.last()
        && !form.ends_with(texts.get(*end))
    {
        return false;
    }
    let (mut piece, mut at) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        let rest = form.get(at..).unwrap_or_default();
        let taken = match pieces.get(piece) {
            None if rest.is_empty() => return true,
            None => None,
            Some(Wild::Many) if piece + 1 == pieces.len() => return true,
            Some(Wild::Many) => {
                star = Some((piece + 1, at));
                Some(0)
            }
            Some(Wild::One) => rest.chars().next().map(char::len_utf8),
            Some(Wild::Text(text)) => {
                let text = texts.get(*text);
                rest.starts_with(text).then_some(text.len())
            }
        };
        if let Some(taken) = taken {
            piece += 1;
            at += taken;
            continue;
        }
        let Some((after, from)) = star else { return false };
        let Some(next) = later(pieces.get(after), texts, form, from) else { return false };
        star = Some((after, next));
        (piece, at) = (after, next);
    }
}

/// The longest text among the pieces: a form that fits has it inside.
pub(super) fn longest<'t>(pieces: &[Wild], texts: &'t Texts) -> &'t str {
    let text = |piece: &Wild| match piece {
        Wild::Text(text) => Some(texts.get(*text)),
        Wild::One | Wild::Many => None,
    };
    pieces.iter().filter_map(text).max_by_key(|text| text.len()).unwrap_or_default()
}

/// The next place after `from` where the piece after a star may begin.
fn later(piece: Option<&Wild>, texts: &Texts, form: &str, from: usize) -> Option<usize> {
    let rest = form.get(from..)?;
    let next = from + rest.chars().next()?.len_utf8();
    match piece {
        Some(Wild::Text(text)) => Some(next + form.get(next..)?.find(texts.get(*text))?),
        _ => Some(next),
    }
}
