#![doc = include_str!("../README.md")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "only tests import this crate, and a test may panic"
)]

mod engines;
mod ground;
mod office;
mod postgres;

pub use engines::in_runtime;
pub use ground::{Ground, NOON};
pub use office::Office;
pub use postgres::PostgresDatabase;
