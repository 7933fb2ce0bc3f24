#![doc = include_str!("../README.md")]

mod compile;
mod decide;
mod default_lines;
mod error;
mod facts;
mod harsh;
mod inspect;
mod line;
mod nesting;
mod parse;
mod values;
mod variables;

pub use compile::Playbook;
pub use default_lines::default_lines;
pub use error::{LineError, LineFault};
pub use facts::{Facts, Setting};
pub use harsh::is_harsh_but_legitimate;
pub use line::{LineSource, Then};
pub use variables::VARIABLES;

#[cfg(test)]
mod tests;
