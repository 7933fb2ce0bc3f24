//! What replies ask on their way out: what waits in the outbox, and for whom.

use earshot_model::{AccountId, OutboxState, Time};

use crate::cell::row;
use crate::conn::Conn;
use crate::error::Result;
use crate::value::args;

row! {
    /// A message that waits.
    pub struct Waiting {
        /// Which message.
        pub id: earshot_model::OutboxId,
    }
}

row! {
    /// An account for which something waits.
    pub struct Busy {
        /// Which account.
        pub account_id: AccountId,
    }
}

/// Messages in this state that are due and that no worker holds, oldest first.
///
/// # Errors
/// As the database.
pub async fn due_in(
    conn: &mut Conn,
    state: OutboxState,
    now: Time,
    limit: i64,
) -> Result<Vec<Waiting>> {
    let org = conn.org();
    conn.all(
        "SELECT id FROM outbox
         WHERE org_id = $1 AND state = $2 AND finished_at IS NULL AND due_at <= $3
           AND (lease_until IS NULL OR lease_until <= $3)
         ORDER BY due_at, id
         LIMIT $4",
        args![org, state, now, limit],
    )
    .await
}

/// The accounts for which a message may go now, or must be looked up now.
///
/// # Errors
/// As the database.
pub async fn busy_accounts(conn: &mut Conn, now: Time) -> Result<Vec<Busy>> {
    let org = conn.org();
    conn.all(
        "SELECT DISTINCT account_id FROM outbox
         WHERE org_id = $1 AND finished_at IS NULL AND state IN ('queued', 'unknown')
           AND due_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)",
        args![org, now],
    )
    .await
}
