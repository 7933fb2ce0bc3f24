#![doc = include_str!("../README.md")]

mod address;
mod client;
mod dial;
mod error;
mod incoming;
mod policy;
mod request;
mod resolve;
mod socket;

pub use address::is_public;
pub use client::Client;
pub use dial::{MOST, Wire};
pub use error::Error;
pub use incoming::Incoming;
pub use policy::Policy;
pub use request::{Request, Response};
pub use reqwest::Method;
pub use socket::{Heard, Socket, Words};
