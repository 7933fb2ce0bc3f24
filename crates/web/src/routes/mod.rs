//! What browsers ask for, one resource a file.

pub(crate) mod assets;
pub(crate) mod health;
