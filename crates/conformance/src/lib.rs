#![doc = include_str!("../README.md")]

pub mod connector;
pub mod core;
pub mod error;
mod link;
mod rules;
pub mod sheet;

pub use error::Error;
pub use link::Link;
pub use rules::RULES;
pub use sheet::{Line, Outcome, Report, Sheet};
