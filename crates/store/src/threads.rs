//! Conversations as their channels know them.

use earshot_model::{AccountId, ThreadId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};

row! {
    /// A conversation.
    pub struct Thread {
        /// Our id.
        pub id: ThreadId,
        /// The account through which we see it.
        pub account_id: AccountId,
        /// The channel's id.
        pub external_id: String,
        /// When we first saw it.
        pub created_at: Time,
    }
}

/// Stores new conversations.
///
/// # Errors
/// [`crate::Error::Conflict`] when one is known already.
pub async fn insert_all(tx: &mut Tx, threads: &[Thread]) -> Result<()> {
    let org = tx.org();
    let rows = threads
        .iter()
        .map(|t| args![org, t.id, t.account_id, &t.external_id, t.created_at])
        .collect();
    tx.insert_all(
        "INSERT INTO threads (org_id, id, account_id, external_id, created_at)",
        rows,
        "",
    )
    .await?;
    Ok(())
}

/// The conversations with these channel ids, as far as they are known.
///
/// # Errors
/// As the database.
pub async fn by_external(
    conn: &mut Conn,
    account: AccountId,
    external_ids: Vec<String>,
) -> Result<Vec<Thread>> {
    let org = conn.org();
    conn.all_in(
        "SELECT id, account_id, external_id, created_at
         FROM threads
         WHERE org_id = $1 AND account_id = $2 AND external_id IN (?)",
        &args![org, account],
        external_ids.into_iter().map(Value::from).collect(),
    )
    .await
}

/// One conversation.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn find(conn: &mut Conn, id: ThreadId) -> Result<Thread> {
    let org = conn.org();
    conn.one(
        "thread",
        "SELECT id, account_id, external_id, created_at
         FROM threads
         WHERE org_id = $1 AND id = $2",
        args![org, id],
    )
    .await
}
