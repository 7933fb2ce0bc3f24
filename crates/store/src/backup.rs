//! Backup, restore and verify: a whole copy of the database and its files in one file that either
//! engine can read back, made from one snapshot while everything goes on.
//!
//! The file is gzip over lines of JSON: a header, then per table a line that names it and one array
//! a row, then the stored files in pieces, then a trailer with counts and the SHA-256 of all lines
//! before it. The full-text index is not in it; restore builds it again from the posts.
//!
//! A restore sends nothing: answers that were on their way may have gone since (`stale`).
//!
//! A backup holds everything, hashes of passwords and sealed secrets too: keep it as safe as the
//! database. On SQLite a backup is a long read: the write-ahead log grows until it ends.

mod dump;
mod file;
mod format;
mod restore;
mod stale;
mod told;
mod verify;

pub use dump::{Dumped, dump};
pub use restore::{Restored, Tokenizer, restore};
pub use stale::Stale;
pub use verify::{Report, verify};
