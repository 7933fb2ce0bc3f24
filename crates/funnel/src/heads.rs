//! The heads that ship: one pass over a text, all judgements at once. Hashed n-grams in signed
//! bytes, the mean word vector and the counts; a linear head for each judgement on top of them.

mod drill;
mod features;
mod hashed;
mod languages;
mod layout;
mod likelihood;
mod model;
mod narrow;
mod quantize;

pub use drill::{Lesson, Target, drill};
pub use features::Scores;
pub use hashed::{BUCKETS, Room, Rows};
pub(crate) use languages::ROW as LANGUAGE_ROW;
pub use languages::{LANGUAGE_BUCKETS, Languages};
pub use layout::{EMOTIONS, Group, OUTPUTS, Output, STRIDE};
pub use likelihood::Says;
pub use model::{DENSE, Heads};
pub use narrow::{Narrow, Taught, narrow};
pub use quantize::{Float, heads_parts};
