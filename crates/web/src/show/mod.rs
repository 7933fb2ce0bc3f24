//! From what the house knows to what a page shows.

pub(crate) mod frame;
