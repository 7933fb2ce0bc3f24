//! The words around the five expectations, in the language of a profile.

use earshot_model::Time;

/// The words of one language. Gaps are written `{}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrases {
    /// Short names of the days, Monday first.
    pub days: [&'static str; 7],
    /// Day and night, every day.
    pub always: &'static str,
    /// Between the first and the last of several days.
    pub to: &'static str,
    /// Gap: the hours.
    pub hours: &'static str,
    /// Gap: a number of minutes.
    pub minutes: &'static str,
    /// Gap: a number of hours; the first for one.
    pub an_hour: &'static str,
    /// Gap: a number of hours.
    pub some_hours: &'static str,
    /// One day.
    pub a_day: &'static str,
    /// Gap: a number of days.
    pub some_days: &'static str,
    /// Gap: the time.
    pub answer: &'static str,
    /// Gap: languages.
    pub languages: &'static str,
    /// Gap: other channels.
    pub channels: &'static str,
    /// Gap: topics.
    pub topics: &'static str,
}

impl Phrases {
    /// English.
    pub const ENGLISH: Self = Self {
        days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        always: "day and night",
        to: "\u{2013}",
        hours: "Here {}",
        minutes: "{} minutes",
        an_hour: "1 hour",
        some_hours: "{} hours",
        a_day: "1 day",
        some_days: "{} days",
        answer: "Answers within {}",
        languages: "Languages: {}",
        channels: "Also: {}",
        topics: "About: {}",
    };

    /// German.
    pub const GERMAN: Self = Self {
        days: ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
        always: "Tag und Nacht",
        to: "\u{2013}",
        hours: "Hier {}",
        minutes: "{} Minuten",
        an_hour: "1 Stunde",
        some_hours: "{} Stunden",
        a_day: "1 Tag",
        some_days: "{} Tagen",
        answer: "Antwort in {}",
        languages: "Sprachen: {}",
        channels: "Auch: {}",
        topics: "Zu: {}",
    };

    /// The phrases for a language tag, such as `de-AT`; English where there are none.
    #[must_use]
    pub fn of(tag: &str) -> &'static Self {
        match tag.split('-').next() {
            Some("de") => &Self::GERMAN,
            _ => &Self::ENGLISH,
        }
    }

    /// A time in words, rounded up: nobody is promised less than is meant.
    #[must_use]
    pub fn time(&self, micros: i64) -> String {
        let up = |unit: i64| micros / unit + i64::from(micros % unit != 0);
        let with = |phrase: &str, number: i64| phrase.replacen("{}", &number.to_string(), 1);
        match (up(Time::MINUTE), up(Time::HOUR), up(Time::DAY)) {
            (minutes, ..) if minutes < 60 => with(self.minutes, minutes),
            (_, 1, _) => self.an_hour.to_owned(),
            (minutes, hours, _) if minutes < 120 && minutes < hours * 60 => {
                with(self.minutes, minutes)
            }
            (_, hours, _) if hours <= 48 && hours != 24 => with(self.some_hours, hours),
            (_, _, 1) => self.a_day.to_owned(),
            (_, _, days) => with(self.some_days, days),
        }
    }
}
