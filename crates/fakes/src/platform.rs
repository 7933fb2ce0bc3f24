//! Plaza: the network, its connector, and its control surface.

mod carry_out;
mod connect;
mod control;
mod fault;
mod page;
mod plaza;
mod push;
mod webhook;
mod world;

pub use connect::{Link, connect, deliver_to};
pub use control::{control, serve};
pub use fault::Fault;
pub use plaza::Plaza;
pub use webhook::take_commands;
pub use world::{NewPost, Rejection, Seen, Stored, User};
