//! The HTTP channel protocol: events in, commands out, results back.

pub mod answer;
mod limits;
mod problem;
pub mod webhook;
pub mod wire;

pub use answer::{BatchAnswer, CommandPage, ItemAnswer, Outcome, ProblemAnswer, StateAnswer};
pub use limits::Limits;
pub use problem::{BatchProblem, ItemProblem};
pub use wire::Descriptor;

/// The OpenAPI 3.1 description of the protocol, as JSON. A test holds its examples and its field
/// names against the parser.
pub const OPENAPI: &str = include_str!("http/openapi.json");
