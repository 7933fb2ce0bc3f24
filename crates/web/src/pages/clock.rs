//! The clock of a case or a promise: how much is left, how late it is, or why it stands still.

use askama::Template;
use askama::filters::HtmlSafe;
use earshot_model::Time;
use serde::Serialize;

use super::format::{countdown, span};
use crate::words::Words;

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum ClockState {
    /// More than a quarter is left.
    Calm,
    /// A quarter or less is left.
    Soon,
    /// The time is over.
    Late,
    /// Nobody waits for us.
    Paused,
    /// It was answered in time.
    Met,
}

/// A clock as it stands on a page. In the browser it goes on ticking.
#[derive(Debug, Clone, PartialEq, Serialize, Template)]
#[template(path = "marks/clock.html")]
pub struct ClockMark {
    /// How it stands.
    pub state: ClockState,
    /// What is left, how late it is, or why it waits.
    pub text: String,
    /// Words before the text for readers of the screen: "Late by".
    pub before: String,
    /// Words after it: "left to answer".
    pub after: String,
    /// Length of the drawn part of the ring, of 31.4 in all.
    pub ring: String,
    /// When it ends, milliseconds since 1970; 0 when it stands still.
    pub due_ms: i64,
    /// How long it runs in all, milliseconds.
    pub total_ms: i64,
    /// Which rule made it, in words, for the tip.
    pub rule: String,
}

impl HtmlSafe for ClockMark {}

/// The length of the ring in the drawing.
const RING: f64 = 31.4;

impl ClockMark {
    /// A running clock: from `started` to `due`, seen at `now`. `rule` says who set it.
    #[must_use]
    pub fn running(w: Words, started: Time, due: Time, now: Time, rule: String) -> Self {
        let total = due.since(started).max(1);
        let left = due.since(now);
        let state = if left < 0 {
            ClockState::Late
        } else if left.saturating_mul(4) <= total {
            ClockState::Soon
        } else {
            ClockState::Calm
        };
        let late = state == ClockState::Late;
        Self {
            state,
            text: if late { span(w, -left) } else { countdown(w, left) },
            before: if late { w.t("clock-late-by") } else { String::new() },
            after: if late { String::new() } else { w.t("clock-left") },
            ring: ring(left, total),
            due_ms: due.micros() / 1000,
            total_ms: total / 1000,
            rule,
        }
    }

    /// A clock that stands still because the customer is to speak.
    #[must_use]
    pub fn paused(w: Words) -> Self {
        Self::still(ClockState::Paused, w.t("clock-waiting"))
    }

    /// A clock that was met: `took` microseconds from the post to the answer.
    #[must_use]
    pub fn met(w: Words, took: i64) -> Self {
        Self::still(ClockState::Met, w.t1("clock-met", "time", span(w, took)))
    }

    /// A clock that stands still because what it was for is done: the words say how.
    #[must_use]
    pub fn kept(words: String) -> Self {
        Self::still(ClockState::Met, words)
    }

    /// The same running clock, of a promise and not of an answer.
    #[must_use]
    pub fn promised(mut self, w: Words) -> Self {
        if self.state != ClockState::Late {
            self.after = w.t("promise-left");
        }
        self
    }

    /// The same running clock, of something that nobody waits for in silence: a resolution, a closing
    /// word.
    #[must_use]
    pub fn measured(mut self, w: Words) -> Self {
        if self.state != ClockState::Late {
            self.after = w.t("clock-left-plain");
        }
        self
    }

    fn still(state: ClockState, text: String) -> Self {
        Self {
            state,
            text,
            before: String::new(),
            after: String::new(),
            ring: String::new(),
            due_ms: 0,
            total_ms: 0,
            rule: String::new(),
        }
    }

    fn class(&self) -> &'static str {
        match self.state {
            ClockState::Calm => "ok",
            ClockState::Soon => "warn",
            ClockState::Late => "over",
            ClockState::Paused => "pause",
            ClockState::Met => "met",
        }
    }
}

fn ring(left: i64, total: i64) -> String {
    let thousandths = left.clamp(0, total).saturating_mul(1000) / total.max(1);
    let share = f64::from(i32::try_from(thousandths).unwrap_or(1000)) / 1000.0;
    format!("{:.1}", share * RING)
}

#[cfg(test)]
mod tests {
    use earshot_model::Time;

    use super::{ClockMark, ClockState};
    use crate::words::{Locale, Words};

    fn at(minutes: i64) -> ClockMark {
        let w = Words::new(Locale::En);
        let due = Time(60 * Time::MINUTE);
        ClockMark::running(w, Time(0), due, Time(minutes * Time::MINUTE), String::new())
    }

    #[test]
    fn a_clock_turns_at_a_quarter_and_at_its_end() {
        assert_eq!(at(44).state, ClockState::Calm);
        assert_eq!(at(45).state, ClockState::Soon);
        assert_eq!(at(60).state, ClockState::Soon);
        let late = at(72);
        assert_eq!((late.state, late.text.as_str()), (ClockState::Late, "12\u{a0}min"));
        assert_eq!(late.ring, "0.0");
        assert_eq!(at(30).ring, "15.7");
    }
}
