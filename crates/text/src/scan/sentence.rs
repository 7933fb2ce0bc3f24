//! Where sentences end.

use super::{Scanner, mask};
use crate::class::{Info, info};
use crate::simd::Masks;

/// Words before whose full stop a sentence goes on. Single letters (`J.`, `z. B.`, `U.S.`) are such
/// words too.
const ABBREVIATIONS: [&str; 46] = [
    "abs", "al", "approx", "aug", "bspw", "bzw", "ca", "cf", "co", "corp", "dec", "dept", "dr",
    "dra", "dt", "eg", "etc", "evtl", "feb", "fig", "ggf", "ie", "inc", "jan", "jr", "ltd", "mme",
    "mr", "mrs", "ms", "nov", "nr", "oct", "prof", "rev", "sep", "sept", "sr", "sra", "st", "str",
    "tel", "usw", "vgl", "vol", "vs",
];

/// The longest of them.
const LONGEST: usize = 6;

/// The number of the sentence that is read, and where the next one may begin.
#[derive(Debug)]
pub(super) struct Sentence {
    number: u32,
    /// The next ASCII stop or line break, and the end of the text if there is none.
    stop: usize,
    /// Whether a stop was seen since the last token.
    ended: bool,
}

impl Sentence {
    pub(super) fn new(masks: &[Masks]) -> Self {
        let stop = mask::next_stop(masks, 0).unwrap_or(usize::MAX);
        Self { number: 0, stop, ended: false }
    }

    pub(super) const fn number(&self) -> u32 {
        self.number
    }

    /// Whether something stands before `start` at which the sentence may have ended.
    #[inline]
    pub(super) const fn may_end_before(&self, start: usize) -> bool {
        self.stop < start || self.ended
    }
}

impl Scanner<'_, '_> {
    /// Begins a new sentence with the token at `start` if one ended between the last token and it.
    #[cold]
    pub(super) fn settle_sentence(&mut self, start: usize) {
        let last = self.out.tokens.last();
        let from = last.map_or(0, |last| usize::try_from(last.end).unwrap_or(usize::MAX));
        let first = last.is_none();
        while self.sentence.stop < start {
            let stop = self.sentence.stop;
            if stop >= from && !self.sentence.ended {
                self.sentence.ended = self.ends_at(stop);
            }
            self.sentence.stop = mask::next_stop(self.masks, stop + 1).unwrap_or(usize::MAX);
        }
        if std::mem::take(&mut self.sentence.ended) && !first {
            self.sentence.number = self.sentence.number.saturating_add(1);
        }
    }

    /// Notes a character beyond ASCII that parts words and was just passed.
    pub(super) fn note_stop(&mut self, info: Info) {
        if info.is_break() || info.is_full_stop() || info.is_stop() && self.stops_before(self.at) {
            self.sentence.ended = true;
        }
    }

    /// Whether the ASCII stop or line break at `stop` ends a sentence.
    fn ends_at(&self, stop: usize) -> bool {
        match self.byte(stop) {
            Some(b'.') => self.stops_before(stop + 1) && !self.follows_abbreviation(stop),
            Some(b'!' | b'?') => self.stops_before(stop + 1),
            _ => true,
        }
    }

    /// Whether white space or the end follows, after quotes and brackets.
    fn stops_before(&self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or_default();
        let mut after = rest.chars().map(info).skip_while(|c| c.is_closing());
        after.next().is_none_or(Info::is_white_space)
    }

    fn follows_abbreviation(&self, stop: usize) -> bool {
        let Some(last) = self.out.tokens.last() else { return false };
        if usize::try_from(last.end) != Ok(stop) {
            return false;
        }
        let form = self.out.form_of(last);
        let mut letters = form.chars();
        let initial = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
        initial && !last.is_single()
            || form.len() <= LONGEST && ABBREVIATIONS.binary_search(&form).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{ABBREVIATIONS, LONGEST};

    #[test]
    fn abbreviations_are_sorted_and_short() {
        assert!(ABBREVIATIONS.is_sorted());
        assert_eq!(ABBREVIATIONS.iter().map(|word| word.len()).max(), Some(LONGEST));
    }
}
