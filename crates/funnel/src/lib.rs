#![doc = include_str!("../README.md")]

mod config;
mod emotion;
mod evidence;
mod expects_reply;
mod identity;
mod influence;
mod input;
mod intents;
mod judge;
mod language;
mod lexicon;
mod priority;
mod reading;
mod relevance;
mod sentiment;
mod spam;
mod timeliness;
mod urgency;
mod value;
mod words;

pub use config::{Config, Weights};
pub use input::{CustomerRecord, Input};
pub use judge::{ENGINE, Funnel};

#[cfg(test)]
mod tests;
