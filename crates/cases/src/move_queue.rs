//! A case goes to another queue, and with it to that queue's department.

use earshot_model::{Case, EventKind, Queue};
use earshot_route::board::Kind;
use earshot_store::{Result, Tx, waiting};
use serde_json::json;

use crate::Moment;
use crate::join::save;

/// Moves a case to a queue. Its owner leaves it when the department changes, because somebody there
/// shall take it; clocks keep running, because the customer still waits.
///
/// # Errors
/// As the database.
pub async fn move_to_queue(
    tx: &mut Tx,
    moment: &Moment,
    case: &Case,
    queue: &Queue,
) -> Result<Case> {
    if case.queue_id == queue.id {
        return Ok(case.clone());
    }
    let mut case = case.clone();
    tx.emit(
        moment
            .event(EventKind::CaseMoved, &case)
            .data(json!({ "from": case.queue_id, "to": queue.id })),
    );
    let dropped = case.department_id != queue.department_id && case.owner_id.is_some();
    if dropped {
        case.owner_id = None;
    }
    case.queue_id = queue.id;
    case.department_id = queue.department_id;
    let case = save(tx, case).await?;
    if dropped {
        waiting::note_handed(tx, &[case.id], moment.at, None).await?;
    }
    if let Some(kind) = Kind::read(&waiting::kind_of(tx, case.id).await?) {
        waiting::set_kind(tx, case.id, &kind.moved(queue.id).word()).await?;
    }
    Ok(case)
}
