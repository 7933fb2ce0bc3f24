//! A customer says more in a case that is there.

use earshot_model::{Case, CaseStatus, EventKind, PostId, Sentiment, ThreadId, ThreadRole, Time};
use earshot_route::clock::{Happening, Rules};
use earshot_store::{Result, Tx, cases, posts};
use serde_json::json;

use crate::clocks::{entry_at, note};
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
    /// Whether everybody can read it.
    pub public: bool,
    /// Whether an answer is expected.
    pub expects_reply: bool,
}

/// Puts a post into a case: the customer has spoken, so the brand has the word again. A case that
/// was over comes back to life; whether the post still belongs to it is the caller's question.
///
/// A post that comes late, from before the brand's latest word, is kept in its place and asks for
/// nothing. Without `rules` (imported history) no clock starts.
///
/// # Errors
/// As the database.
pub async fn join(
    tx: &mut Tx,
    moment: &Moment,
    case: &Case,
    said: &Said,
    rules: Option<&Rules>,
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
    if let Some(rules) = rules {
        let spoke = Happening::Spoke {
            post: said.post_id,
            posted_at: said.posted_at,
            expects_reply: owed && said.expects_reply,
            public: said.public,
        };
        // Rows are read in the order of what happened: an answer that stood there after this word
        // is an answer to it, whichever of them we heard of first.
        let happened = [entry_at(said.posted_at.min(moment.at), spoke)];
        // A case of history that lives again has clocks from here on.
        let live = Case { imported: false, ..case.clone() };
        if let Some(clocks) = note(tx, rules, &live, moment.at, &happened).await? {
            case.clocks = clocks;
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
