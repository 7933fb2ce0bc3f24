//! The tests of this crate, in one binary.

mod acts;
mod correct;
mod desk;
mod ground;
mod outbound;
mod reply;
mod staff;
