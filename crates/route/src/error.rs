//! What can be wrong with what people write into calendars, policies and queues.

use jiff::civil::Date;

/// A setting that cannot be used as it stands, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No time zone has this name.
    #[error("no time zone is called \"{0}\". Use an IANA name, such as Europe/Berlin")]
    UnknownZone(String),
    /// A text that is no interval.
    #[error("\"{0}\" is not an interval. Write it as 09:00-12:30, between 00:00 and 24:00")]
    BadInterval(String),
    /// An interval that ends before it begins.
    #[error(
        "{0} ends before it begins. For hours over midnight write {1}-24:00 on this day and \
         00:00-{2} on the next"
    )]
    InvertedInterval(String, String, String),
    /// Two intervals of one day share minutes.
    #[error("{day}: {first} and {second} overlap. Join them, or move one of them")]
    OverlappingHours {
        /// The day as people say it.
        day: String,
        /// One interval.
        first: String,
        /// The other.
        second: String,
    },
    /// A calendar that never opens: its clocks would stand still for ever.
    #[error("this calendar has no open hour. Give at least one day of the week hours")]
    NoOpenHours,
    /// Two exceptions for one date.
    #[error("{0} has two exceptions. Keep one of them")]
    DoubleException(Date),
    /// A text that is no date.
    #[error("\"{0}\" is not a date. Write it as 2026-12-24")]
    BadDate(String),
    /// A holiday that lasts no day, or longer than a year.
    #[error("the holiday \"{0}\" must last 1 to 366 days")]
    BadLength(String),
    /// A calendar with more special days than anyone can have meant.
    #[error("{0} holidays and exceptions are too many: at most {1} days are kept, until 2150")]
    TooManyDays(usize, usize),
    /// A calendar file that cannot be read.
    #[error("line {line} of the calendar file: {why}")]
    BadCalendarFile {
        /// The line, from 1, as an editor counts.
        line: usize,
        /// What is wrong and what to do.
        why: String,
    },
    /// A clock policy that cannot be used.
    #[error("the clock policy \"{policy}\": {why}")]
    BadPolicy {
        /// Its name.
        policy: String,
        /// What is wrong and what to do.
        why: String,
    },
    /// A version was saved twice with different content.
    #[error("{0} is there already. Save the change as the next version")]
    SecondEdition(crate::clock::Edition),
    /// A case names a version of a policy or calendar that was not loaded.
    #[error("{0} is not loaded. Old versions are kept for the cases that run under them")]
    UnknownEdition(crate::clock::Edition),
}
