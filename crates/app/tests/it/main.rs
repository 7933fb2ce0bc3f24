//! The commands of the binary, as an operator runs them.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod administration;
mod conformance;
mod custody;
mod eval;
mod history;
mod keeping;
mod matching;
mod nothing;
mod office;
mod playbooks;
mod server;
