#![doc = include_str!("../README.md")]

pub mod access;
pub mod allowed;
pub mod bluesky;
pub mod channel;
pub mod chat;
pub mod discourse;
pub mod email;
pub mod error;
pub mod exchange;
pub mod fault;
pub mod feeds;
pub mod hacker_news;
pub mod http;
mod known;
pub mod length;
mod links;
pub mod mastodon;
pub mod pace;
pub mod plain;
mod shown;
pub mod signature;
pub mod wordpress;

pub use access::{Access, Ask, Fields, OWN_KEY};
pub use channel::{About, Batch, Channel, Flood, Outgoing, Page, Receipt, Standing, Wanted};
pub use error::Error;
pub use exchange::{Channels, Vault};
pub use fault::Fault;
