//! The HTTP channel protocol: events in, commands out, results back.

pub mod answer;
mod limits;
mod problem;
pub mod webhook;
pub mod wire;

pub use limits::Limits;
pub use problem::{BatchProblem, ItemProblem};

/// The OpenAPI 3.1 description of the protocol, as JSON. A test holds its examples and its field
/// names against the parser.
pub const OPENAPI: &str = include_str!("http/openapi.json");
