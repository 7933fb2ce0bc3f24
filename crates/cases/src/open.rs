//! A matter becomes a case.

use earshot_model::{Actor, EventKind, NewEvent, Routing};
use earshot_store::cases::NewCase;
use earshot_store::{Result, Tx, cases};
use serde_json::json;

/// Opens cases, each with what the router said of it. The store adds the case's number to its event.
///
/// The event stands at the time of the case itself, so that imported history keeps its own time.
///
/// # Errors
/// As the database.
pub async fn open_all(tx: &mut Tx, actor: Actor, cases: &[(NewCase, Routing)]) -> Result<()> {
    let rows: Vec<NewCase> = cases.iter().map(|(case, _)| case.clone()).collect();
    cases::open_all(tx, &rows).await?;
    for (case, routing) in cases {
        let mut event = NewEvent::new(case.opened_at, EventKind::CaseOpened, actor)
            .case(case.id)
            .person(case.person_id)
            .data(json!({
                "queue": case.queue_id,
                "owner": case.owner_id,
                "sla": case.sla,
                "due_at": case.clocks.due_at(),
                "reasons": routing.reasons,
            }));
        event.post_id = case.latest_post_id;
        tx.emit(event);
    }
    Ok(())
}
