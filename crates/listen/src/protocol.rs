//! The words of the channel protocol, for the crate that answers its requests.

pub use earshot_channels::http::wire::{parse_descriptor, parse_result, parse_state};
pub use earshot_channels::http::{
    BatchAnswer, BatchProblem, CommandPage, Descriptor, ItemAnswer, Limits, OPENAPI, Outcome,
    ProblemAnswer, StateAnswer,
};
