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
    /// The part that its conversation plays, when it is new to the case.
    pub role: ThreadRole,
    /// When it was posted.
    pub posted_at: Time,
    /// How the customer felt.
    pub sentiment: Sentiment,
}

/// Puts a post into a case: the customer has spoken, so the brand has the word again. A case that
/// was over comes back to life; whether the post still belongs to it is the caller's question.
///
/// A post that comes late, from before the brand's latest word, is kept in its place and asks for
/// nothing. Without `clocks` (imported history) no clock starts.
///
/// # Errors
/// As the database.
pub async fn join(
    tx: &mut Tx,
    moment: &Moment,
    case: &Case,
    said: &Said,
    clocks: Option<&ClockPolicy>,
) -> Result<Case> {
    let mut case = case.clone();
    posts::join_case(tx, &[said.post_id], case.id).await?;
    cases::add_leg(tx, case.id, said.thread_id, said.role, said.posted_at).await?;
    tx.emit(
        moment
            .event(EventKind::CaseJoined, &case)
            .post(said.post_id)
            .data(json!({ "sentiment": said.sentiment })),
    );
    let newest = case.customer_spoke_at.is_none_or(|spoke| spoke <= said.posted_at);
    let owed = case.brand_spoke_at.is_none_or(|spoke| spoke <= said.posted_at);
    if owed {
        case = reopen(tx, moment, &case).await?;
        let limits = clocks.and_then(|clocks| clocks.limits(case.sla));
        case.clocks = customer_spoke(&case.clocks, limits, said.posted_at);
        case.snoozed_until = None;
        if matches!(case.status, CaseStatus::Waiting | CaseStatus::OnHold) {
            case.status = CaseStatus::Open;
        }
    }
    if newest {
        case.customer_spoke_at = Some(said.posted_at);
        case.active_at = case.active_at.max(said.posted_at);
        if owed {
            cases::show_latest(tx, case.id, said.post_id, Some(said.sentiment)).await?;
        }
    }
    save(tx, case).await
}

/// Writes the case back and gives it with its new version.
pub(crate) async fn save(tx: &mut Tx, mut case: Case) -> Result<Case> {
    cases::save(tx, &case).await?;
    case.version = case.version.saturating_add(1);
    Ok(case)
}
