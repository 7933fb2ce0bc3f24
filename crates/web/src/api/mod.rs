//! What programs ask for.

pub(crate) mod refusal;
