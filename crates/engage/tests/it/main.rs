//! The tests of this crate, in one binary.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test stops where something is wrong"
)]

mod acts;
mod advice;
mod approvals;
mod correct;
mod crisis;
mod custody;
mod desk;
mod elsewhere;
mod expectations;
mod facts;
mod ground;
mod leaks;
mod manage;
mod mentions;
mod outbound;
mod playbook;
mod programs;
mod promises;
mod receiver;
mod reply;
mod restored;
mod scene;
mod settings;
mod signed;
mod speak;
mod staff;
mod tags;
mod webhook;
