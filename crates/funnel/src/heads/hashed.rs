//! A text as the heads see it.

use crate::features::{Block, COUNTS, Desk, Embedding, Gram, Normal, WIDTH, counts, grams};

use super::DENSE;

/// Buckets for hashed n-grams.
pub const BUCKETS: usize = 1 << 16;

/// Rows of so many characters are read.
const LENGTHS: (usize, usize) = (3, 5);

/// One n-gram in its bucket.
#[derive(Debug, Clone, Copy)]
pub struct Hashed {
    /// The bucket.
    pub bucket: u32,
    /// The token that it ends in.
    pub token: u32,
}

/// Room to work in, and what was read last. One is used again for many texts, so that reading
/// allocates nothing after the longest.
#[derive(Debug, Clone)]
pub struct Room {
    pub(crate) normal: Normal,
    grams: Vec<Gram>,
    desk: Desk,
    /// Words, then characters.
    pub(crate) blocks: [Vec<Hashed>; 2],
    /// The mean vector, then the counts.
    pub(crate) dense: [f32; DENSE],
    pub(crate) outputs: [f32; super::STRIDE],
}

impl Default for Room {
    fn default() -> Self {
        Self {
            normal: Normal::default(),
            grams: Vec::new(),
            desk: Desk::default(),
            blocks: Default::default(),
            dense: [0.0; DENSE],
            outputs: [0.0; super::STRIDE],
        }
    }
}

impl Room {
    /// Reads a text.
    pub fn read(&mut self, text: &str, embedding: &Embedding) {
        self.normal.read(text);
        grams(&self.normal, LENGTHS, &mut self.grams);
        self.blocks.iter_mut().for_each(Vec::clear);
        let [words, characters] = &mut self.blocks;
        for gram in &self.grams {
            // The top bits are mixed best.
            let bucket = u32::try_from(gram.hash >> 48).unwrap_or(0);
            let hashed = Hashed { bucket, token: gram.token };
            match gram.block {
                Block::Words => words.push(hashed),
                Block::Characters => characters.push(hashed),
            }
        }
        if let Some((mean, rest)) = self.dense.split_first_chunk_mut::<WIDTH>() {
            embedding.mean(text, &mut self.desk, mean);
            if let Some(some) = rest.first_chunk_mut::<COUNTS>() {
                counts(&self.normal, some);
            }
        }
    }

    /// The normal form of the text that was read last.
    #[must_use]
    pub const fn normal(&self) -> &Normal {
        &self.normal
    }

    /// The n-grams of words, then those of characters.
    #[must_use]
    pub const fn blocks(&self) -> &[Vec<Hashed>; 2] {
        &self.blocks
    }

    /// The outputs of the text that was scored last.
    #[must_use]
    pub const fn outputs(&self) -> &[f32; super::STRIDE] {
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
