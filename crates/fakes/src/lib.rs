#![doc = include_str!("../README.md")]

pub mod demo;
pub mod error;
pub mod mail;
pub mod mastodon;
pub mod platform;
pub mod story;

pub use demo::Demo;
pub use error::Error;
