//! What each agent has seen of a case, and what came since.

use earshot_model::{AgentId, CaseId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};

row! {
    /// What an agent has not seen of a case.
    pub struct Unread {
        /// The case.
        pub case_id: CaseId,
        /// How many posts of its customer.
        pub posts: i64,
    }
}

/// How many posts of the customer this agent has not seen in each of these cases. What the brand has
/// answered since counts as seen, by whomever. Cases without such posts are left out.
///
/// # Errors
/// As the database.
pub async fn unread(conn: &mut Conn, agent: AgentId, cases: Vec<CaseId>) -> Result<Vec<Unread>> {
    let org = conn.org();
    let mut unread: Vec<Unread> = conn
        .all_in(
            "SELECT c.id AS case_id, (
                 SELECT COUNT(*) FROM posts p
                 WHERE p.org_id = c.org_id AND p.case_id = c.id
                   AND p.direction = 'inbound' AND p.person_id = c.person_id AND p.state <> 'deleted'
                   AND p.received_at > COALESCE(r.seen_at, 0)
                   AND p.posted_at > COALESCE(c.brand_spoke_at, 0)
             ) AS posts
             FROM cases c
             LEFT JOIN case_reads r
                 ON r.org_id = c.org_id AND r.case_id = c.id AND r.agent_id = $2
             WHERE c.org_id = $1 AND c.id IN (?)",
            &args![org, agent],
            cases.into_iter().map(Value::from).collect(),
        )
        .await?;
    unread.retain(|case| case.posts > 0);
    Ok(unread)
}

/// Writes down that an agent has seen a case as it was at this time. An earlier time changes nothing.
///
/// # Errors
/// As the database.
pub async fn mark(tx: &mut Tx, case: CaseId, agent: AgentId, seen_at: Time) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO case_reads (org_id, case_id, agent_id, seen_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (org_id, case_id, agent_id) DO UPDATE SET seen_at = excluded.seen_at
         WHERE excluded.seen_at > case_reads.seen_at",
        args![org, case, agent, seen_at],
    )
    .await?;
    Ok(())
}
