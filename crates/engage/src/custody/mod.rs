//! What administrators do with the data itself: how long it is kept, what may not go, what must, and
//! what is never said in public.

mod erasure;
mod guard;
mod holds;
mod jobs;
mod persons;
mod retention;
mod weigh;

pub use erasure::Erasing;
pub use guard::{Caught, GuardSettings};
pub use persons::Somebody;
pub use retention::{ClassRow, Housekeeping, RetentionPage};
pub use weigh::{Example, MOST_WEIGHT, Weighing};

/// What an erasure touched, and what one would.
pub use earshot_store::erasure::{Erased, Going};
/// A legal hold with the names in it.
pub use earshot_store::holds::Shown as HoldRow;
/// A job that did not work when it was tried last.
pub use earshot_store::jobs::Failing as FailingJob;
/// The classes of data, and the longest time that may be set.
pub use earshot_store::retention::{Class, MOST_COUNTED, MOST_DAYS};
