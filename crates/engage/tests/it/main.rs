//! The tests of this crate, in one binary.

mod acts;
mod desk;
mod ground;
mod staff;
