//! When work is done: weekly hours, holidays, exceptions, in a time zone.

mod compile;
mod count;
mod day;
mod holiday;
mod ical;
mod interval;
mod seek;
mod spec;

pub use compile::{Calendar, Note};
pub use holiday::{Holiday, YearDay, Yearly};
pub use ical::{Imported, Skipped, import};
pub use interval::Interval;
pub use spec::{CalendarSpec, Exception, WeekHours};

#[cfg(test)]
pub(crate) mod tests;
