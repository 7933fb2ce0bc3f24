//! A case is over for good: what the customer says next is a new matter.

use earshot_model::{Case, CaseStatus, EventKind};
use earshot_route::{CloseRefusal, close_allowed, resolved};
use earshot_store::{Result, Tx, clocks as stored};
use serde_json::json;

use crate::Moment;
use crate::clocks::{course, note_now, over};
use crate::join::save;

/// Closes a case, whatever is still open in it. `why` is a code for the log, such as `idle` or
/// `imported`. Whoever closes asks first: the sweep leaves out what is blocked, and people go through
/// [`close_by_hand`].
///
/// # Errors
/// As the database.
pub async fn close(tx: &mut Tx, moment: &Moment, case: &Case, why: &str) -> Result<Case> {
    if case.status == CaseStatus::Closed {
        return Ok(case.clone());
    }
    let mut case = case.clone();
    let happened = over(tx, &case, moment.at, CaseStatus::Closed).await?;
    let clocks = note_now(tx, &case, moment.at, &happened).await?;
    tx.emit(moment.event(EventKind::CaseClosed, &case).data(json!({ "why": why })));
    case.status = CaseStatus::Closed;
    case.clocks = clocks.unwrap_or_else(|| resolved(&case.clocks));
    case.closed_at = Some(moment.at);
    case.snoozed_until = None;
    save(tx, case).await
}

/// Closes a case if nothing has to be done before: nobody waits for an answer, no promise is open, and
/// what began in public ended there or says why not.
///
/// # Errors
/// As the database; what has to be done before comes back as a value.
pub async fn close_by_hand(
    tx: &mut Tx,
    moment: &Moment,
    case: &Case,
) -> Result<Result<Case, CloseRefusal>> {
    if let Some(known) = stored::find(tx, case.id).await? {
        let course = course(tx, case.id).await?;
        if let Err(refusal) = close_allowed(&course.close_facts(known.harsh)) {
            return Ok(Err(refusal));
        }
    }
    close(tx, moment, case, "hand").await.map(Ok)
}
