//! What each listener found on each day, when it last found something, and the queries it had.

use std::collections::HashMap;

use earshot_model::{ListenerId, Time, Visibility};
use earshot_store::Conn;
use earshot_store::listening::{self, Version};
use earshot_store::reports::Day;
use jiff::civil::Date;

use crate::days::{self, Range};
use crate::error::Result;

/// What was found on one day in the organization's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Finds {
    /// Posts that the funnel kept in.
    pub kept: i64,
    /// Posts that it kept out.
    pub noise: i64,
    /// Posts that belong to a case.
    pub in_cases: i64,
}

impl Finds {
    /// All of them.
    #[must_use]
    pub const fn all(&self) -> i64 {
        self.kept + self.noise
    }

    /// All days together.
    pub(super) fn over(days: &[DayFinds]) -> Self {
        days.iter().fold(Self::default(), |sum, day| Self {
            kept: sum.kept + day.finds.kept,
            noise: sum.noise + day.finds.noise,
            in_cases: sum.in_cases + day.finds.in_cases,
        })
    }
}

/// One day of one listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayFinds {
    /// The date.
    pub date: Date,
    /// Its first microsecond, within the range.
    pub from: Time,
    /// What was found.
    pub finds: Finds,
}

/// What one listener found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listened {
    /// By day, oldest first, empty days included.
    pub days: Vec<DayFinds>,
    /// When it last found something, whether in the range or before.
    pub last: Option<Time>,
}

impl Listened {
    /// All days together.
    #[must_use]
    pub fn total(&self) -> Finds {
        Finds::over(&self.days)
    }
}

/// What each of these listeners found in this range, as far as `eyes` may see it. Those that never found
/// anything are missing.
///
/// # Errors
/// As [`crate::Record::report`].
pub async fn finds(
    conn: &mut Conn,
    eyes: &Visibility,
    range: Range,
    listeners: &[ListenerId],
) -> Result<HashMap<ListenerId, Listened>> {
    let zone = days::zone_of(conn).await?;
    let calendar = days::of(&zone, range)?;
    let empty: Vec<DayFinds> = calendar
        .iter()
        .map(|(date, day)| DayFinds { date: *date, from: day.from, finds: Finds::default() })
        .collect();
    let days: Vec<Day> = calendar.into_iter().map(|(_, day)| day).collect();
    let mut all: HashMap<ListenerId, Listened> = HashMap::new();
    for last in listening::last_hits(conn, listeners).await? {
        let listened = Listened { days: empty.clone(), last: Some(last.hit_at) };
        all.insert(last.listener_id, listened);
    }
    for count in listening::by_day(conn, eyes, &days, listeners).await? {
        let listened = all.get_mut(&count.listener_id);
        let place = usize::try_from(count.day).unwrap_or(usize::MAX);
        let Some(day) = listened.and_then(|listened| listened.days.get_mut(place)) else {
            continue;
        };
        let side = if count.noise { &mut day.finds.noise } else { &mut day.finds.kept };
        *side += count.posts;
        if count.in_case {
            day.finds.in_cases += count.posts;
        }
    }
    Ok(all)
}

/// The queries that a listener had, newest first.
///
/// # Errors
/// As the store.
pub async fn versions(conn: &mut Conn, listener: ListenerId) -> Result<Vec<Version>> {
    Ok(listening::versions(conn, listener).await?)
}
