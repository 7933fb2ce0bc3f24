//! A matter is settled; a word from the customer opens it again.

use earshot_model::{Case, CaseStatus, EventKind};
use earshot_route::resolved;
use earshot_store::{Result, Tx};
use serde_json::json;

use crate::Moment;
use crate::clocks::{note_now, over};
use crate::join::save;

/// Resolves a live case. One that is over already stays as it is. If it began in public and did not end
/// there, a closing word in public is owed from now on. Words that still wait for an answer are
/// dismissed, and the log says that the resolution did it.
///
/// # Errors
/// As the database.
pub async fn resolve(tx: &mut Tx, moment: &Moment, case: &Case) -> Result<Case> {
    if !case.status.is_live() {
        return Ok(case.clone());
    }
    let mut case = case.clone();
    let happened = over(tx, &case, moment.at, CaseStatus::Resolved).await?;
    let clocks = note_now(tx, &case, moment.at, &happened).await?;
    tx.emit(moment.event(EventKind::CaseResolved, &case).data(json!({ "was": case.status })));
    case.status = CaseStatus::Resolved;
    case.clocks = clocks.unwrap_or_else(|| resolved(&case.clocks));
    case.resolved_at = Some(moment.at);
    case.active_at = case.active_at.max(moment.at);
    case.snoozed_until = None;
    save(tx, case).await
}
