//! Messages on their way out, and the states that they go through.

use earshot_model::{
    AccountId, AgentId, Audience, CaseId, OutboxId, OutboxState, PostId, ThreadId, Time,
};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::{Value, args};

row! {
    /// A message on its way out.
    pub struct Message {
        /// Its id: made by the browser, so that a second submit is the same row.
        pub id: OutboxId,
        /// The case.
        pub case_id: CaseId,
        /// Through which account it goes.
        pub account_id: AccountId,
        /// The conversation.
        pub thread_id: ThreadId,
        /// The post that it answers.
        pub to_post_id: PostId,
        /// Who wrote it.
        pub agent_id: AgentId,
        /// Who may read it.
        pub audience: Audience,
        /// The words.
        pub text: String,
        /// SHA-256 of the words as the guard passed them.
        pub text_digest: Vec<u8>,
        /// The guard's version that passed them.
        pub gate_version: i64,
        /// JSON of the guard's findings that were overruled; `[]` for none.
        pub overridden: String,
        /// Why the guard was overruled, if it was.
        pub override_reason: Option<String>,
        /// Where it stands.
        pub state: OutboxState,
        /// How often it was tried.
        pub attempts: i64,
        /// When it may go.
        pub due_at: Time,
        /// Until when a worker holds it.
        pub lease_until: Option<Time>,
        /// The channel's id, once it stands there.
        pub external_id: Option<String>,
        /// The post that it became.
        pub post_id: Option<PostId>,
        /// What went wrong, in words.
        pub problem: Option<String>,
        /// When it was written.
        pub created_at: Time,
        /// When nothing more could happen to it.
        pub finished_at: Option<Time>,
    }
}

row! {
    /// Whose message it is.
    pub struct Owner {
        /// Which message.
        pub id: OutboxId,
        /// Through which account it goes.
        pub account_id: AccountId,
        /// Which case it answers.
        pub case_id: CaseId,
    }
}

macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " id, case_id, account_id, thread_id, to_post_id, agent_id, audience, text, text_digest,
              gate_version, overridden, override_reason, state, attempts, due_at, lease_until, external_id,
              post_id, problem, created_at, finished_at ",
            $after
        )
    };
}

/// Stores a message. Gives whether it was new: the same id twice is one message.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, message: &Message, salt: [u8; 16]) -> Result<bool> {
    let org = tx.org();
    let inserted = tx
        .exec(
            "INSERT INTO outbox (
                 org_id, id, case_id, account_id, thread_id, to_post_id, agent_id, audience, text, salt,
                 text_digest, gate_version, overridden, override_reason, state, attempts, due_at,
                 created_at
             ) VALUES (
                 $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, $16, $17
             )
             ON CONFLICT DO NOTHING",
            args![
                org,
                message.id,
                message.case_id,
                message.account_id,
                message.thread_id,
                message.to_post_id,
                message.agent_id,
                message.audience,
                &message.text,
                salt.as_slice(),
                message.text_digest.clone(),
                message.gate_version,
                &message.overridden,
                message.override_reason.clone(),
                message.state,
                message.due_at,
                message.created_at,
            ],
        )
        .await?;
    Ok(inserted > 0)
}

/// One message.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(conn: &mut Conn, id: OutboxId) -> Result<Message> {
    let org = conn.org();
    conn.one(
        "message",
        columns!("SELECT", "FROM outbox WHERE org_id = $1 AND id = $2"),
        args![org, id],
    )
    .await
}

/// Whose messages these are. Ids that no message has are left out.
///
/// # Errors
/// As the database.
pub async fn owners(conn: &mut Conn, ids: Vec<OutboxId>) -> Result<Vec<Owner>> {
    let org = conn.org();
    conn.all_in(
        "SELECT id, account_id, case_id FROM outbox WHERE org_id = $1 AND id IN (?)",
        &args![org],
        ids.into_iter().map(Value::from).collect(),
    )
    .await
}

/// One message, held for this transaction.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn hold(tx: &mut Tx, id: OutboxId) -> Result<Message> {
    let org = tx.org();
    let sql = if tx.is_postgres() {
        columns!("SELECT", "FROM outbox WHERE org_id = $1 AND id = $2 FOR UPDATE")
    } else {
        columns!("SELECT", "FROM outbox WHERE org_id = $1 AND id = $2")
    };
    tx.one("message", sql, args![org, id]).await
}

/// The messages of a case, oldest first.
///
/// # Errors
/// As the database.
pub async fn of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<Message>> {
    let org = conn.org();
    conn.all(
        columns!(
            "SELECT",
            "FROM outbox WHERE org_id = $1 AND case_id = $2 ORDER BY created_at, id"
        ),
        args![org, case],
    )
    .await
}

/// Messages that are due and that no worker holds, oldest first. On PostgreSQL they are locked, and
/// those that another transaction holds are left out.
///
/// # Errors
/// As the database.
pub async fn due(tx: &mut Tx, now: Time, limit: i64) -> Result<Vec<Message>> {
    let org = tx.org();
    let sql = if tx.is_postgres() {
        columns!(
            "SELECT",
            "FROM outbox
             WHERE org_id = $1 AND finished_at IS NULL AND due_at <= $2
               AND (lease_until IS NULL OR lease_until <= $2)
             ORDER BY due_at, id
             LIMIT $3
             FOR UPDATE SKIP LOCKED"
        )
    } else {
        columns!(
            "SELECT",
            "FROM outbox
             WHERE org_id = $1 AND finished_at IS NULL AND due_at <= $2
               AND (lease_until IS NULL OR lease_until <= $2)
             ORDER BY due_at, id
             LIMIT $3"
        )
    };
    tx.all(sql, args![org, now, limit]).await
}

/// Messages that wait to be fetched by the connector of an account, oldest first.
///
/// # Errors
/// As the database.
pub async fn for_account(
    conn: &mut Conn,
    account: AccountId,
    now: Time,
    limit: i64,
) -> Result<Vec<Message>> {
    let org = conn.org();
    conn.all(
        columns!(
            "SELECT",
            "FROM outbox
             WHERE org_id = $1 AND account_id = $2 AND finished_at IS NULL
               AND state IN ('queued', 'unknown') AND due_at <= $3
               AND (lease_until IS NULL OR lease_until <= $3)
             ORDER BY due_at, id
             LIMIT $4"
        ),
        args![org, account, now, limit],
    )
    .await
}

/// How many messages of an account wait to go out, or to be looked up.
///
/// # Errors
/// As the database.
pub async fn waiting(conn: &mut Conn, account: AccountId) -> Result<i64> {
    let org = conn.org();
    let count = conn
        .cell(
            "SELECT COUNT(*) AS it FROM outbox
             WHERE org_id = $1 AND account_id = $2 AND finished_at IS NULL
               AND state IN ('queued', 'sending', 'unknown')",
            args![org, account],
        )
        .await?;
    Ok(count.unwrap_or(0))
}

/// What a step of a message's life changes.
#[derive(Debug, Clone)]
pub struct Step {
    /// The new state.
    pub state: OutboxState,
    /// How often it was tried, so far.
    pub attempts: i64,
    /// When it is due again.
    pub due_at: Time,
    /// Until when a worker holds it.
    pub lease_until: Option<Time>,
    /// The channel's id, once it stands there.
    pub external_id: Option<String>,
    /// The post that it became.
    pub post_id: Option<PostId>,
    /// What went wrong, in words.
    pub problem: Option<String>,
    /// When nothing more can happen to it.
    pub finished_at: Option<Time>,
}

impl Message {
    /// The id that its post has where the channel told none, so that the key stays unique.
    #[must_use]
    pub fn stand_in(&self) -> String {
        format!("outbox:{}", self.id)
    }

    /// A step that changes nothing but the state.
    #[must_use]
    pub fn step(&self, state: OutboxState) -> Step {
        Step {
            state,
            attempts: self.attempts,
            due_at: self.due_at,
            lease_until: self.lease_until,
            external_id: self.external_id.clone(),
            post_id: self.post_id,
            problem: self.problem.clone(),
            finished_at: self.finished_at,
        }
    }
}

/// Takes a message one step on, from the state that the caller saw.
///
/// # Errors
/// [`Error::Busy`] when it stands elsewhere by now, or when no message goes this way.
pub async fn advance(tx: &mut Tx, message: &Message, step: &Step) -> Result<()> {
    let org = tx.org();
    if message.state != step.state && !message.state.may_become(step.state) {
        return Err(Error::Busy);
    }
    let changed = tx
        .exec(
            "UPDATE outbox
             SET
                 state = $4,
                 attempts = $5,
                 due_at = $6,
                 lease_until = $7,
                 external_id = $8,
                 post_id = $9,
                 problem = $10,
                 finished_at = $11
             WHERE org_id = $1 AND id = $2 AND state = $3",
            args![
                org,
                message.id,
                message.state,
                step.state,
                step.attempts,
                step.due_at,
                step.lease_until,
                step.external_id.clone(),
                step.post_id,
                step.problem.clone(),
                step.finished_at,
            ],
        )
        .await?;
    if changed == 0 { Err(Error::Busy) } else { Ok(()) }
}

/// The message that became this post at the channel, if one of ours did.
///
/// # Errors
/// As the database.
pub async fn by_external(
    conn: &mut Conn,
    account: AccountId,
    external_id: &str,
) -> Result<Option<Message>> {
    let org = conn.org();
    conn.optional(
        columns!(
            "SELECT",
            "FROM outbox WHERE org_id = $1 AND account_id = $2 AND external_id = $3"
        ),
        args![org, account, external_id],
    )
    .await
}
