//! A case gets an owner, or loses one.

use earshot_model::{AgentId, Case, CaseStatus, EventKind};
use earshot_store::{Result, Tx};
use serde_json::json;

use crate::Moment;
use crate::join::save;

/// Gives a case to someone, or to nobody.
///
/// # Errors
/// As the database; `NotFound` does not arise for an agent of another organization, the foreign key
/// refuses it.
pub async fn assign(
    tx: &mut Tx,
    moment: &Moment,
    case: &Case,
    to: Option<AgentId>,
) -> Result<Case> {
    if case.owner_id == to {
        return Ok(case.clone());
    }
    let mut case = case.clone();
    tx.emit(
        moment
            .event(EventKind::CaseAssigned, &case)
            .data(json!({ "from": case.owner_id, "to": to })),
    );
    case.owner_id = to;
    if to.is_some() && case.status == CaseStatus::New {
        case.status = CaseStatus::Open;
    }
    save(tx, case).await
}
