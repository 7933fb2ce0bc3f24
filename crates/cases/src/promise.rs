//! A time that was told to a customer is a clock of its own.

use earshot_model::{Case, PromiseId, Time};
use earshot_route::clock::{Happening, PromiseEnd, PromiseOf};
use earshot_store::{Result, Tx};

use crate::Moment;
use crate::clocks::{entry_at, note_now};

/// The number of a promise in the log of its case: the last 63 bits of its id.
fn number(promise: PromiseId) -> i64 {
    let (_, low) = promise.0.as_u64_pair();
    i64::try_from(low >> 1).unwrap_or(0)
}

/// Starts the clock of a promise.
///
/// # Errors
/// As the database.
pub async fn promise_made(
    tx: &mut Tx,
    moment: &Moment,
    case: &Case,
    promise: PromiseId,
    due_at: Time,
) -> Result<()> {
    // Any word keeps no promise: somebody says that it was kept, or the matter is resolved.
    let what = Happening::Promised { promise: number(promise), of: PromiseOf::Resolution, due_at };
    note_now(tx, case, moment.at, &[entry_at(moment.at, what)]).await.map(drop)
}

/// Ends the clock of a promise: it was kept, or taken back.
///
/// # Errors
/// As the database.
pub async fn promise_over(
    tx: &mut Tx,
    moment: &Moment,
    case: &Case,
    promise: PromiseId,
    kept: bool,
) -> Result<()> {
    let how = if kept { PromiseEnd::Kept } else { PromiseEnd::Released };
    let what = Happening::PromiseOver { promise: number(promise), how };
    note_now(tx, case, moment.at, &[entry_at(moment.at, what)]).await.map(drop)
}
