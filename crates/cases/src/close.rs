//! A case is over for good: what the customer says next is a new matter.

use earshot_model::{Case, CaseStatus, EventKind};
use earshot_route::resolved;
use earshot_store::{Result, Tx};
use serde_json::json;

use crate::Moment;
use crate::join::save;

/// Closes a case. `why` is a code for the log, such as `idle` or `imported`.
///
/// # Errors
/// As the database.
pub async fn close(tx: &mut Tx, moment: &Moment, case: &Case, why: &str) -> Result<Case> {
    if case.status == CaseStatus::Closed {
        return Ok(case.clone());
    }
    let mut case = case.clone();
    tx.emit(moment.event(EventKind::CaseClosed, &case).data(json!({ "why": why })));
    case.status = CaseStatus::Closed;
    case.clocks = resolved(&case.clocks);
    case.closed_at = Some(moment.at);
    case.snoozed_until = None;
    save(tx, case).await
}
