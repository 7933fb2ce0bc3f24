//! A text as numbers, before weights.

use crate::features::{Block, COUNTS, Desk, Embedding, Gram, Normal, WIDTH, counts, grams};

/// Numbers that something else says of a text, such as the shipped heads; shown to the learner
/// beside its own features.
pub trait Extra: Sync {
    /// Appends them. Always the same number of them.
    fn append(&mut self, text: &str, out: &mut Vec<f32>);
}

/// What the learner sees of one text.
#[derive(Debug, Clone, Default)]
pub struct Example {
    /// Hashes with the number of times they occur, words first.
    pub words: Vec<(u64, u32)>,
    /// The same of characters in a row.
    pub characters: Vec<(u64, u32)>,
    /// Mean vector, counts, and what else is known.
    pub dense: Vec<f32>,
}

/// Reads texts.
pub struct Reader<'a> {
    embedding: Option<&'a Embedding>,
    extra: Option<&'a mut dyn Extra>,
    normal: Normal,
    grams: Vec<Gram>,
    desk: Desk,
    mean_weight: f32,
    lengths: (usize, usize),
}

impl<'a> Reader<'a> {
    /// A reader; without an embedding or extra numbers their places are left out. `mean_weight` is
    /// the length of the mean vector beside the two blocks of n-grams, which have length 1 each.
    pub fn new(
        embedding: Option<&'a Embedding>,
        extra: Option<&'a mut dyn Extra>,
        mean_weight: f32,
    ) -> Self {
        let (normal, grams, desk) = Default::default();
        Self { embedding, extra, normal, grams, desk, mean_weight, lengths: (2, 5) }
    }

    /// The same with rows of characters of other lengths than 2 to 5.
    #[must_use]
    pub const fn with_lengths(mut self, shortest: usize, longest: usize) -> Self {
        self.lengths = (shortest, longest);
        self
    }

    /// Reads one text.
    pub fn read(&mut self, text: &str) -> Example {
        self.normal.read(text);
        grams(&self.normal, self.lengths, &mut self.grams);
        let counted = |block: Block| {
            let of_block = self.grams.iter().filter(|gram| gram.block == block);
            let mut hashes: Vec<u64> = of_block.map(|gram| gram.hash).collect();
            hashes.sort_unstable();
            hashes.chunk_by(|a, b| a == b).filter_map(counted_run).collect()
        };
        let (words, characters) = (counted(Block::Words), counted(Block::Characters));
        let mut dense = Vec::with_capacity(WIDTH + COUNTS);
        if let Some(embedding) = self.embedding {
            let mut mean = [0.0; WIDTH];
            embedding.mean(text, &mut self.desk, &mut mean);
            dense.extend(mean.iter().map(|x| x * self.mean_weight));
        }
        let mut some = [0.0; COUNTS];
        counts(&self.normal, &mut some);
        dense.extend(some);
        if let Some(extra) = self.extra.as_mut() {
            extra.append(text, &mut dense);
        }
        Example { words, characters, dense }
    }
}

fn counted_run(run: &[u64]) -> Option<(u64, u32)> {
    Some((*run.first()?, u32::try_from(run.len()).unwrap_or(u32::MAX)))
}
