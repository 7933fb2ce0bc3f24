//! The model: word vectors, heads and languages; the one that is part of the program, or another.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::{Parts, embedding};
use crate::Error;
use crate::features::Embedding;
use crate::heads::{Heads, Languages};

/// The files, in the program itself: a clean clone needs nothing else.
const EMBEDDING: (&str, &[u8]) =
    ("models/embedding.earshot", include_bytes!("../../../../models/embedding.earshot"));
const HEADS: (&str, &[u8]) =
    ("models/heads.earshot", include_bytes!("../../../../models/heads.earshot"));

static VECTORS: LazyLock<Result<Embedding, Error>> = LazyLock::new(|| {
    let (file, bytes) = EMBEDDING;
    embedding(&Parts::read(file, Cow::Borrowed(bytes))?)
});

static SHIPPED: LazyLock<Result<Model, Error>> = LazyLock::new(|| {
    let (file, bytes) = HEADS;
    Model::read(file, Cow::Borrowed(bytes))
});

/// The word vectors that ship.
///
/// # Errors
/// The file that was built in is not whole.
pub fn shipped_embedding() -> Result<&'static Embedding, Error> {
    VECTORS.as_ref().map_err(Clone::clone)
}

/// Everything that was trained.
#[derive(Debug, Clone)]
pub struct Model {
    /// Word vectors.
    pub embedding: &'static Embedding,
    /// Judgements.
    pub heads: Heads,
    /// Languages.
    pub languages: Languages,
}

impl Model {
    /// The model that is part of the program.
    ///
    /// # Errors
    /// A file that was built in is not whole.
    pub fn shipped() -> Result<&'static Self, Error> {
        SHIPPED.as_ref().map_err(Clone::clone)
    }

    /// A model from a file of heads, over the word vectors that ship; `file` is its name for
    /// messages.
    ///
    /// # Errors
    /// It is no such file, of another format, damaged, or its parts do not fit.
    pub fn read(file: &str, bytes: Cow<'static, [u8]>) -> Result<Self, Error> {
        let embedding = shipped_embedding()?;
        let parts = Parts::read(file, bytes)?;
        Ok(Self { embedding, heads: Heads::read(&parts)?, languages: Languages::read(&parts)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ships_is_whole() {
        assert_eq!(Model::shipped().err(), None);
    }

    #[test]
    fn a_cut_or_foreign_file_names_itself_and_the_way_out() {
        let cut = HEADS.1.get(..HEADS.1.len() / 2).unwrap();
        for broken in [cut, b"GGUF", b""] {
            let error = Model::read("/srv/mine.earshot", Cow::Borrowed(broken)).unwrap_err();
            let said = error.to_string();
            assert!(said.contains("/srv/mine.earshot") && said.contains("built-in"), "{said}");
        }
    }
}
