//! Which n-grams count, and how much: TF-IDF over two blocks, each of length 1.

use super::Example;
use crate::features::{Quick, QuickMap};

/// The n-grams that were seen often enough, with their inverse document frequency.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    known: QuickMap<u64, (u32, f32)>,
}

/// A text as weights: places of the vocabulary, and the dense part behind them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vector {
    pub(crate) sparse: Vec<(u32, f32)>,
    pub(crate) dense: Vec<f32>,
}

impl Vector {
    /// Its squared length, plus 1 for the constant.
    pub(crate) fn square(&self) -> f32 {
        let sparse: f32 = self.sparse.iter().map(|(_, v)| v * v).sum();
        let dense: f32 = self.dense.iter().map(|v| v * v).sum();
        sparse + dense + 1.0
    }
}

impl Vocabulary {
    /// Learns from texts. Words must occur in `words` texts, characters in `characters`.
    pub fn learn<'e>(
        examples: impl Iterator<Item = &'e Example>,
        words: u32,
        characters: u32,
    ) -> Self {
        let mut seen: [QuickMap<u64, u32>; 2] = Default::default();
        let mut texts = 0_u32;
        for example in examples {
            texts += 1;
            for (block, seen) in [&example.words, &example.characters].into_iter().zip(&mut seen) {
                for (hash, _) in block {
                    *seen.entry(*hash).or_insert(0) += 1;
                }
            }
        }
        let [in_words, in_characters] = seen;
        let often = in_words.into_iter().filter(|(_, n)| *n >= words);
        let mut kept: Vec<(u64, u32)> =
            often.chain(in_characters.into_iter().filter(|(_, n)| *n >= characters)).collect();
        kept.sort_unstable();
        let mut known = QuickMap::with_capacity_and_hasher(
            kept.len(),
            std::hash::BuildHasherDefault::<Quick>::default(),
        );
        for (place, (hash, count)) in (0_u32..).zip(kept) {
            // The smooth form: as if one more text held every n-gram.
            let idf = (f64::from(1 + texts) / f64::from(1 + count)).ln() + 1.0;
            known.insert(hash, (place, narrow(idf)));
        }
        Self { known }
    }

    /// How many n-grams are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// A text's weights: (1 + ln of the count) times the inverse document frequency, each block
    /// scaled to length 1.
    pub(crate) fn weigh(&self, example: &Example) -> Vector {
        let mut sparse = Vec::with_capacity(example.words.len() + example.characters.len());
        for block in [&example.words, &example.characters] {
            let begin = sparse.len();
            let mut squares = 0.0_f32;
            for (hash, count) in block {
                let Some((place, idf)) = self.known.get(hash) else { continue };
                let weight = (1.0 + narrow(f64::from(*count).ln())) * idf;
                squares += weight * weight;
                sparse.push((*place, weight));
            }
            let length = squares.sqrt().max(1e-9);
            sparse.iter_mut().skip(begin).for_each(|(_, weight)| *weight /= length);
        }
        sparse.sort_unstable_by_key(|(place, _)| *place);
        Vector { sparse, dense: example.dense.clone() }
    }
}

#[expect(clippy::as_conversions, reason = "there is no other way from f64 to f32")]
fn narrow(x: f64) -> f32 {
    x as f32
}
