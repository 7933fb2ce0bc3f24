//! What a feed says, read leniently: feeds differ, and leave things out. Pure.

mod document;
mod item;
mod memory;

pub use document::{Document, Written, parse};
pub use item::{Place, Shown, item};
pub(super) use memory::Memory;

#[cfg(test)]
mod tests;
