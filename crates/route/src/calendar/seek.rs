//! Stretches of constant offset, and open time since 1970 on such a wall clock.

use earshot_model::Time;
use jiff::tz::TimeZone;

use super::Calendar;
use super::day::DayPlan;

/// 9999-12-31, the last day that a zone knows, as days since 1970-01-01.
pub(super) const LAST_DAY: i64 = 2_932_896;

/// The nearest instant that is safe to count with: 8,029 years around 1970.
pub(super) fn countable(at: Time) -> Time {
    let most = LAST_DAY * Time::DAY;
    Time(at.0.clamp(-most, most))
}

/// Time between two changes of a zone's offset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub(super) from: Time,
    /// Exclusive; none when the offset never changes again.
    pub(super) to: Option<Time>,
    /// Local time less UTC, in microseconds.
    offset: i64,
}

impl Stretch {
    /// The stretch that begins at this instant, its end unknown.
    pub(super) fn at(zone: &TimeZone, from: Time) -> Self {
        let from = countable(from);
        let offset = i64::from(zone.to_offset(from.timestamp()).seconds()) * Time::SECOND;
        Self { from, to: None, offset }
    }

    /// The wall clock at this instant, as microseconds since its own 1970-01-01.
    pub(super) const fn local(&self, at: Time) -> i64 {
        at.0.saturating_add(self.offset)
    }

    /// The wall clock at its start.
    pub(super) const fn local_from(&self) -> i64 {
        self.local(self.from)
    }

    /// The instant at which the wall clock shows `local`.
    pub(super) const fn instant(&self, local: i64) -> Time {
        Time(local.saturating_sub(self.offset))
    }
}

impl Calendar {
    /// The stretches from `from` on, without a gap between them.
    pub(super) fn stretches(&self, from: Time) -> impl Iterator<Item = Stretch> {
        let from = countable(from);
        let mut changes = self.zone.following(from.timestamp());
        let mut next = Some(Stretch::at(&self.zone, from));
        std::iter::from_fn(move || {
            let mut current = next.take()?;
            if let Some(change) = changes.next() {
                let at = Time::from(change.timestamp());
                current.to = Some(at);
                let offset = i64::from(change.offset().seconds()) * Time::SECOND;
                next = Some(Stretch { from: at, to: None, offset });
            }
            Some(current)
        })
    }

    /// The plan of a day, given as days since 1970-01-01.
    pub(super) fn plan(&self, day: i64) -> Option<&DayPlan> {
        match self.special.binary_search_by_key(&day, |special| special.day) {
            Ok(found) => self.special.get(found).map(|special| &special.plan),
            Err(_) => self.usual(day),
        }
    }

    /// Open time from 1970-01-01 to the start of this day, on the wall clock; negative before.
    pub(super) fn open_before(&self, day: i64) -> i64 {
        // Counted from Monday 1969-12-29, so that weeks are whole.
        let (weeks, rest) = ((day + 3).div_euclid(7), (day + 3).rem_euclid(7));
        let days = usize::try_from(rest).unwrap_or(0);
        let begun: i64 = self.week.iter().take(days).map(|plan| plan.open).sum();
        let special = self.special.partition_point(|special| special.day < day);
        let more = special.checked_sub(1).and_then(|n| self.special.get(n));
        weeks.saturating_mul(self.week_open) + begun + more.map_or(0, |special| special.more)
    }

    /// Open time from 1970-01-01 to this point of the wall clock.
    pub(super) fn open_until(&self, local: i64) -> i64 {
        let (day, time) = (local.div_euclid(Time::DAY), local.rem_euclid(Time::DAY));
        self.open_before(day) + self.plan(day).map_or(0, |plan| plan.open_before(time))
    }
}
