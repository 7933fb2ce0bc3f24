//! The commands of the binary, as an operator runs them.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may panic")]

mod administration;
mod conformance;
mod custody;
mod eval;
mod keeping;
mod office;
mod playbooks;
