//! What a source has shown so far: tells what is new from what was changed.
//!
//! Some channels show a window of what there is, and say neither what is new in it nor what was changed.
//! So the cursor of such a source carries a mark for each post that it has shown: 8 bytes of the digest of
//! its id, and 4 of that of its words.

use std::collections::HashMap;

use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine as _};
use sha2::{Digest as _, Sha256};

/// How many posts are remembered; those that were not shown for longest are forgotten first.
const MOST: usize = 10_000;
/// The bytes of a mark.
const MARK: usize = 12;

/// How a post looks to somebody who knows what was shown before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looks {
    /// It was never shown.
    New,
    /// It was shown with these words.
    Same,
    /// It was shown with other words.
    Changed,
}

/// The marks of what was shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    marks: HashMap<[u8; 8], ([u8; 4], usize)>,
    shown: usize,
}

impl Known {
    /// Reads what [`Known::write`] wrote. What cannot be read is forgotten.
    pub(crate) fn read(text: &str) -> Self {
        let mut known = Self::default();
        for mark in BASE64_STANDARD_NO_PAD.decode(text).unwrap_or_default().chunks_exact(MARK) {
            if let Some((id, words)) = mark.split_first_chunk::<8>()
                && let Some(words) = words.first_chunk::<4>()
            {
                known.mark(*id, *words);
            }
        }
        known
    }

    /// The marks as text, those that were shown last at the end.
    pub(crate) fn write(&self) -> String {
        let mut marks: Vec<_> = self.marks.iter().collect();
        marks.sort_by_key(|(_, (_, shown))| *shown);
        let kept = marks.split_at(marks.len().saturating_sub(MOST)).1;
        let bytes = |(id, (words, _)): &(&[u8; 8], &([u8; 4], usize))| -> [u8; MARK] {
            let mut mark = [0; MARK];
            let (front, back) = mark.split_at_mut(id.len());
            front.copy_from_slice(*id);
            back.copy_from_slice(words);
            mark
        };
        BASE64_STANDARD_NO_PAD.encode(kept.iter().flat_map(bytes).collect::<Vec<u8>>())
    }

    /// How a post looks; it counts as shown from now on.
    pub(crate) fn show(&mut self, id: &str, words: &str) -> Looks {
        let (id, words) = (digest::<8>(id), digest::<4>(words));
        let before = self.marks.get(&id).map(|(words, _)| *words);
        self.mark(id, words);
        match before {
            None => Looks::New,
            Some(before) if before == words => Looks::Same,
            Some(_) => Looks::Changed,
        }
    }

    fn mark(&mut self, id: [u8; 8], words: [u8; 4]) {
        self.shown += 1;
        self.marks.insert(id, (words, self.shown));
    }
}

fn digest<const N: usize>(text: &str) -> [u8; N] {
    let whole = Sha256::digest(text.as_bytes());
    whole.first_chunk::<N>().copied().unwrap_or([0; N])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Known, Looks, MOST};

    #[test]
    fn new_same_and_changed_are_told_apart_across_a_cursor() {
        let mut known = Known::default();
        assert_eq!(known.show("1", "words"), Looks::New);
        let mut known = Known::read(&known.write());
        assert_eq!(known.show("1", "words"), Looks::Same);
        assert_eq!(known.show("1", "other words"), Looks::Changed);
        assert_eq!(known.show("1", "other words"), Looks::Same);
        assert_eq!(known.show("2", "words"), Looks::New);
    }

    #[test]
    fn what_was_not_shown_for_longest_is_forgotten_first() {
        let mut known = Known::default();
        for n in 0..MOST + 10 {
            known.show(&n.to_string(), "words");
        }
        known.show("0", "words");
        let text = known.write();
        assert_eq!(text.len(), MOST * 16);
        let mut known = Known::read(&text);
        assert_eq!(known.show("0", "words"), Looks::Same);
        assert_eq!(known.show("5", "words"), Looks::New);
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in ".{0,200}") {
            let known = Known::read(&text);
            prop_assert_eq!(Known::read(&known.write()).write(), known.write());
        }
    }
}
