//! What the heads see of a text: its normal form, hashed n-grams, the mean of its word pieces'
//! vectors, and counts. One definition for training and for judging.

mod counts;
mod embedding;
mod grams;
mod normal;
mod pieces;

pub use counts::{COUNTS, counts};
pub use embedding::{Desk, Embedding, WIDTH};
pub use grams::{Block, Gram, grams};
pub(crate) use grams::{Take, stir, walk};
pub use normal::{Kind, Normal, Token};
pub use pieces::Pieces;
pub(crate) use pieces::{Quick, QuickMap};
