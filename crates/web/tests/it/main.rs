//! The tests of this crate, in one binary.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is wrong"
)]

mod accounts;
mod acts;
mod assets;
mod bad_input;
mod bluesky;
mod brand;
mod browser;
mod chat;
mod crisis;
mod desk;
mod erased;
mod feeds;
mod filter;
mod forged;
mod guest;
mod hostile_text;
mod listening;
mod live;
mod login;
mod mail;
mod matrix;
mod messages;
mod pack;
mod playbook;
mod protocol;
mod replies;
mod room_hostile;
mod room_review;
mod rooms;
mod scan;
mod settings;
mod setup;
mod shares;
mod signed;
mod world;
