#![doc = include_str!("../README.md")]

pub mod bluesky;
mod broken;
pub mod demo;
pub mod error;
pub mod forum;
pub mod hacker_news;
mod halt;
pub mod mail;
pub mod mastodon;
mod planned;
pub mod platform;
pub mod site;
pub mod story;
mod strikes;
pub mod wordpress;

pub use demo::Demo;
pub use error::Error;
pub use halt::{Moment, Stop};
