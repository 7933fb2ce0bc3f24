//! Conversations as their channels know them.

use earshot_model::{AccountId, CaseId, PersonId, ThreadId, Time};

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

row! {
    /// A conversation that a live case of a person is joined to.
    pub struct LiveLeg {
        /// Whose case.
        pub person_id: PersonId,
        /// The case.
        pub case_id: CaseId,
        /// Where the conversation stands.
        pub account_id: AccountId,
        /// The channel's id of it.
        pub external_id: String,
    }
}

/// The conversations of these people's cases that are not resolved.
///
/// # Errors
/// As the database.
pub async fn of_live_cases(conn: &mut Conn, persons: &[PersonId]) -> Result<Vec<LiveLeg>> {
    let org = conn.org();
    conn.all_in(
        // SQLite keeps the order of CROSS JOIN; left to itself, it reads the conversations of all cases.
        "SELECT c.person_id, c.id AS case_id, t.account_id, t.external_id
         FROM cases c
         CROSS JOIN case_threads l
         CROSS JOIN threads t
         WHERE c.org_id = $1 AND c.status IN ('new', 'open', 'waiting', 'on_hold')
           AND c.person_id IN (?)
           AND l.org_id = c.org_id AND l.case_id = c.id
           AND t.org_id = l.org_id AND t.id = l.thread_id",
        &args![org],
        persons.iter().map(|id| Value::from(*id)).collect(),
    )
    .await
}

row! {
    /// Somebody who spoke in a conversation.
    pub struct Voice {
        /// The channel's id of the conversation.
        pub thread: String,
        /// The channel's id of the author.
        pub author: String,
    }
}

/// Who spoke in these conversations of an account after `since`, the brand aside; at most `most`
/// voices.
///
/// # Errors
/// As the database.
pub async fn voices(
    conn: &mut Conn,
    account: AccountId,
    since: Time,
    most: i64,
    threads: Vec<String>,
) -> Result<Vec<Voice>> {
    let org = conn.org();
    conn.all_in(
        "SELECT DISTINCT t.external_id AS thread, i.external_id AS author
         FROM threads t
         JOIN posts p ON p.org_id = t.org_id AND p.thread_id = t.id
         JOIN identities i ON i.org_id = p.org_id AND i.id = p.identity_id
         WHERE t.org_id = $1 AND t.account_id = $2 AND p.posted_at > $3
           AND p.direction = 'inbound' AND t.external_id IN (?)
         LIMIT $4",
        &args![org, account, since, most],
        threads.into_iter().map(Value::from).collect(),
    )
    .await
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
