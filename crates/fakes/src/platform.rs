//! Plaza: the network, its connector, and its control surface.

mod carry_out;
mod connect;
mod control;
mod fault;
mod page;
mod plaza;
mod push;
mod world;

pub use connect::{Link, connect};
pub use control::{control, serve};
pub use fault::Fault;
pub use plaza::Plaza;
pub use world::{NewPost, Rejection, Seen, Stored, User};
