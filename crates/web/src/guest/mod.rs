//! Requests of guests: whoever came into a room by a link, without an account of ours.

pub(crate) mod gate;
pub(crate) mod inside;
pub(crate) mod message;
pub(crate) mod meter;
pub(crate) mod stream;

pub(crate) use inside::Inside;
