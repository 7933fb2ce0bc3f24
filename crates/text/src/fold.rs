//! Folding: the form in which two spellings of a word are the same bytes.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use crate::class::{Class, Folded, Info, info, paired};

/// The combining classes of marks above and below a letter.
const ABOVE: u8 = 230;
const BELOW: u8 = 220;

/// Adds folded characters to a buffer, and remembers what the next one may melt with.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Folding {
    /// A letter of which marks can make another one, and the marks that have come since.
    base: Option<char>,
    above: bool,
    below: bool,
    /// How many bytes of kept marks stand in the buffer after that letter.
    after: usize,
    /// The kept mark that came last, if nothing came after it.
    nonstarter: Option<char>,
    /// Whether the whole must be composed (NFC).
    melts: bool,
}

impl Folding {
    /// Adds the folded form of one character.
    pub(crate) fn push(&mut self, out: &mut String, c: char, info: Info) {
        if matches!(info.class(), Class::Mark) {
            return self.mark(out, c, info);
        }
        let letter = match info.folded() {
            _ if c.is_ascii() => c.to_ascii_lowercase(),
            Folded::Same => c,
            Folded::Letter(letter) => letter,
            Folded::Text(text) => {
                // Nothing, where nobody sees the character.
                if !text.is_empty() {
                    out.push_str(text);
                    *self = Self { melts: self.melts | info.composes(), ..Self::default() };
                }
                return;
            }
        };
        out.push(letter);
        let nonstarter = self.nonstarter.take();
        let kept = matches!(info.class(), Class::Word | Class::Single | Class::Extend);
        if kept && info.is_nonstarter() {
            let order = canonical_combining_class;
            self.melts |= info.composes();
            self.melts |= nonstarter.is_some_and(|before| order(before) > order(letter));
            self.nonstarter = Some(letter);
            self.after += letter.len_utf8();
            self.above |= order(letter) == ABOVE;
            self.below |= order(letter) == BELOW;
            return;
        }
        self.forget();
        if kept {
            self.melts |= info.composes();
            self.base = info.takes_marks().then_some(letter);
        }
    }

    /// Takes in a character that stands in the buffer already.
    pub(crate) fn remember(&mut self, c: char, info: Info) {
        let kept = matches!(info.class(), Class::Word | Class::Single | Class::Extend);
        self.forget();
        self.base = (kept && info.takes_marks()).then_some(c);
        self.nonstarter = (kept && info.is_nonstarter()).then_some(c);
    }

    /// Takes in characters with which nothing melts.
    pub(crate) fn forget(&mut self) {
        *self = Self { melts: self.melts, ..Self::default() };
    }

    /// A mark is dropped, unless letter and mark are another letter. Of several marks in one
    /// place only the first can make one, and those below come first (the order of NFC). Kept marks
    /// between the two, such as a virama, have a place of their own and do not keep them apart.
    fn mark(&mut self, out: &mut String, mark: char, info: Info) {
        if info.blocks() {
            return self.forget();
        }
        let Some(base) = self.base else { return };
        let seen = if info.is_above() {
            &mut self.above
        } else if info.is_below() {
            &mut self.below
        } else {
            return;
        };
        if std::mem::replace(seen, true) {
            return;
        }
        if let Some(letter) = paired(base, mark) {
            let end = out.len() - self.after;
            out.replace_range(end - base.len_utf8()..end, letter.encode_utf8(&mut [0; 4]));
            if info.is_below() {
                self.base = None;
            }
        }
    }

    /// Composes what was added to `out` from byte `start` on, where that changes something.
    /// `room` is a buffer whose content does not matter.
    pub(crate) fn finish(self, out: &mut String, start: usize, room: &mut String) {
        if self.melts {
            room.clear();
            room.extend(out.get(start..).unwrap_or_default().nfc());
            out.truncate(start);
            out.push_str(room);
        }
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
    let mut folded = String::with_capacity(text.len());
    add(text, &mut folded, &mut String::new());
    folded
}

/// Folds as [`fold`] does, again and again in the same memory.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    folded: String,
    /// Where each text ends in it.
    ends: Vec<usize>,
    room: String,
}

impl Folder {
    /// The folded text.
    ///
    /// ```
    /// let mut folder = earshot_text::Folder::default();
    /// assert_eq!(folder.fold("Öl"), "ol");
    /// assert_eq!(folder.fold("Kö"), "ko");
    /// ```
    pub fn fold(&mut self, text: &str) -> &str {
        self.fold_each([text]);
        &self.folded
    }

    /// Folds several texts, each by itself, for [`Folder::folded`] to give.
    pub fn fold_each<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        self.folded.clear();
        self.ends.clear();
        for text in texts {
            add(text, &mut self.folded, &mut self.room);
            self.ends.push(self.folded.len());
        }
    }

    /// The texts that were folded last, in their order.
    pub fn folded(&self) -> impl Iterator<Item = &str> + Clone {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let bounds = starts.zip(self.ends.iter().copied());
        bounds.map(|(start, end)| self.folded.get(start..end).unwrap_or_default())
    }
}

/// Adds the folded form of a text to `out`.
fn add(text: &str, out: &mut String, room: &mut String) {
    let start = out.len();
    if text.is_ascii() {
        out.push_str(text);
        if let Some(added) = out.get_mut(start..) {
            added.make_ascii_lowercase();
        }
        return;
    }
    let mut folding = Folding::default();
    for c in text.chars() {
        folding.push(out, c, info(c));
    }
    folding.finish(out, start, room);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_folded_together_do_not_touch() {
        let mut folder = Folder::default();
        let texts = ["Cafe", "\u{301}e", "", "ＣＡＦÉ／Straße", "AbC/d", "が"];
        folder.fold_each(texts);
        let alone: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        assert!(folder.folded().eq(alone.iter().map(String::as_str)), "{folder:?}");
        assert_eq!(folder.fold("Öl"), "ol");
        assert_eq!(folder.folded().count(), 1);
    }
}
