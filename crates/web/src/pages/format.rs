//! Times, durations and numbers as people read them: the only place that formats them.

use earshot_model::Time;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::words::{Locale, Words};

/// Stands between a number and its unit, so that a line never breaks there.
const TIE: char = '\u{a0}';

/// Who looks, from where, at what moment. Makes every time and duration of a page.
#[derive(Debug, Clone)]
pub struct Lens {
    /// The reader's language.
    pub w: Words,
    /// The reader's time zone.
    pub zone: TimeZone,
    /// The moment the page is made.
    pub now: Time,
}

/// A moment on a page: short for the eye, whole for the tip, exact for machines.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct When {
    /// RFC 3339, UTC.
    pub iso: String,
    /// "14:02" today, "12 Mar" this year, "3 Feb 2025" before.
    pub short: String,
    /// The whole date with the reader's zone, and UTC.
    pub full: String,
}

impl Lens {
    /// A moment as a page shows it.
    #[must_use]
    pub fn when(&self, at: Time) -> When {
        let here = at.timestamp().to_zoned(self.zone.clone());
        let today = self.now.timestamp().to_zoned(self.zone.clone());
        let clock = here.strftime("%H:%M").to_string();
        let short = if here.date() == today.date() {
            clock.clone()
        } else if here.year() == today.year() {
            self.day_month(here.day(), here.month())
        } else {
            self.day_month_year(&here)
        };
        let full = format!(
            "{} {clock} {}, {}{TIE}UTC",
            self.day_month_year(&here),
            here.strftime("%Z"),
            at.timestamp().strftime("%H:%M")
        );
        When { iso: at.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), short, full }
    }

    /// A day: "12 Mar".
    #[must_use]
    pub fn day(&self, at: Time) -> String {
        let here = at.timestamp().to_zoned(self.zone.clone());
        self.day_month(here.day(), here.month())
    }

    /// The hour where the reader is: "14:02".
    #[must_use]
    pub fn hour(&self, at: Time) -> String {
        at.timestamp().to_zoned(self.zone.clone()).strftime("%H:%M").to_string()
    }

    fn day_month(&self, day: i8, month: i8) -> String {
        self.w.t2("time-day-month", "day", day.to_string(), "month", self.month(month))
    }

    fn day_month_year(&self, date: &jiff::Zoned) -> String {
        let day = self.day_month(date.day(), date.month());
        format!("{day} {}", date.year())
    }

    fn month(&self, month: i8) -> String {
        self.w.t(format!("time-month-{month}"))
    }
}

/// A length of time in one unit, rounded down: "40 s", "12 min", "9 h", "3 d".
#[must_use]
pub fn span(w: Words, micros: i64) -> String {
    let micros = micros.max(0);
    let (amount, key) = if micros < Time::MINUTE {
        (micros / Time::SECOND, "time-seconds")
    } else if micros < Time::HOUR {
        (micros / Time::MINUTE, "time-minutes")
    } else if micros < 2 * Time::DAY {
        (micros / Time::HOUR, "time-hours")
    } else {
        (micros / Time::DAY, "time-days")
    };
    w.t1(key, "n", number(w, amount))
}

/// A countdown: minutes and seconds below an hour ("3:18"), then [`span`].
#[must_use]
pub fn countdown(w: Words, micros: i64) -> String {
    if micros >= Time::HOUR {
        return span(w, micros);
    }
    let seconds = micros.max(0) / Time::SECOND;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// A whole number with its digits grouped as the language does: 12,400 or 12.400.
#[must_use]
pub fn number(w: Words, n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mark = if w.locale() == Locale::De { '.' } else { ',' };
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        out.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// A share between 0 and 1 as a percentage: "91 %".
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.0}{TIE}%", (share * 100.0).clamp(0.0, 100.0))
}

#[cfg(test)]
mod tests {
    use earshot_model::Time;
    use jiff::tz::TimeZone;

    use super::{Lens, countdown, number, percent, span};
    use crate::words::{Locale, Words};

    fn lens(locale: Locale, now: &str) -> Lens {
        let zone = TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC);
        Lens { w: Words::new(locale), zone, now: at(now) }
    }

    fn at(text: &str) -> Time {
        Time::from(text.parse::<jiff::Timestamp>().expect("a moment"))
    }

    #[test]
    fn a_moment_is_as_short_as_its_distance_allows() {
        let lens = lens(Locale::En, "2026-11-22T13:00:00Z");
        assert_eq!(lens.when(at("2026-11-22T12:02:00Z")).short, "13:02");
        assert_eq!(lens.when(at("2026-03-12T12:02:00Z")).short, "12 Mar");
        let old = lens.when(at("2025-02-03T08:00:00Z"));
        assert_eq!(old.short, "3 Feb 2025");
        assert_eq!(old.full, "3 Feb 2025 09:00 CET, 08:00\u{a0}UTC");
    }

    #[test]
    fn midnight_is_where_the_reader_is() {
        let lens = lens(Locale::De, "2026-11-21T23:30:00Z");
        assert_eq!(lens.when(at("2026-11-21T23:10:00Z")).short, "00:10");
        assert_eq!(lens.when(at("2026-11-21T22:10:00Z")).short, "21. Nov");
    }

    #[test]
    fn lengths_and_numbers_follow_the_language() {
        let (en, de) = (Words::new(Locale::En), Words::new(Locale::De));
        assert_eq!(countdown(en, 198 * Time::SECOND), "3:18");
        assert_eq!(countdown(en, 19 * Time::HOUR), "19\u{a0}h");
        assert_eq!(span(en, 12 * Time::MINUTE), "12\u{a0}min");
        assert_eq!(span(de, 3 * Time::DAY), "3\u{a0}Tage");
        assert_eq!(number(en, 12_400), "12,400");
        assert_eq!(number(de, -1_234_567), "−1.234.567");
        assert_eq!(number(en, 400), "400");
        assert_eq!(percent(0.914), "91\u{a0}%");
    }
}
