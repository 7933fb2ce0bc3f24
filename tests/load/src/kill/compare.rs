//! The ledger beside the database.

use std::collections::{HashMap, HashSet};

use earshot_model::{CaseId, EventKind, PostId};
use earshot_store::{Db, events, inbox, posts};

use super::ledger::Ledger;
use crate::place::Ticket;

/// Rows of the log that are read at once.
const PAGE: i64 = 5_000;

/// What does not fit. All zero when the promise was kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    /// Accepted posts that are not there.
    pub(super) missing: usize,
    /// Posts that are there, or were worked on, more than once.
    pub(super) double: usize,
    /// Posts that nobody was told of.
    pub(super) strangers: usize,
    /// Cases whose opening stands in the log more than once.
    pub(super) cases_twice: usize,
    /// Deliveries that still wait.
    pub(super) waiting: i64,
}

/// Compares ids, not counts.
pub(super) async fn compare(db: &Db, ticket: &Ticket, ledger: &Ledger) -> anyhow::Result<Found> {
    let mut conn = db.read(ticket.org).await?;
    let wanted = ledger.ids();
    let known = posts::known(&mut conn, ticket.account, wanted.iter().cloned().collect()).await?;
    let rows: HashMap<PostId, String> =
        known.iter().map(|post| (post.id, post.external_id.clone())).collect();
    let there: HashSet<&str> = known.iter().map(|post| post.external_id.as_str()).collect();
    let mut found = Found {
        missing: wanted.iter().filter(|id| !there.contains(id.as_str())).count(),
        double: known.len() - there.len(),
        waiting: inbox::backlog(&mut conn).await?,
        ..Found::default()
    };
    let (received, opened) = log(&mut conn).await?;
    found.double += received.values().filter(|times| **times > 1).count();
    found.missing += rows.keys().filter(|post| !received.contains_key(post)).count();
    found.strangers = received.keys().filter(|post| !rows.contains_key(post)).count();
    found.cases_twice = opened.values().filter(|times| **times > 1).count();
    Ok(found)
}

/// How often each post came in and each case was opened, as the log says.
async fn log(
    conn: &mut earshot_store::Conn,
) -> anyhow::Result<(HashMap<PostId, usize>, HashMap<CaseId, usize>)> {
    let (mut received, mut opened) = (HashMap::new(), HashMap::new());
    let mut after = 0;
    loop {
        let page = events::since(conn, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok((received, opened)) };
        after = last.seq;
        for event in page {
            match (event.kind, event.post_id, event.case_id) {
                (EventKind::PostReceived, Some(post), _) => {
                    *received.entry(post).or_default() += 1;
                }
                (EventKind::CaseOpened, _, Some(case)) => *opened.entry(case).or_default() += 1,
                _ => {}
            }
        }
    }
}
