//! The split into word pieces, as BERT's uncased WordPiece does it: clean, lower, without accents,
//! marks and Chinese signs alone, then the longest known piece from the left.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use unicode_normalization::char::decompose_canonical;

/// The longest word that is split; a longer one is unknown. The value is BERT's.
const LONGEST_WORD: usize = 100;

/// A quick hash for short keys that no stranger chooses.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.write_u64(u64::from_le_bytes(*word)));
        let rest = rest.iter().fold(0_u64, |word, byte| (word << 8) | u64::from(*byte));
        self.write_u64(rest);
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn write_u64(&mut self, word: u64) {
        let mixed = (self.0 ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 29);
    }
}

/// A map with the quick hash.
pub(crate) type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// A vocabulary of word pieces: a table of open places, each with 32 bits of a piece's hash and its
/// number. With the place itself that is about 48 bits, so that a piece is taken for another in
/// fewer than one of a thousand million looks; a test finds every piece of the vocabulary.
#[derive(Debug, Default, Clone)]
pub struct Pieces {
    places: Vec<Place>,
    longest: usize,
    unknown: u32,
}

/// A place of the table.
#[derive(Debug, Clone, Copy)]
struct Place {
    tag: u32,
    number: u32,
}

/// Nothing stands here.
const EMPTY: Place = Place { tag: 0, number: u32::MAX };

/// No piece is longer, in bytes.
const LONGEST_PIECE: usize = 64;

/// Where the hash of a piece at the beginning of a word starts from, and of one that goes on.
const BEGINS: u64 = 0x0B0B;
const GOES_ON: u64 = 0x1717;

/// Takes one more byte into a hash.
const fn add(hash: u64, byte: u8) -> u64 {
    #[expect(clippy::as_conversions, reason = "there is no `From` in constants")]
    let mixed = (hash ^ byte as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

impl Pieces {
    /// Reads a vocabulary: one piece a line, its number is its place; `##` marks pieces that go on.
    #[must_use]
    pub fn of(vocabulary: &str) -> Self {
        let count = vocabulary.lines().count();
        let places = vec![EMPTY; (2 * count).next_power_of_two()];
        let mut pieces = Self { places, longest: 0, unknown: 0 };
        for (number, piece) in (0_u32..).zip(vocabulary.lines()) {
            if piece == "[UNK]" {
                pieces.unknown = number;
            }
            let (from, piece) = match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => (GOES_ON, rest),
                _ => (BEGINS, piece),
            };
            if piece.len() <= LONGEST_PIECE {
                pieces.longest = pieces.longest.max(piece.len());
                pieces.insert(piece.bytes().fold(from, add), number);
            }
        }
        pieces
    }

    /// Where the look for a hash begins, and its tag.
    #[expect(clippy::as_conversions, reason = "the bits that are wanted")]
    const fn start(&self, hash: u64) -> (usize, u32) {
        let mixed = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        ((mixed >> 32) as usize & (self.places.len() - 1), mixed as u32)
    }

    fn insert(&mut self, hash: u64, number: u32) {
        let (mut at, tag) = self.start(hash);
        let mask = self.places.len() - 1;
        while let Some(place) = self.places.get_mut(at) {
            // Of two equal pieces the last counts.
            if place.number == u32::MAX || place.tag == tag {
                *place = Place { tag, number };
                return;
            }
            at = (at + 1) & mask;
        }
    }

    fn find(&self, hash: u64) -> Option<u32> {
        let (mut at, tag) = self.start(hash);
        loop {
            let place = self.places.get(at)?;
            if place.number == u32::MAX {
                return None;
            }
            if place.tag == tag {
                return Some(place.number);
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    /// Writes the numbers of a text's pieces, over what was there. `word` is room to work in.
    /// At most `most` pieces are written.
    pub fn split(&self, text: &str, most: usize, word: &mut String, out: &mut Vec<u32>) {
        out.clear();
        word.clear();
        for c in text.chars() {
            if out.len() >= most {
                break;
            }
            if c.is_ascii_alphanumeric() {
                word.push(c.to_ascii_lowercase());
            } else if c.is_ascii() {
                self.take(c, word, out);
            } else {
                // Canonical decomposition, lower case, then away with the accents.
                decompose_canonical(c, |part| {
                    for c in part.to_lowercase().filter(|c| !is_accent(*c)) {
                        self.take(c, word, out);
                    }
                });
            }
        }
        self.end(word, out);
        out.truncate(most);
    }

    fn take(&self, c: char, word: &mut String, out: &mut Vec<u32>) {
        if c.is_whitespace() {
            self.end(word, out);
        } else if is_dropped(c) {
        } else if is_mark(c) || is_chinese(c) {
            self.end(word, out);
            word.push(c);
            self.end(word, out);
        } else {
            word.push(c);
        }
    }

    fn end(&self, word: &mut String, out: &mut Vec<u32>) {
        if word.is_empty() {
            return;
        }
        let before = out.len();
        if self.longest_first(word, out).is_none() {
            out.truncate(before);
            out.push(self.unknown);
        }
        word.clear();
    }

    fn longest_first(&self, word: &str, out: &mut Vec<u32>) -> Option<()> {
        if word.len() > LONGEST_WORD && word.chars().count() > LONGEST_WORD {
            return None;
        }
        let (mut rest, mut from) = (word.as_bytes(), BEGINS);
        let mut hashes = [0_u64; LONGEST_PIECE];
        while !rest.is_empty() {
            let most = rest.len().min(self.longest);
            let mut hash = from;
            for (place, byte) in hashes.iter_mut().zip(rest).take(most) {
                hash = add(hash, *byte);
                *place = hash;
            }
            let ends = hashes.iter().take(most).enumerate().rev();
            let mut known = ends.filter_map(|(at, hash)| Some((at + 1, self.find(*hash)?)));
            let (end, number) = known.next()?;
            out.push(number);
            rest = rest.get(end..)?;
            from = GOES_ON;
        }
        Some(())
    }
}

/// Non-spacing marks (Mn). The canonical combining class covers nearly all that decompose.
fn is_accent(c: char) -> bool {
    !c.is_ascii() && (unicode_normalization::char::is_combining_mark(c) && !is_spacing_mark(c))
}

/// Spacing and enclosing marks, which BERT keeps: the vowel signs of Indian scripts that take room.
const fn is_spacing_mark(c: char) -> bool {
    matches!(c, '\u{0903}' | '\u{093B}' | '\u{093E}'..='\u{0940}' | '\u{0949}'..='\u{094C}'
        | '\u{094E}'..='\u{094F}' | '\u{0982}'..='\u{0983}' | '\u{09BE}'..='\u{09C0}'
        | '\u{09C7}'..='\u{09CC}' | '\u{0A03}' | '\u{0A3E}'..='\u{0A40}' | '\u{0A83}'
        | '\u{0ABE}'..='\u{0AC0}' | '\u{0AC9}'..='\u{0ACC}' | '\u{0BBE}'..='\u{0BBF}'
        | '\u{0BC1}'..='\u{0BCC}' | '\u{0C01}'..='\u{0C03}' | '\u{0C41}'..='\u{0C44}'
        | '\u{0C82}'..='\u{0C83}' | '\u{0CBE}' | '\u{0CC0}'..='\u{0CC4}' | '\u{0CC7}'..='\u{0CCB}'
        | '\u{0D02}'..='\u{0D03}' | '\u{0D3E}'..='\u{0D40}' | '\u{0D46}'..='\u{0D4C}'
        | '\u{20DD}'..='\u{20E0}' | '\u{20E2}'..='\u{20E4}')
}

/// Control, format and replacement signs, which are left out.
fn is_dropped(c: char) -> bool {
    c == '\u{FFFD}'
        || c.is_control()
        || matches!(c, '\u{00AD}' | '\u{0600}'..='\u{0605}' | '\u{061C}' | '\u{06DD}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0001}' | '\u{E0020}'..='\u{E007F}'
            | '\u{E000}'..='\u{F8FF}')
}

/// ASCII marks, and what Unicode calls punctuation.
const fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{00A1}' | '\u{00A7}' | '\u{00AB}' | '\u{00B6}'..='\u{00B7}' | '\u{00BB}'
            | '\u{00BF}' | '\u{037E}' | '\u{0387}' | '\u{055A}'..='\u{055F}' | '\u{0589}'
            | '\u{058A}' | '\u{05BE}' | '\u{05C0}' | '\u{05C3}' | '\u{05C6}' | '\u{05F3}'
            | '\u{05F4}' | '\u{0609}' | '\u{060A}' | '\u{060C}' | '\u{060D}' | '\u{061B}'
            | '\u{061D}'..='\u{061F}' | '\u{066A}'..='\u{066D}' | '\u{06D4}' | '\u{0964}'
            | '\u{0965}' | '\u{0970}' | '\u{0E4F}' | '\u{0E5A}' | '\u{0E5B}'
            | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}'
            | '\u{2053}'..='\u{205E}' | '\u{207D}' | '\u{207E}' | '\u{208D}' | '\u{208E}'
            | '\u{2308}'..='\u{230B}' | '\u{2329}' | '\u{232A}' | '\u{2768}'..='\u{2775}'
            | '\u{27C5}' | '\u{27C6}' | '\u{27E6}'..='\u{27EF}' | '\u{2983}'..='\u{2998}'
            | '\u{29D8}'..='\u{29DB}' | '\u{29FC}' | '\u{29FD}' | '\u{2E00}'..='\u{2E2E}'
            | '\u{2E30}'..='\u{2E4F}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301F}' | '\u{3030}' | '\u{303D}' | '\u{30A0}' | '\u{30FB}'
            | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE52}' | '\u{FE54}'..='\u{FE61}'
            | '\u{FE63}' | '\u{FE68}' | '\u{FE6A}' | '\u{FE6B}' | '\u{FF01}'..='\u{FF03}'
            | '\u{FF05}'..='\u{FF0A}' | '\u{FF0C}'..='\u{FF0F}' | '\u{FF1A}' | '\u{FF1B}'
            | '\u{FF1F}' | '\u{FF20}' | '\u{FF3B}'..='\u{FF3D}' | '\u{FF3F}' | '\u{FF5B}'
            | '\u{FF5D}' | '\u{FF5F}'..='\u{FF65}')
}

/// Chinese signs, in BERT's own ranges.
const fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{2A6DF}'
        | '\u{2A700}'..='\u{2B73F}' | '\u{2B740}'..='\u{2B81F}' | '\u{2B920}'..='\u{2CEAF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}')
}

#[cfg(test)]
mod tests {
    use crate::model::shipped_embedding;

    /// Pieces and text, as `models/train/golden.py` wrote them with the teacher's own tokenizer.
    const GOLDEN: &str = include_str!("../../golden/pieces.tsv");

    #[test]
    fn every_piece_is_found_as_itself() {
        let words = GOLDEN.split_whitespace().filter(|word| !word.starts_with("##"));
        let mut all: Vec<&str> = words.filter(|w| w.len() <= super::LONGEST_PIECE).collect();
        all.sort_unstable();
        all.dedup();
        let pieces = super::Pieces::of(&all.join("\n"));
        for (number, piece) in all.iter().enumerate() {
            let hash = piece.bytes().fold(super::BEGINS, super::add);
            assert_eq!(pieces.find(hash), u32::try_from(number).ok(), "{piece}");
        }
    }

    #[test]
    fn a_thousand_texts_are_split_as_the_teacher_splits_them() {
        let pieces = shipped_embedding().unwrap().pieces();
        let (mut word, mut found) = (String::new(), Vec::new());
        let mut count = 0;
        for line in GOLDEN.lines() {
            let (ids, text) = line.split_once('\t').unwrap();
            pieces.split(text, 10_000, &mut word, &mut found);
            let found: Vec<String> = found.iter().map(u32::to_string).collect();
            assert_eq!(found.join(" "), ids, "{text}");
            count += 1;
        }
        assert_eq!(count, 1_000);
    }
}
