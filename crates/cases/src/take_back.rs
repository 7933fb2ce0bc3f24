//! A case is taken from its owner, and waits in its queue again.

use earshot_model::{AgentId, Case, Time};
use earshot_route::board::Kind;
use earshot_store::{Result, Tx, waiting};
use serde_json::{Map, json};

use crate::{HandOver, Moment, hand_over};

/// Why a case is taken back, and who is to have it next.
#[derive(Debug, Clone, Copy)]
pub struct TakeBack {
    /// A code for the log: `untouched`, `left`, `away` or `late`.
    pub why: &'static str,
    /// Until when its owner does not get it again.
    pub avoid_until: Option<Time>,
    /// Who should have it, if they come back before anybody took it.
    pub preferred: Option<AgentId>,
}

/// Takes a case from its owner. One that nobody has stays as it is.
///
/// # Errors
/// As the database.
pub async fn take_back(tx: &mut Tx, moment: &Moment, case: &Case, back: TakeBack) -> Result<Case> {
    let Some(owner) = case.owner_id else { return Ok(case.clone()) };
    let why = Map::from_iter([("how".to_owned(), json!(back.why))]);
    let case = hand_over(tx, moment, case, HandOver { why, ..HandOver::default() }).await?;
    let avoid = back.avoid_until.map(|until| (owner, until));
    let kind = waiting::kind_of(tx, case.id).await?;
    let apart = avoid.is_some() || back.preferred.is_some();
    let kind = Kind::read(&kind).map_or(kind, |kind| kind.set_apart(apart).word());
    waiting::note_taken(tx, case.id, &kind, avoid, back.preferred).await?;
    Ok(case)
}
