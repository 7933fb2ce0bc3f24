//! What programs ask for: the channel protocol, and cases as JSON.

pub(crate) mod cases;
pub(crate) mod commands;
pub(crate) mod connector;
pub(crate) mod descriptor;
pub(crate) mod events;
pub(crate) mod kept;
pub(crate) mod openapi;
pub(crate) mod proof;
pub(crate) mod refusal;
pub(crate) mod result;
pub(crate) mod share;
pub(crate) mod v1;
