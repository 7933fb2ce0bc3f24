//! What the engine is measured against, where it is installed: nothing is built or linked for it.

mod fts5;
mod vectorscan;

pub(crate) use fts5::Fts5;
pub(crate) use vectorscan::Vectorscan;
