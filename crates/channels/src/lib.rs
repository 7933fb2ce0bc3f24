#![doc = include_str!("../README.md")]

pub mod allowed;
pub mod error;
pub mod http;
pub mod length;
mod links;
pub mod signature;

pub use error::Error;
