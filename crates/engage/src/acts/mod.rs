//! What an agent does to a case, one act a file.

mod advise;
mod allow;
mod assign;
mod close;
mod correct;
mod draft;
mod fact;
mod hashtag;
mod listeners;
mod mention;
mod move_queue;
pub(crate) mod names;
mod note;
mod presence;
mod promise;
mod read;
mod reopen;
mod resolve;
mod review;
mod shared_lists;
mod snooze;
mod tag;
mod withdraw;

pub use advise::Suggestion;
pub(crate) use allow::{Acting, seen};
pub use close::Waiver;
pub(crate) use correct::ask;
pub use correct::{Correctable, NO_EMOTION};
pub use fact::FACT_KINDS;
pub(crate) use fact::{MOST as MOST_FACTS, mark as fact_mark};
pub use listeners::NewListener;
pub use presence::{Doing, Here};
pub use promise::NewPromise;
pub use review::Reviewed;
pub use shared_lists::NewList;
pub use snooze::Until;

/// A note that calls somebody.
pub use earshot_store::mentions::Mention;

/// Why a query cannot be read: the place, the reason, a way out.
pub use earshot_matcher::QueryError;
