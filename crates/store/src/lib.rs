#![doc = include_str!("../README.md")]

pub mod accounts;
pub mod agents;
pub mod case_lists;
pub mod cases;
mod cell;
mod conn;
mod db;
mod error;
pub mod events;
pub mod inbox;
pub mod listeners;
mod migrate;
pub mod notes;
pub mod organizations;
pub mod outbox;
pub mod persons;
pub mod playbooks;
pub mod posts;
pub mod search;
pub mod sessions;
pub mod setup;
pub mod threads;
mod value;
pub mod verdicts;
mod writer;

pub use conn::{Conn, Tx, Work};
pub use db::{Commit, Db};
pub use error::{Error, Result};
