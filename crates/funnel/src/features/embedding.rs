//! The table of word vectors: 256 signed bytes a piece and one scale, distilled from a sentence
//! model (see `models/`).
use std::borrow::Cow;

use super::Pieces;
use crate::simd::Path;

/// How many numbers a vector has.
pub const WIDTH: usize = 256;

/// The most pieces of a text that are read.
const MOST_PIECES: usize = 512;

/// Word pieces and their vectors.
#[derive(Debug, Clone)]
pub struct Embedding {
    pieces: Pieces,
    scales: Vec<f32>,
    rows: Cow<'static, [u8]>,
}

/// Room to work in, used again for many texts.
#[derive(Debug, Default, Clone)]
pub struct Desk {
    word: String,
    ids: Vec<u32>,
}

impl Embedding {
    /// A table with its vocabulary. `None` if the sizes do not fit each other.
    #[must_use]
    pub fn new(vocabulary: &str, scales: Vec<f32>, rows: Cow<'static, [u8]>) -> Option<Self> {
        let pieces = Pieces::of(vocabulary);
        let fits = rows.len() == scales.len() * WIDTH && vocabulary.lines().count() == scales.len();
        fits.then_some(Self { pieces, scales, rows })
    }

    /// The word pieces.
    #[must_use]
    pub const fn pieces(&self) -> &Pieces {
        &self.pieces
    }

    /// The mean vector of a text, of length 1; zeros if no piece of it is known.
    pub fn mean(&self, text: &str, desk: &mut Desk, out: &mut [f32; WIDTH]) {
        self.pieces.split(text, MOST_PIECES, &mut desk.word, &mut desk.ids);
        *out = [0.0; WIDTH];
        if self.scales.is_empty() {
            return;
        }
        let rows = self.rows.as_chunks::<WIDTH>().0;
        Path::fastest().add_vectors(rows, &self.scales, &desk.ids, out);
        // Sixteen sums side by side: one alone waits for itself at each step.
        let mut squares = [0.0_f32; 16];
        for some in out.as_chunks::<16>().0 {
            squares.iter_mut().zip(some).for_each(|(square, x)| *square += x * x);
        }
        let length = squares.iter().sum::<f32>().sqrt();
        if length > 1e-6 {
            out.iter_mut().for_each(|x| *x /= length);
        }
    }
}
