//! The record over a real database, SQLite. That the statements mean the same on PostgreSQL is
//! tested where they stand, in `store`.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod listening;
mod reports;
mod searching;
mod world;
