//! How far a feed was read: what its server wants to hear again, and what it has shown.

use earshot_egress::Response;
use earshot_model::Time;
use serde::{Deserialize, Serialize};

use crate::known::Known;

/// The most bytes of a header's value that is kept.
const LONGEST: usize = 500;

/// The cursor of a feed.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// What was shown.
    pub(crate) known: Known,
    /// The feed asks not to be read before.
    pub(crate) rest_until: Time,
    etag: String,
    modified: String,
}

/// How it is written.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct Written {
    etag: String,
    modified: String,
    rest_until: i64,
    known: String,
}

impl Memory {
    /// Reads what [`Memory::write`] wrote; what cannot be read is forgotten.
    pub(crate) fn read(cursor: &str) -> Self {
        let Written { etag, modified, rest_until, known } =
            serde_json::from_str(cursor).unwrap_or_default();
        Self { known: Known::read(&known), rest_until: Time(rest_until), etag, modified }
    }

    /// The cursor as text.
    pub(crate) fn write(&self) -> String {
        let written = Written {
            etag: self.etag.clone(),
            modified: self.modified.clone(),
            rest_until: self.rest_until.micros(),
            known: self.known.write(),
        };
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// What makes the next request a conditional one (RFC 9110, section 13.1).
    pub(crate) fn conditions(&self) -> Vec<(&'static str, String)> {
        let both = [("if-none-match", &self.etag), ("if-modified-since", &self.modified)];
        let told = both.into_iter().filter(|(_, value)| !value.is_empty());
        told.map(|(name, value)| (name, value.clone())).collect()
    }

    /// Keeps what the server wants to hear again.
    pub(crate) fn note_answer(&mut self, answer: &Response) {
        let told = |name| answer.header(name).filter(|value| is_fit(value)).unwrap_or_default();
        self.etag = told("etag").to_owned();
        self.modified = told("last-modified").to_owned();
    }
}

/// Whether a value can be sent back as it came.
fn is_fit(value: &str) -> bool {
    value.len() <= LONGEST && value.bytes().all(|b| b == b' ' || b.is_ascii_graphic())
}
