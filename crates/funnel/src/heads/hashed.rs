//! A text as the heads see it.

use crate::features::{COUNTS, Desk, Embedding, Normal, Take, WIDTH, counts, stir, walk};

use super::{DENSE, STRIDE};

/// Buckets for hashed n-grams.
pub const BUCKETS: usize = 1 << 16;

/// Rows of so many characters are read: for the heads.
const LENGTHS: (usize, usize) = (3, 5);

/// The longest row of characters that is read for languages.
const LANGUAGE_LENGTH: usize = 4;

/// So many rows of characters are enough to tell a language.
const ENOUGH: usize = 160;

/// The buckets of one block's n-grams, token by token.
#[derive(Debug, Default, Clone)]
pub struct Rows {
    buckets: Vec<u16>,
    ends: Vec<u32>,
}

impl Rows {
    /// All buckets.
    #[must_use]
    pub fn buckets(&self) -> &[u16] {
        &self.buckets
    }

    /// How many n-grams there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.buckets.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }

    /// For each token the buckets of the n-grams that end in it.
    pub fn by_token(&self) -> impl Iterator<Item = &[u16]> {
        let mut from = 0;
        self.ends.iter().map(move |end| {
            let end = usize::try_from(*end).unwrap_or(usize::MAX);
            let range = std::mem::replace(&mut from, end)..end;
            self.buckets.get(range).unwrap_or_default()
        })
    }

    fn clear(&mut self) {
        self.buckets.clear();
        self.ends.clear();
    }

    fn end(&mut self) {
        self.ends.push(u32::try_from(self.buckets.len()).unwrap_or(u32::MAX));
    }
}

/// Puts n-grams into their buckets.
struct Fill<'r> {
    words: &'r mut Rows,
    characters: &'r mut Rows,
    letters: &'r mut Vec<u16>,
}

#[expect(clippy::as_conversions, reason = "the shift leaves the 16 bits that are mixed best")]
impl Take for Fill<'_> {
    #[inline]
    fn word(&mut self, mixed: u64) {
        self.words.buckets.push((stir(mixed) >> 48) as u16);
    }

    #[inline]
    fn letters(&mut self, mixed: u64, length: usize) {
        let for_language = length <= LANGUAGE_LENGTH && self.letters.len() < ENOUGH;
        if length < LENGTHS.0 && !for_language {
            return;
        }
        let hash = stir(mixed);
        if length >= LENGTHS.0 {
            self.characters.buckets.push((hash >> 48) as u16);
        }
        if for_language {
            self.letters.push((hash >> 49) as u16);
        }
    }

    #[inline]
    fn token(&mut self) {
        self.words.end();
        self.characters.end();
    }
}

/// Room to work in, and what was read last. One is used again for many texts, so that reading
/// allocates nothing after the longest.
#[derive(Debug, Clone)]
pub struct Room {
    pub(crate) normal: Normal,
    desk: Desk,
    /// Words, then characters.
    pub(super) blocks: [Rows; 2],
    /// Rows of characters by which a language is told.
    pub(super) letters: Vec<u16>,
    /// What the n-grams of each token say together, for each block, in steps of signed bytes.
    pub(super) sums: [Vec<[i16; STRIDE]>; 2],
    /// The mean vector, then the counts.
    pub(crate) dense: [f32; DENSE],
    pub(crate) outputs: [f32; STRIDE],
}

impl Default for Room {
    fn default() -> Self {
        Self {
            normal: Normal::default(),
            desk: Desk::default(),
            blocks: Default::default(),
            letters: Vec::new(),
            sums: Default::default(),
            dense: [0.0; DENSE],
            outputs: [0.0; STRIDE],
        }
    }
}

impl Room {
    /// Reads a text.
    pub fn read(&mut self, text: &str, embedding: &Embedding) {
        self.read_letters(text);
        if let Some((mean, rest)) = self.dense.split_first_chunk_mut::<WIDTH>() {
            embedding.mean(text, &mut self.desk, mean);
            if let Some(some) = rest.first_chunk_mut::<COUNTS>() {
                counts(&self.normal, some);
            }
        }
    }

    /// Reads of a text only what its language can be told by.
    pub fn read_letters(&mut self, text: &str) {
        self.normal.read(text);
        self.blocks.iter_mut().for_each(Rows::clear);
        self.letters.clear();
        let [words, characters] = &mut self.blocks;
        let mut fill = Fill { words, characters, letters: &mut self.letters };
        walk(&self.normal, LENGTHS.1, &mut fill);
    }

    /// Buckets of the rows of characters by which a language is told. Names, addresses and signs say
    /// nothing of it.
    #[must_use]
    pub fn letters(&self) -> &[u16] {
        &self.letters
    }

    /// The normal form of the text that was read last.
    #[must_use]
    pub const fn normal(&self) -> &Normal {
        &self.normal
    }

    /// The n-grams of words, then those of characters.
    #[must_use]
    pub const fn blocks(&self) -> &[Rows; 2] {
        &self.blocks
    }

    /// The outputs of the text that was scored last.
    #[must_use]
    pub const fn outputs(&self) -> &[f32; STRIDE] {
        &self.outputs
    }

    /// The mean vector and the counts.
    #[must_use]
    pub const fn dense(&self) -> &[f32; DENSE] {
        &self.dense
    }

    /// What an n-gram of a block with so many counts: each block has about length 1.
    #[must_use]
    pub fn share(count: usize) -> f32 {
        let count = u16::try_from(count.max(1)).unwrap_or(u16::MAX);
        1.0 / f32::from(count).sqrt()
    }
}
