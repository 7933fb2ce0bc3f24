//! The brand has answered: the customer has the word.

use earshot_model::{Case, CaseStatus, PostId, Time};
use earshot_route::answered as stop_clocks;
use earshot_store::{Result, Tx, cases};

use crate::join::save;

/// Stops the clocks that an answer stops. `at` is when the answer stood on its channel.
///
/// # Errors
/// As the database.
pub async fn answered(tx: &mut Tx, case: &Case, post: PostId, at: Time) -> Result<Case> {
    let mut case = case.clone();
    case.clocks = stop_clocks(&case.clocks, at);
    case.brand_spoke_at = Some(at);
    case.active_at = case.active_at.max(at);
    let customer_has_not_spoken_since = case.customer_spoke_at.is_none_or(|spoke| spoke <= at);
    if customer_has_not_spoken_since {
        cases::show_latest(tx, case.id, post, None).await?;
        if matches!(case.status, CaseStatus::New | CaseStatus::Open) {
            case.status = CaseStatus::Waiting;
        }
    }
    save(tx, case).await
}
