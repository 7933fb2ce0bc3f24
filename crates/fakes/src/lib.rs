#![doc = include_str!("../README.md")]

pub mod bluesky;
mod broken;
pub mod demo;
pub mod error;
mod halt;
pub mod mail;
pub mod mastodon;
mod planned;
pub mod platform;
pub mod story;

pub use demo::Demo;
pub use error::Error;
pub use halt::{Moment, Stop};
