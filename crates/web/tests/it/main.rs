//! The tests of this crate, in one binary.

mod acts;
mod assets;
mod bad_input;
mod brand;
mod browser;
mod desk;
mod forged;
mod hostile_text;
mod live;
mod login;
mod matrix;
mod protocol;
mod replies;
mod setup;
mod world;
