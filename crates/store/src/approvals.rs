//! Answers that wait for somebody else's word, and whose answers always do.

use earshot_model::{AgentId, ApprovalReason, ApprovalState, CaseId, OutboxId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// The question whether an answer may go.
    pub struct Approval {
        /// The answer.
        pub outbox_id: OutboxId,
        /// Its case.
        pub case_id: CaseId,
        /// Who wrote it.
        pub author_id: AgentId,
        /// Key of the department that has to agree; `supervisor` for whoever leads where the case is.
        pub wanted_from: String,
        /// Why.
        pub why: ApprovalReason,
        /// Where it stands.
        pub state: ApprovalState,
        /// Since when.
        pub asked_at: Time,
        /// Who decided.
        pub decided_by: Option<AgentId>,
        /// When.
        pub decided_at: Option<Time>,
    }
}

row! {
    /// Somebody whose public answers are read before they go.
    pub struct Checked {
        /// Who.
        pub agent_id: AgentId,
    }
}

macro_rules! columns {
    ($after:literal) => {
        concat!(
            "SELECT outbox_id, case_id, author_id, wanted_from, why, state, asked_at, decided_by,
                    decided_at
             FROM approvals ",
            $after
        )
    };
}

/// Stores a question.
///
/// # Errors
/// [`crate::Error::Conflict`] when the answer has one already.
pub async fn insert(tx: &mut Tx, approval: &Approval) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO approvals (
             org_id, outbox_id, case_id, author_id, wanted_from, why, state, asked_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            org,
            approval.outbox_id,
            approval.case_id,
            approval.author_id,
            &approval.wanted_from,
            approval.why,
            approval.state,
            approval.asked_at,
        ],
    )
    .await?;
    Ok(())
}

/// The question about one answer, if it has one.
///
/// # Errors
/// As the database.
pub async fn find(conn: &mut Conn, id: OutboxId) -> Result<Option<Approval>> {
    let org = conn.org();
    conn.optional(columns!("WHERE org_id = $1 AND outbox_id = $2"), args![org, id]).await
}

/// The questions about the answers of a case.
///
/// # Errors
/// As the database.
pub async fn of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<Approval>> {
    let org = conn.org();
    conn.all(
        columns!("WHERE org_id = $1 AND case_id = $2 ORDER BY asked_at, outbox_id"),
        args![org, case],
    )
    .await
}

/// The questions that nobody has decided, oldest first; at most `most`.
///
/// # Errors
/// As the database.
pub async fn waiting(conn: &mut Conn, most: i64) -> Result<Vec<Approval>> {
    let org = conn.org();
    conn.all(
        columns!("WHERE org_id = $1 AND state = 'waiting' ORDER BY asked_at, outbox_id LIMIT $2"),
        args![org, most],
    )
    .await
}

/// The questions that were asked since then and decided, newest first; at most `most`.
///
/// # Errors
/// As the database.
pub async fn decided(conn: &mut Conn, since: Time, most: i64) -> Result<Vec<Approval>> {
    let org = conn.org();
    conn.all(
        columns!(
            "WHERE org_id = $1 AND asked_at >= $2 AND decided_at IS NOT NULL
             ORDER BY asked_at DESC, outbox_id LIMIT $3"
        ),
        args![org, since, most],
    )
    .await
}

/// Decides a question that waits. Gives whether it did wait.
///
/// # Errors
/// As the database.
pub async fn decide(
    tx: &mut Tx,
    id: OutboxId,
    state: ApprovalState,
    by: AgentId,
    now: Time,
) -> Result<bool> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE approvals SET state = $3, decided_by = $4, decided_at = $5
             WHERE org_id = $1 AND outbox_id = $2 AND state = 'waiting'",
            args![org, id, state, by, now],
        )
        .await?;
    Ok(changed > 0)
}

/// Everybody whose public answers are read before they go.
///
/// # Errors
/// As the database.
pub async fn checked(conn: &mut Conn) -> Result<Vec<Checked>> {
    let org = conn.org();
    conn.all("SELECT agent_id FROM checked_agents WHERE org_id = $1 ORDER BY agent_id", args![org])
        .await
}

/// Has somebody's public answers read before they go, or no longer.
///
/// # Errors
/// As the database.
pub async fn check(tx: &mut Tx, agent: AgentId, on: bool, by: AgentId, now: Time) -> Result<()> {
    let org = tx.org();
    if on {
        tx.exec(
            "INSERT INTO checked_agents (org_id, agent_id, set_by, set_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
            args![org, agent, by, now],
        )
        .await?;
    } else {
        let sql = "DELETE FROM checked_agents WHERE org_id = $1 AND agent_id = $2";
        tx.exec(sql, args![org, agent]).await?;
    }
    Ok(())
}
