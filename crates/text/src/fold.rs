//! Folding: the form in which two spellings of a word are the same bytes.

use unicode_normalization::UnicodeNormalization;

use crate::class::{composes, folded};

/// Adds the folded form of one character; says whether the whole must be composed afterwards.
pub(crate) fn push(out: &mut String, c: char) -> bool {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return false;
    }
    match folded(c) {
        None => out.push(c),
        Some(text) => out.push_str(text),
    }
    composes(c)
}

/// Composes (NFC) what was added to `out` from byte `start` on.
pub(crate) fn compose(out: &mut String, start: usize) {
    let composed: Option<String> = out.get(start..).map(|text| text.nfc().collect());
    if let Some(composed) = composed {
        out.truncate(start);
        out.push_str(&composed);
    }
}

/// Folds case, width and diacritics of a whole text and leaves its separators as they are.
///
/// For values that are compared as a whole, such as handles. Folding twice changes nothing more.
///
/// ```
/// assert_eq!(earshot_text::fold("ＣＡＦÉ-Straße"), "cafe-strasse");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut melts = false;
    for c in text.chars() {
        melts |= push(&mut out, c);
    }
    if melts {
        compose(&mut out, 0);
    }
    out
}
