//! A case sleeps for a while.

use earshot_model::{Case, EventKind, Time};
use earshot_store::{Result, Tx};
use serde_json::json;

use crate::Moment;
use crate::join::save;

/// Puts a case to sleep until `until`. Its clocks keep running: the customer does not sleep.
///
/// # Errors
/// As the database.
pub async fn snooze(tx: &mut Tx, moment: &Moment, case: &Case, until: Time) -> Result<Case> {
    let mut case = case.clone();
    case.snoozed_until = Some(until);
    tx.emit(moment.event(EventKind::CaseSnoozed, &case).data(json!({ "until": until })));
    save(tx, case).await
}

/// Wakes a case. One that is awake stays as it is.
///
/// # Errors
/// As the database.
pub async fn wake(tx: &mut Tx, moment: &Moment, case: &Case) -> Result<Case> {
    if case.snoozed_until.is_none() {
        return Ok(case.clone());
    }
    let mut case = case.clone();
    case.snoozed_until = None;
    tx.emit(moment.event(EventKind::CaseSnoozed, &case).data(json!({ "until": null })));
    save(tx, case).await
}
