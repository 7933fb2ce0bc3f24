//! A case gets an owner, or loses one.

use earshot_model::{AgentId, Case, CaseStatus, EventKind, Time};
use earshot_store::{Result, Tx, waiting};
use serde_json::{Map, Value, json};

use crate::Moment;
use crate::join::save;

/// Who gets a case, and why.
#[derive(Debug, Clone, Default)]
pub struct HandOver {
    /// To whom; to nobody where it waits in its queue again.
    pub to: Option<AgentId>,
    /// What the event tells beside that: ids and codes.
    pub why: Map<String, Value>,
    /// When it is taken back unless they touched it by then.
    pub untouched_at: Option<Time>,
}

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
    hand_over(tx, moment, case, HandOver { to, ..HandOver::default() }).await
}

/// [`assign`], with the reasons for it.
///
/// # Errors
/// As [`assign`].
pub async fn hand_over(tx: &mut Tx, moment: &Moment, case: &Case, over: HandOver) -> Result<Case> {
    if case.owner_id == over.to {
        return Ok(case.clone());
    }
    let mut case = case.clone();
    let mut data = over.why;
    data.insert("from".to_owned(), json!(case.owner_id));
    data.insert("to".to_owned(), json!(over.to));
    tx.emit(moment.event(EventKind::CaseAssigned, &case).data(Value::Object(data)));
    case.owner_id = over.to;
    if over.to.is_some() && case.status == CaseStatus::New {
        case.status = CaseStatus::Open;
    }
    let case = save(tx, case).await?;
    waiting::note_handed(tx, &[case.id], moment.at, over.untouched_at).await?;
    Ok(case)
}
