//! Reads what a plug-in sends. Pure: bytes and the time in, values or problems out.

mod batch;
mod check;
mod event;
mod single;
mod utf8;

pub use batch::parse_batch;
pub use event::checked;
pub use single::{Descriptor, parse_descriptor, parse_result, parse_state};

#[cfg(test)]
mod tests;
