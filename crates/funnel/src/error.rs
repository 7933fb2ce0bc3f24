//! What can go wrong with model files.

use thiserror::Error;

/// A model file that cannot be used. The message names the file and says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// It does not begin as a model file does.
    #[error(
        "{file} is not a model file of Earshot. Name a file from `models/` of the release, or none: then the built-in one is used"
    )]
    Foreign {
        /// The file.
        file: String,
    },
    /// It was made for another version of the format.
    #[error(
        "{file} has format {found}, this version reads format {wanted}. Take the file from `models/` of this release, or name none: then the built-in one is used"
    )]
    OtherFormat {
        /// The file.
        file: String,
        /// Its format.
        found: u32,
        /// The format that this version reads.
        wanted: u32,
    },
    /// Its bytes are not those that were written.
    #[error(
        "{file} is damaged: its checksum does not fit. Copy it again from `models/` of this release, or name none: then the built-in one is used"
    )]
    Damaged {
        /// The file.
        file: String,
    },
    /// A part is missing or has the wrong size.
    #[error(
        "{file} is whole, but its part `{part}` is missing or does not fit the others. Make it again with `models/train/run`, or name none: then the built-in one is used"
    )]
    Misfit {
        /// The file.
        file: String,
        /// The part.
        part: &'static str,
    },
}
