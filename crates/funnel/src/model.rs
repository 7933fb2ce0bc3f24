//! Model files: what was trained, as it ships.

mod chosen;
mod container;
mod embedding_part;
mod shipped;

pub use chosen::{choose, current, status};
pub use container::{FORMAT, Parts, write};
pub use embedding_part::embedding;
pub use shipped::{Model, shipped_embedding};
