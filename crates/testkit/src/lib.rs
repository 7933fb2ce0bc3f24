#![doc = include_str!("../README.md")]
#![expect(clippy::expect_used, reason = "only tests import this crate, and a test may panic")]

mod engines;
mod ground;
mod office;

pub use engines::in_runtime;
pub use ground::{Ground, NOON};
pub use office::Office;
