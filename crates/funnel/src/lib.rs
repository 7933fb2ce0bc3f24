#![doc = include_str!("../README.md")]

mod brief;
pub mod certificate;
mod config;
mod emotion;
mod error;
mod expects_reply;
pub mod features;
mod few;
pub mod heads;
mod identity;
mod influence;
mod input;
mod intents;
mod judge;
mod language;
pub mod learn;
mod lexicon;
pub mod model;
pub mod online;
mod opinion;
mod outliers;
mod priority;
mod reading;
mod relevance;
mod ruling;
mod sentiment;
mod simd;
mod spam;
pub mod tasks;
mod timeliness;
mod urgency;
mod value;
mod words;

pub use brief::{Brief, TERMS, Term};
pub use config::{Config, Weights};
pub use error::Error;
pub use few::Few;
pub use input::{CustomerRecord, Input};
pub use judge::{ENGINE, Funnel, SMALLER_ENGINE};
pub use ruling::{Reason, Reasons, Ruling, What};

#[cfg(test)]
mod tests;
