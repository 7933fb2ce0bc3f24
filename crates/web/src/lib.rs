#![doc = include_str!("../README.md")]

mod answer;
mod api;
pub mod assets;
pub mod chart;
mod csrf;
mod form;
mod gate;
mod guest;
mod headers;
mod live;
pub mod pages;
mod peer;
mod problem;
pub mod router;
mod routes;
mod session;
mod show;
mod state;
mod visit;
pub mod words;

pub use pages::icon;
pub use peer::Proxies;
pub use router::router;
pub use state::State;
