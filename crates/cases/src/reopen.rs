//! A resolved case comes back to life.

use earshot_model::{Case, CaseStatus, EventKind};
use earshot_route::clock::Happening;
use earshot_store::{Result, Tx};

use crate::Moment;
use crate::clocks::{entry_at, note_now};
use crate::join::save;

/// Opens a case again. One that is live already stays as it is.
///
/// # Errors
/// As the database.
pub async fn reopen(tx: &mut Tx, moment: &Moment, case: &Case) -> Result<Case> {
    if case.status.is_live() {
        return Ok(case.clone());
    }
    let mut case = case.clone();
    let happened = [entry_at(moment.at, Happening::Status { to: CaseStatus::Open })];
    if let Some(clocks) = note_now(tx, &case, moment.at, &happened).await? {
        case.clocks = clocks;
    }
    case.status = CaseStatus::Open;
    case.resolved_at = None;
    case.closed_at = None;
    case.active_at = case.active_at.max(moment.at);
    tx.emit(moment.event(EventKind::CaseReopened, &case));
    save(tx, case).await
}
