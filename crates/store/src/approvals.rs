//! Answers that wait for somebody else's word, and whose answers always do.

use earshot_model::{AgentId, ApprovalReason, ApprovalState, CaseId, OutboxId, PersonId, Time};

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
        /// Keys of those who have agreed so far, with commas around each.
        pub agreed: String,
        /// Since when.
        pub asked_at: Time,
        /// Who decided.
        pub decided_by: Option<AgentId>,
        /// When.
        pub decided_at: Option<Time>,
    }
}

impl Approval {
    /// Whether this department has agreed.
    #[must_use]
    pub fn has_agreed(&self, from: &str) -> bool {
        self.agreed.split(',').any(|one| one == from)
    }

    /// Those who have agreed, with one more.
    #[must_use]
    pub fn agreed_with(&self, from: &str) -> String {
        let start = if self.agreed.is_empty() { "," } else { &self.agreed };
        format!("{start}{from},")
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
            "SELECT outbox_id, case_id, author_id, wanted_from, why, state, agreed, asked_at,
                    decided_by, decided_at
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
             org_id, outbox_id, case_id, author_id, wanted_from, why, state, agreed, asked_at,
             decided_by, decided_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            org,
            approval.outbox_id,
            approval.case_id,
            approval.author_id,
            &approval.wanted_from,
            approval.why,
            approval.state,
            &approval.agreed,
            approval.asked_at,
            approval.decided_by,
            approval.decided_at,
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
        columns!(
            "WHERE org_id = $1 AND state = 'waiting' AND EXISTS (
                 SELECT 1 FROM outbox o
                 WHERE o.org_id = approvals.org_id AND o.id = approvals.outbox_id
                   AND o.state = 'held')
             ORDER BY asked_at, outbox_id LIMIT $2"
        ),
        args![org, most],
    )
    .await
}

/// The questions that were decided since then, newest first; at most `most`.
///
/// # Errors
/// As the database.
pub async fn decided(conn: &mut Conn, since: Time, most: i64) -> Result<Vec<Approval>> {
    let org = conn.org();
    conn.all(
        columns!(
            "WHERE org_id = $1 AND decided_at >= $2 ORDER BY decided_at DESC, outbox_id LIMIT $3"
        ),
        args![org, since, most],
    )
    .await
}

row! {
    /// Words of a customer about which the playbook wants somebody's word.
    pub struct Flagged {
        /// JSON of the decision.
        pub decision: String,
        /// When they came.
        pub received_at: Time,
    }
}

/// The words of a customer in their case about which the playbook may want somebody's word, oldest
/// first.
///
/// # Errors
/// As the database.
pub async fn flagged(conn: &mut Conn, case: CaseId, person: PersonId) -> Result<Vec<Flagged>> {
    let org = conn.org();
    conn.all(
        // The key stands in each decision; without a department it is null.
        "SELECT v.decision, p.received_at
         FROM posts p
         JOIN verdicts v ON v.org_id = p.org_id AND v.post_id = p.id
         WHERE p.org_id = $1 AND p.case_id = $2 AND p.person_id = $3 AND p.direction = 'inbound'
           AND v.decision LIKE '%\"approval\":\"%'
         ORDER BY p.received_at, p.id",
        args![org, case, person],
    )
    .await
}

/// Asks the next department about an answer that the one before agreed to.
///
/// # Errors
/// As the database.
pub async fn ask_next(
    tx: &mut Tx,
    id: OutboxId,
    (from, why): (&str, ApprovalReason),
    agreed: &str,
) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE approvals SET wanted_from = $3, why = $4, agreed = $5
         WHERE org_id = $1 AND outbox_id = $2 AND state = 'waiting'",
        args![org, id, from, why, agreed],
    )
    .await?;
    Ok(())
}

/// Asks once more about an answer to which only its writer had agreed.
///
/// # Errors
/// As the database.
pub async fn ask_again(
    tx: &mut Tx,
    id: OutboxId,
    (from, why): (&str, ApprovalReason),
    now: Time,
) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE approvals
         SET wanted_from = $3, why = $4, state = 'waiting', asked_at = $5, decided_by = NULL,
             decided_at = NULL
         WHERE org_id = $1 AND outbox_id = $2",
        args![org, id, from, why, now],
    )
    .await?;
    Ok(())
}

/// Notes who has agreed to an answer.
///
/// # Errors
/// As the database.
pub async fn note_agreed(tx: &mut Tx, id: OutboxId, agreed: &str) -> Result<()> {
    let org = tx.org();
    let sql = "UPDATE approvals SET agreed = $3 WHERE org_id = $1 AND outbox_id = $2";
    tx.exec(sql, args![org, id, agreed]).await?;
    Ok(())
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
