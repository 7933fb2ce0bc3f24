//! The five expectations that a brand posts: hours, languages, time
//! to an answer, other channels, topics. One form, texts for each network, and a check that they hold.

mod check;
mod form;
mod phrases;
mod text;

pub use check::{Measured, Mismatch, Posted, Service, check};
pub use form::{Expectations, FormError, OtherChannel};
pub use phrases::Phrases;
pub use text::{Posting, write};

#[cfg(test)]
mod tests;
