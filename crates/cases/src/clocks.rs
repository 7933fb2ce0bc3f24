//! The clocks of a case: what happens is written into its log, and its deadlines follow from that.

mod rules;
mod start;

use earshot_model::{Case, CaseStatus, Clocks, Time};
use earshot_route::clock::{ClockKind, Course, Entry, Happening, Rules};
use earshot_route::close_allowed;
use earshot_store::clocks::{self, CaseClocks, LogRow};
use earshot_store::{Conn, Error, Result, Tx, posts};

pub use rules::{DEFAULTS, rules};
pub use start::{Beginning, Started, keep_started, start};

/// The log of a case, read.
///
/// # Errors
/// As the database; [`Error::Clocks`] when a row cannot be read.
pub async fn course(conn: &mut Conn, case: earshot_model::CaseId) -> Result<Course> {
    let mut course = Course::new();
    for row in clocks::log(conn, case).await? {
        course.read(&entry(&row)?);
    }
    Ok(course)
}

/// Writes into the log of a case what happened, and gives its deadlines as they follow from that. A
/// case of imported history has no clocks: then nothing is given, and nothing is written.
///
/// # Errors
/// As the database; [`Error::Clocks`] when the rules lack an edition.
pub async fn note(
    tx: &mut Tx,
    rules: &Rules,
    case: &Case,
    now: Time,
    happened: &[Entry],
) -> Result<Option<Clocks>> {
    let known = clocks::find(tx, case.id).await?;
    if known.is_none() && case.imported {
        return Ok(None);
    }
    let mut rows = Vec::new();
    let harsh = known.as_ref().is_some_and(|known| known.harsh);
    let written = known.as_ref().map_or(0, |known| known.entries);
    if known.is_none() {
        rows.extend(start::inherited(tx, rules, case).await?);
    }
    rows.extend(happened.iter().cloned());
    let mut fresh = Vec::with_capacity(rows.len());
    for (n, row) in (written..).zip(&rows) {
        fresh.push((case.id, n, stored(row)?));
    }
    clocks::append(tx, &fresh).await?;
    let course = course(tx, case.id).await?;
    let entries = written.saturating_add(i64::try_from(rows.len()).unwrap_or(i64::MAX));
    let (found, row) = follows(&course, rules, case.id, now, harsh, entries)?;
    clocks::put(tx, &[row]).await?;
    Ok(Some(found))
}

/// [`note`] with the rules of the organization, which are read for it.
///
/// # Errors
/// As [`note`].
pub async fn note_now(
    tx: &mut Tx,
    case: &Case,
    now: Time,
    happened: &[Entry],
) -> Result<Option<Clocks>> {
    if !is_logged(tx, case).await? {
        return Ok(None);
    }
    let rules = rules(tx).await?;
    note(tx, &rules, case, now, happened).await
}

/// Whether a case has a log, or would begin one: imported history has none.
///
/// # Errors
/// As the database.
pub async fn is_logged(conn: &mut Conn, case: &Case) -> Result<bool> {
    Ok(!case.imported || clocks::find(conn, case.id).await?.is_some())
}

/// What happens when a case is over: words that still wait are dismissed by that, and its status changes.
pub(crate) async fn over(tx: &mut Tx, case: &Case, at: Time, to: CaseStatus) -> Result<Vec<Entry>> {
    if clocks::find(tx, case.id).await?.is_none() {
        // A case that is older than its log: first what its row tells.
        note_now(tx, case, at, &[]).await?;
    }
    let owed = course(tx, case.id).await?.owed();
    let dismissed = owed
        .into_iter()
        .map(|(post, _)| Happening::Dismissed { post, reason: to.word().to_owned() });
    let happened = dismissed.chain([Happening::Status { to }]);
    Ok(happened.map(|what| entry_at(at, what)).collect())
}

/// Whether a post can be read by everybody.
pub(crate) async fn is_public(tx: &mut Tx, post: earshot_model::PostId) -> Result<bool> {
    Ok(posts::find(tx, post).await?.audience.is_open())
}

/// One row.
pub(crate) const fn entry_at(at: Time, what: Happening) -> Entry {
    Entry { at, what }
}

/// What follows from a course.
fn follows(
    course: &Course,
    rules: &Rules,
    case_id: earshot_model::CaseId,
    now: Time,
    harsh: bool,
    entries: i64,
) -> Result<(Clocks, CaseClocks)> {
    let broken = |error: earshot_route::Error| Error::Clocks(error.to_string());
    let states = course.states(rules, now).map_err(broken)?;
    let columns = course.columns(rules, now).map_err(broken)?;
    let waiting = course.alarms(rules, now).map_err(broken)?;
    let wake_at = match waiting.first() {
        Some(_) => Some(now),
        None => course.next_wakeup(rules, now).map_err(broken)?,
    };
    let open = || states.iter().filter(|state| state.is_open());
    let due = |kind: ClockKind| {
        open().filter(|state| state.clock == kind).filter_map(|state| state.due_at).min()
    };
    let warn_at = open().filter(|state| state.clock.is_answer()).filter_map(|s| s.warn_at).min();
    let row = CaseClocks {
        case_id,
        entries,
        wake_at,
        warn_at,
        loop_due_at: due(ClockKind::Loop),
        promise_due_at: due(ClockKind::Promise),
        harsh,
        blocked: close_allowed(&course.close_facts(harsh)).is_err(),
    };
    Ok((columns, row))
}

fn entry(row: &LogRow) -> Result<Entry> {
    serde_json::from_str(&row.entry).map_err(|error| Error::Clocks(error.to_string()))
}

fn stored(entry: &Entry) -> Result<LogRow> {
    let text = serde_json::to_string(entry).map_err(|error| Error::Clocks(error.to_string()))?;
    Ok(LogRow { at: entry.at, entry: text })
}
