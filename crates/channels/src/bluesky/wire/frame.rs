//! One event of a Jetstream.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

/// One event, read without copying. Records are read only where they are wanted.
#[derive(Debug, Deserialize)]
pub struct Frame<'f> {
    /// Whose.
    #[serde(borrow)]
    pub did: Cow<'f, str>,
    /// When the Jetstream told it, in microseconds since 1970.
    pub time_us: i64,
    /// `commit`, `identity` or `account`.
    #[serde(borrow)]
    pub kind: Cow<'f, str>,
    /// What happened in a repository.
    #[serde(default, borrow)]
    pub commit: Option<Commit<'f>>,
    /// What happened to an account.
    #[serde(default, borrow)]
    pub account: Option<Standing<'f>>,
}

/// A record was made, overwritten or deleted.
#[derive(Debug, Deserialize)]
pub struct Commit<'f> {
    /// The repository's revision: a TID, later ones are greater.
    #[serde(default, borrow)]
    pub rev: Cow<'f, str>,
    /// `create`, `update` or `delete`.
    #[serde(borrow)]
    pub operation: Cow<'f, str>,
    /// What kind of record.
    #[serde(borrow)]
    pub collection: Cow<'f, str>,
    /// Its key.
    #[serde(borrow)]
    pub rkey: Cow<'f, str>,
    /// What it holds now.
    #[serde(default, borrow)]
    pub record: Option<&'f RawValue>,
}

/// How an account stands.
#[derive(Debug, Deserialize)]
pub struct Standing<'f> {
    /// Whether it is shown.
    #[serde(default)]
    pub active: bool,
    /// Why not: `deleted`, `takendown`, `suspended`, `deactivated`.
    #[serde(default, borrow)]
    pub status: Option<Cow<'f, str>>,
}

impl Frame<'_> {
    /// Reads an event.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &str) -> Result<Frame<'_>, serde_json::Error> {
        serde_json::from_str(text)
    }
}

impl Standing<'_> {
    /// Whether the account went for good, with all that was said from it. One that rests may come back.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        !self.active && matches!(self.status.as_deref(), Some("deleted" | "takendown"))
    }
}
