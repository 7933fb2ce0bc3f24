//! What mail says, and what it is to us. Pure: bytes in, values out.

mod address;
mod bounce;
mod item;
mod judge;
mod letter;
mod mail;
mod marks;
mod quote;
mod words;

pub use address::Mailbox;
pub use item::item;
pub(super) use item::{id as item_id, message_id as item_message_id};
pub use judge::{Kind, judge};
pub use letter::{Letter, write};
pub use mail::{Mail, read};
pub use marks::{Marks, Ours, Own};

#[cfg(test)]
mod tests;
