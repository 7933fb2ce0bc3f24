#![doc = include_str!("../README.md")]

pub mod certificate;
mod config;
mod emotion;
mod error;
mod evidence;
mod expects_reply;
pub mod features;
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
mod sentiment;
mod spam;
pub mod tasks;
mod timeliness;
mod urgency;
mod value;
mod words;

pub use config::{Config, Weights};
pub use error::Error;
pub use input::{CustomerRecord, Input};
pub use judge::{ENGINE, Funnel, SMALLER_ENGINE};

#[cfg(test)]
mod tests;
