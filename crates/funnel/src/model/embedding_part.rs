//! The table of word vectors in a model file.

use super::Parts;
use crate::Error;
use crate::features::Embedding;

const VOCABULARY: &str = "vocabulary";
const SCALES: &str = "embedding-scales";
const ROWS: &str = "embedding-rows";

/// Reads the table.
///
/// # Errors
/// A part is missing, or the parts do not fit each other.
pub fn embedding(parts: &Parts) -> Result<Embedding, Error> {
    let (vocabulary, scales) = (parts.text(VOCABULARY)?, parts.numbers(SCALES)?);
    Embedding::new(&vocabulary, scales, parts.get(ROWS)?).ok_or_else(|| parts.misfit(ROWS))
}
