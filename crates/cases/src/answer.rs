//! The brand has answered: the customer has the word.

use earshot_model::{Case, CaseStatus, PostId, Time};
use earshot_route::answered as stop_clocks;
use earshot_route::clock::Happening;
use earshot_store::{Result, Tx, cases};

use crate::clocks::{entry_at, is_logged, is_public, note_now};
use crate::join::save;

/// Stops the clocks that an answer stops. `at` is when the answer stood on its channel; one that
/// comes to us late leaves the customer's later words owed. `now` is when we hear of it.
///
/// # Errors
/// As the database.
pub async fn answered(tx: &mut Tx, case: &Case, post: PostId, at: Time, now: Time) -> Result<Case> {
    let mut case = case.clone();
    let before = case.clocks;
    case.clocks = stop_clocks(&before, at);
    case.brand_spoke_at = Some(case.brand_spoke_at.map_or(at, |spoke| spoke.max(at)));
    case.active_at = case.active_at.max(at);
    let customer_has_not_spoken_since = case.customer_spoke_at.is_none_or(|spoke| spoke <= at);
    let public = is_logged(tx, &case).await? && is_public(tx, post).await?;
    let mut happened = vec![entry_at(at.min(now), Happening::Answered { public })];
    if customer_has_not_spoken_since {
        cases::show_latest(tx, case.id, post, None).await?;
        if matches!(case.status, CaseStatus::New | CaseStatus::Open) {
            case.status = CaseStatus::Waiting;
            happened.push(entry_at(at.min(now), Happening::Status { to: CaseStatus::Waiting }));
        }
    } else if case.status.is_live() {
        // The deadline that ran goes on for the later word.
        let first = before.first_due_at.filter(|_| before.first_answered_at.is_none());
        case.clocks.next_due_at = before.next_due_at.or(first);
    }
    let was = Case { clocks: before, ..case.clone() };
    if let Some(clocks) = note_now(tx, &was, now, &happened).await? {
        case.clocks = clocks;
    }
    save(tx, case).await
}
