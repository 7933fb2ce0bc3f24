#![doc = include_str!("../README.md")]

pub mod access;
pub mod allowed;
pub mod bluesky;
pub mod channel;
pub mod chat;
pub mod email;
pub mod error;
pub mod exchange;
pub mod fault;
pub mod http;
pub mod length;
mod links;
pub mod mastodon;
pub mod pace;
pub mod signature;

pub use access::{Access, Ask, Fields, OWN_KEY};
pub use channel::{About, Batch, Channel, Flood, Outgoing, Page, Receipt, Standing, Wanted};
pub use error::Error;
pub use exchange::{Channels, Vault};
pub use fault::Fault;
