//! Where a channel tells its limits: the names of three headers, and what the third one means.

use earshot_egress::Response;
use earshot_model::Time;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// A channel's clock is taken for right when it is no further from ours, in microseconds: its date
/// comes in whole seconds, and was on its way.
const SLACK: i64 = 2 * Time::SECOND;

/// What a channel says about one of its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// How many requests a window has.
    pub limit: i64,
    /// How many are left of it.
    pub left: i64,
    /// When the next one begins.
    pub resets_at: Time,
}

/// How a channel writes the end of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reset {
    /// As a date and time after RFC 3339.
    Moment,
    /// As seconds since 1970.
    Epoch,
    /// As seconds from now.
    Seconds,
}

/// The headers in which a channel tells its limits.
#[derive(Debug)]
pub struct Rates {
    /// Of the whole window.
    pub limit: &'static str,
    /// Of what is left.
    pub left: &'static str,
    /// Of its end.
    pub reset: &'static str,
    /// What that one means.
    pub means: Reset,
}

impl Rates {
    /// What an answer tells, if it tells all three.
    #[must_use]
    pub fn read(&self, answer: &Response, now: Time) -> Option<Told> {
        let number = |name| answer.header(name)?.trim().parse::<i64>().ok();
        let resets_at = self.moment(answer, now)?;
        Some(Told { limit: number(self.limit)?, left: number(self.left)?, resets_at })
    }

    /// Until when an answer asks to wait: by `Retry-After`, else by the end of the window.
    #[must_use]
    pub fn wait(&self, answer: &Response, now: Time) -> Option<Time> {
        if let Some(wait) = answer.retry_after() {
            return Some(now.plus(i64::try_from(wait.as_micros()).unwrap_or(i64::MAX)));
        }
        self.moment(answer, now)
    }

    /// The end of a window by our clock.
    fn moment(&self, answer: &Response, now: Time) -> Option<Time> {
        let text = answer.header(self.reset)?.trim();
        let seconds = || text.parse::<i64>().ok().map(|n| n.saturating_mul(Time::SECOND));
        let at = match self.means {
            Reset::Moment => ours(Time::from(text.parse::<Timestamp>().ok()?), answer, now),
            Reset::Epoch => ours(Time(seconds()?), answer, now),
            Reset::Seconds => now.plus(seconds()?),
        };
        // Nobody is left alone for longer than a day, whatever a header says.
        Some(at.min(now.plus(Time::DAY)))
    }
}

/// A moment that a channel told by its own clock, by ours: how far that is off shows in the date of its
/// answer (RFC 9110, section 6.6.1).
fn ours(told: Time, answer: &Response, now: Time) -> Time {
    let parser = DateTimeParser::new();
    let theirs = answer.header("date").and_then(|date| parser.parse_timestamp(date.trim()).ok());
    let off = theirs.map_or(0, |theirs| Time::from(theirs).since(now));
    if off.abs() <= SLACK { told } else { told.plus(-off) }
}
