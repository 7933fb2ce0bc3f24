//! What listeners find: by day, in a dry run before they go to work, and over all of them together.

mod alarms;
mod counts;
mod direction;
mod insights;
mod lately;
mod rehearse;
mod tags;
mod told;
mod walk;

pub use alarms::{Alarm, alarms};
pub use counts::{DayFinds, Finds, Listened, finds, versions};
pub use direction::{Direction, direction};
pub use insights::{CoMentions, Insights, Unnamed, Voice, insights};
pub use lately::lately;
pub use rehearse::{Rehearsal, rehearse};
pub use tags::Tag;
pub use told::untold;
pub(crate) use walk::Walk;

/// The most stored posts that a dry run or a set of insights looks at. One that stops here says how
/// far back it came.
pub const MOST_HEARD: usize = 100_000;

/// How many posts are shown as samples.
pub const SAMPLES: usize = 50;

/// A count as a number with fractions; nothing beyond two thousand million.
fn exact(n: i64) -> Option<f64> {
    i32::try_from(n).ok().map(f64::from)
}

/// A part of a whole, 0 to 1; nothing of nothing.
fn share(part: i64, all: i64) -> Option<f64> {
    exact(part).zip(exact(all)).filter(|(_, all)| *all > 0.0).map(|(part, all)| part / all)
}
