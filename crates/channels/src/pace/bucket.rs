//! One limit of a channel, learned from what it tells with each answer.

use earshot_model::Time;

use super::patience::next_wait;
use super::rates::Told;

/// What goes first when little is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// Answers of agents. They may use up everything.
    Replies,
    /// Looks at posts of live cases.
    Cases,
    /// What speaks to the brand.
    Mentions,
    /// What is only listened to.
    Listening,
}

impl Lane {
    /// Every lane, the first one first.
    pub const ALL: [Self; 4] = [Self::Replies, Self::Cases, Self::Mentions, Self::Listening];

    /// How much of a limit must be left for those before, in percent: 30 for answers, and a little
    /// more for each lane between.
    const fn kept_for_others(self) -> i64 {
        match self {
            Self::Replies => 0,
            Self::Cases => 30,
            Self::Mentions => 40,
            Self::Listening => 50,
        }
    }
}

/// Ends of windows that are no further apart than this are one, in microseconds.
const SLACK: i64 = 10 * Time::SECOND;

/// One limit: so many requests until a moment, then as many again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bucket {
    /// None before the channel told.
    window: Option<Window>,
    /// The channel refused: nothing goes until then.
    shut_until: Option<Time>,
    /// The wait after the last refusal that named no time.
    wait: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Window {
    limit: i64,
    left: i64,
    resets_at: Time,
}

impl Bucket {
    /// Whether a request of this lane could go now.
    ///
    /// # Errors
    /// When it may be tried again.
    pub fn ready(&self, lane: Lane, now: Time) -> Result<(), Time> {
        if let Some(until) = self.shut_until.filter(|until| *until > now) {
            return Err(until);
        }
        let Some(window) = self.window.filter(|window| window.resets_at > now) else {
            return Ok(());
        };
        let kept = window.limit.saturating_mul(lane.kept_for_others()) / 100;
        if window.left > kept { Ok(()) } else { Err(window.resets_at) }
    }

    /// As [`Bucket::ready`], and counts the request.
    ///
    /// # Errors
    /// When it may be tried again.
    pub fn admit(&mut self, lane: Lane, now: Time) -> Result<(), Time> {
        self.ready(lane, now)?;
        match &mut self.window {
            Some(window) if window.resets_at > now => window.left -= 1,
            // The time of the last window is over, and the next one is not known yet.
            window => *window = None,
        }
        Ok(())
    }

    /// Takes in what the channel tells. Requests that are under way were counted before: within one
    /// window the smaller number is true.
    pub fn learn(&mut self, told: Told, now: Time) {
        if told.limit <= 0 || told.resets_at <= now {
            return;
        }
        // Servers compute the end of a window anew for each answer, some seconds up or down.
        let same = |window: &Window| {
            window.limit == told.limit && told.resets_at.since(window.resets_at).abs() <= SLACK
        };
        let left = match self.window.filter(same) {
            Some(window) => window.left.min(told.left),
            None => told.left,
        };
        self.window =
            Some(Window { limit: told.limit, left: left.max(0), resets_at: told.resets_at });
        self.wait = 0;
    }

    /// The channel refused. Nothing goes until it says, or, where it does not, for a while that grows.
    /// Gives until when.
    pub fn shut(&mut self, until: Option<Time>, now: Time, dice: u64) -> Time {
        let until = until.filter(|until| *until > now).unwrap_or_else(|| {
            self.wait = next_wait(self.wait, dice);
            now.plus(self.wait)
        });
        self.shut_until = Some(until);
        until
    }
}
