#![doc = include_str!("../README.md")]

pub mod assets;
pub mod chart;
pub mod pages;
pub mod words;

pub use pages::icon;
