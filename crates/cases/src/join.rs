//! A customer says more in a case that is there.

use earshot_model::{Case, CaseStatus, EventKind, PostId, Sentiment, ThreadId, ThreadRole, Time};
use earshot_route::{ClockPolicy, customer_spoke};
use earshot_store::{Result, Tx, cases, posts};
use serde_json::json;

use crate::{Moment, reopen};

/// What a customer said.
#[derive(Debug, Clone)]
pub struct Said {
    /// The post.
    pub post_id: PostId,
    /// Where it stands.
    pub thread_id: ThreadId,
    /// When it was posted.
    pub posted_at: Time,
    /// How the customer felt.
    pub sentiment: Sentiment,
    /// Whether the case should take its clocks and its place in the lists from it: false for a post
    /// that is older than what the case shows already.
    pub newest: bool,
}

/// Puts a post into a case: the customer has spoken, so the brand has the word again. A resolved
/// case comes back to life; a closed one never does, the caller opens a new one.
///
/// # Errors
/// As the database.
pub async fn join(
    tx: &mut Tx,
    moment: &Moment,
    case: &Case,
    said: &Said,
    clocks: &ClockPolicy,
) -> Result<Case> {
    let mut case = case.clone();
    posts::join_case(tx, &[said.post_id], case.id).await?;
    cases::add_leg(tx, case.id, said.thread_id, ThreadRole::Side, said.posted_at).await?;
    tx.emit(
        moment
            .event(EventKind::CaseJoined, &case)
            .post(said.post_id)
            .data(json!({ "sentiment": said.sentiment })),
    );
    if case.status == CaseStatus::Resolved {
        case = reopen(tx, moment, &case).await?;
    }
    if said.newest {
        let limits = if case.imported { None } else { clocks.limits(case.sla) };
        case.clocks = customer_spoke(&case.clocks, limits, said.posted_at);
        case.customer_spoke_at = Some(said.posted_at);
        case.active_at = case.active_at.max(said.posted_at);
        case.snoozed_until = None;
        if matches!(case.status, CaseStatus::Waiting | CaseStatus::OnHold) {
            case.status = CaseStatus::Open;
        }
        cases::show_latest(tx, case.id, said.post_id, Some(said.sentiment)).await?;
    }
    save(tx, case).await
}

/// Writes the case back and gives it with its new version.
pub(crate) async fn save(tx: &mut Tx, mut case: Case) -> Result<Case> {
    cases::save(tx, &case).await?;
    case.version = case.version.saturating_add(1);
    Ok(case)
}
