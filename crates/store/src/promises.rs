//! Times that customers were told.

use earshot_model::{AgentId, Audience, CaseId, PromiseId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::args;

row! {
    /// A promise. It is broken when it is neither kept nor taken back and its time has passed.
    pub struct Promise {
        /// Its id.
        pub id: PromiseId,
        /// In which case.
        pub case_id: CaseId,
        /// Who wrote it down.
        pub agent_id: AgentId,
        /// What was promised; empty once erased.
        pub text: String,
        /// Who was told: `public` or `private`.
        pub audience: Audience,
        /// By when.
        pub due_at: Time,
        /// When it was written down.
        pub created_at: Time,
        /// When it was kept.
        pub kept_at: Option<Time>,
        /// When it was taken back.
        pub withdrawn_at: Option<Time>,
    }
}

/// Stores a promise.
///
/// # Errors
/// [`Error::Conflict`] when the id is taken.
pub async fn insert(tx: &mut Tx, promise: &Promise) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO promises (
             org_id, id, case_id, agent_id, text, audience, due_at, created_at, kept_at, withdrawn_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            org,
            promise.id,
            promise.case_id,
            promise.agent_id,
            &promise.text,
            promise.audience,
            promise.due_at,
            promise.created_at,
            promise.kept_at,
            promise.withdrawn_at,
        ],
    )
    .await?;
    Ok(())
}

/// The promises of a case that were not taken back, soonest first.
///
/// # Errors
/// As the database.
pub async fn of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<Promise>> {
    let org = conn.org();
    conn.all(
        "SELECT
             id,
             case_id,
             agent_id,
             text,
             audience,
             due_at,
             created_at,
             kept_at,
             withdrawn_at
         FROM promises
         WHERE org_id = $1 AND case_id = $2 AND withdrawn_at IS NULL
         ORDER BY due_at, id",
        args![org, case],
    )
    .await
}

/// Marks an open promise of this case as kept, or as taken back.
///
/// # Errors
/// [`Error::NotFound`] when the case has no such open promise.
pub async fn settle(tx: &mut Tx, case: CaseId, id: PromiseId, kept: bool, now: Time) -> Result<()> {
    let org = tx.org();
    let sql = if kept {
        "UPDATE promises SET kept_at = $4
         WHERE org_id = $1 AND case_id = $2 AND id = $3
           AND kept_at IS NULL AND withdrawn_at IS NULL"
    } else {
        "UPDATE promises SET withdrawn_at = $4
         WHERE org_id = $1 AND case_id = $2 AND id = $3
           AND kept_at IS NULL AND withdrawn_at IS NULL"
    };
    let changed = tx.exec(sql, args![org, case, id, now]).await?;
    if changed == 0 { Err(Error::NotFound("open promise")) } else { Ok(()) }
}
