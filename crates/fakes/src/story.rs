//! The demo's traffic: the customers of Altavela, who do not exist, and the noise around them.

mod cast;
mod lines;
mod plot;
mod react;
mod slots;
mod speak;

pub use play::play;
pub use plot::{Pace, Story};

mod play;

#[cfg(test)]
mod tests;
