//! Departments' signatures under drafts of the playbook.

use earshot_model::{AgentId, PlaybookId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// A department's word for one text of a draft.
    pub struct Signature {
        /// Key of the department.
        pub department: String,
        /// What it signed: the text's fingerprint.
        pub fingerprint: String,
        /// Who signed for it.
        pub agent_id: AgentId,
        /// When.
        pub signed_at: Time,
    }
}

/// Signs a draft for a department; an earlier signature of it goes.
///
/// # Errors
/// As the database.
pub async fn sign(tx: &mut Tx, draft: PlaybookId, signature: &Signature) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO playbook_signatures (
             org_id, playbook_id, department, fingerprint, agent_id, signed_at
         ) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (org_id, playbook_id, department) DO UPDATE SET
             fingerprint = excluded.fingerprint,
             agent_id = excluded.agent_id,
             signed_at = excluded.signed_at",
        args![
            org,
            draft,
            &signature.department,
            &signature.fingerprint,
            signature.agent_id,
            signature.signed_at,
        ],
    )
    .await?;
    Ok(())
}

/// Takes a department's signature back.
///
/// # Errors
/// As the database.
pub async fn withdraw(tx: &mut Tx, draft: PlaybookId, department: &str) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "DELETE FROM playbook_signatures
         WHERE org_id = $1 AND playbook_id = $2 AND department = $3",
        args![org, draft, department],
    )
    .await?;
    Ok(())
}

/// The signatures under a draft or version, by department.
///
/// # Errors
/// As the database.
pub async fn of(conn: &mut Conn, playbook: PlaybookId) -> Result<Vec<Signature>> {
    let org = conn.org();
    conn.all(
        "SELECT department, fingerprint, agent_id, signed_at
         FROM playbook_signatures
         WHERE org_id = $1 AND playbook_id = $2
         ORDER BY department",
        args![org, playbook],
    )
    .await
}
