#![doc = include_str!("../README.md")]

mod cell;
mod conn;
mod db;
mod error;
pub mod events;
mod migrate;
pub mod organizations;
mod value;
mod writer;

pub use conn::{Conn, Tx, Work};
pub use db::{Commit, Db};
pub use error::{Error, Result};
