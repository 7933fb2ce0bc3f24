//! What is wrong with a batch as a whole, or with one event of it.

use serde::Serialize;

use super::Limits;

/// Why a whole body is refused. Nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BatchProblem {
    /// The body is over the limit.
    #[error("the body has {size} bytes, at most {} are read: send several batches", Limits::BODY)]
    TooLong {
        /// Its bytes.
        size: usize,
    },
    /// The body is not what the path expects.
    #[error("{field}: {message}")]
    Unreadable {
        /// Where, as a path such as `events`; `body` for the whole.
        field: String,
        /// What is wrong.
        message: String,
    },
    /// Too many events.
    #[error(
        "the batch has {count} events, at most {} are taken: send several batches",
        Limits::EVENTS
    )]
    TooMany {
        /// Its events.
        count: usize,
    },
}

impl BatchProblem {
    /// The HTTP status to answer.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::TooLong { .. } | Self::TooMany { .. } => 413,
            Self::Unreadable { .. } => 400,
        }
    }

    /// The translatable key, and the word for programs.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "body-too-long",
            Self::TooMany { .. } => "too-many-events",
            Self::Unreadable { .. } => "body-unreadable",
        }
    }
}

/// Why one event is refused. Its neighbours are not touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("event {index}, {field}: {message}")]
pub struct ItemProblem {
    /// Its place in the batch, from 0.
    pub index: usize,
    /// The channel's id of the post, when that much could be read.
    pub id: Option<String>,
    /// Where, as a path such as `item.author.handle`; `event` for the whole.
    pub field: String,
    /// What is wrong, and what is expected.
    pub message: String,
}
