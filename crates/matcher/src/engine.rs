//! All listeners, matched against a stream of posts.
//!
//! Each query is lowered to tests over facts (a word, a pair of neighbours, an author). From a
//! sample of posts it is known how rare each fact is, and a query waits only for its rarest
//! required ones, its *anchors*. A post is split into tokens once; their keys pass a small filter,
//! wake the programs that wait for them, and only those are run. `README.md` of the crate says
//! more; the plain evaluator of [`Query::matches`] is the oracle that tests compare with.

mod ask;
mod batch;
mod delta;
mod fact;
mod filter;
mod frequency;
mod ground;
mod key;
mod leaf;
mod lower;
mod near;
mod need;
mod page;
mod plan;
mod prefetch;
mod program;
mod publish;
mod raw;
mod reading;
mod run;
mod segment;
mod sentence;
mod sight;
mod slop;
mod snapshot;
mod table;
mod test;
mod wants;
mod wild;

pub use batch::{Effort, Hit, Scratch};
pub(crate) use frequency::Counter;
pub use frequency::Frequencies;
pub use publish::Engine;
