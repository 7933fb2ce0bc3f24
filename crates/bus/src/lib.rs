#![doc = include_str!("../README.md")]

mod hub;
mod presence;

pub use hub::{Hub, Notice};
pub use presence::{Doing, Here, PresenceBoard};
