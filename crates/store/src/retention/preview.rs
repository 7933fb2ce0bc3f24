//! What a run would remove now, without removing it.

use earshot_model::Time;

use super::passes::first_id;
use super::{Class, old};
use crate::conn::Conn;
use crate::error::Result;
use crate::value::{Value, args};

/// Counting stops here: somebody who reads "10,000 and more" has seen enough.
pub const MOST_COUNTED: i64 = 10_000;

/// How many rows of this class a run would remove if it kept them for so many days, at most
/// [`MOST_COUNTED`]. What is under legal hold is not among them.
///
/// # Errors
/// As the database.
pub async fn due(conn: &mut Conn, class: Class, days: i64, now: Time) -> Result<i64> {
    let org = conn.org();
    let before = now.plus(-days.saturating_mul(Time::DAY));
    let start = Vec::<u8>::new();
    let posts =
        || args![org, before, Time(i64::MIN), Vec::<u8>::new(), MOST_COUNTED, first_id(before)];
    let (sql, values): (&'static str, Vec<Value>) = match class {
        Class::Noise => (old::COUNT_NOISE, posts()),
        Class::Recorded => (old::COUNT_RECORDED, posts()),
        Class::Cases => {
            (old::COUNT_CASES, args![org, before, start, MOST_COUNTED, first_id(before)])
        }
        Class::Persons => {
            (old::COUNT_PERSONS, args![org, before, start, MOST_COUNTED, first_id(before)])
        }
        Class::Inbox => (old::COUNT_INBOX, args![org, before, MOST_COUNTED]),
        Class::Sessions => (old::COUNT_SESSIONS, args![org, before, MOST_COUNTED]),
        Class::Drafts => (old::COUNT_DRAFTS, args![org, before, MOST_COUNTED]),
        Class::Tombstones => (old::COUNT_TOMBSTONES, args![org, before, MOST_COUNTED]),
        Class::Jobs => (old::COUNT_JOBS, args![org, before, MOST_COUNTED]),
        Class::Lessons => (old::COUNT_LESSONS, args![org, before, MOST_COUNTED]),
        Class::Files => (old::COUNT_LINKS, args![org, before, MOST_COUNTED]),
    };
    Ok(conn.cell(sql, values).await?.unwrap_or(0))
}
