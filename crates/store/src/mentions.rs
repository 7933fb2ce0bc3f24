//! Colleagues who were named in notes.

use earshot_model::{AgentId, CaseId, NoteId, Time, Visibility};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;
use crate::visibility::{sees_all, visible};

row! {
    /// A note that names somebody, with what they need to decide whether to go there.
    pub struct Mention {
        /// The note.
        pub note_id: NoteId,
        /// Its case.
        pub case_id: CaseId,
        /// The case's number.
        pub number: i64,
        /// The kind of channel on which it began.
        pub channel: String,
        /// The customer's name.
        pub person_name: String,
        /// Who wrote the note.
        pub by_id: AgentId,
        /// The note's words; empty once erased.
        pub text: String,
        /// When.
        pub at: Time,
        /// When whoever is named has read it.
        pub seen_at: Option<Time>,
    }
}

/// Names these colleagues in a note.
///
/// # Errors
/// As the database.
pub async fn insert(
    tx: &mut Tx,
    (note, case): (NoteId, CaseId),
    named: &[AgentId],
    by: AgentId,
    at: Time,
) -> Result<()> {
    let org = tx.org();
    for agent in named {
        tx.exec(
            "INSERT INTO mentions (org_id, note_id, agent_id, case_id, by_id, at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING",
            args![org, note, *agent, case, by, at],
        )
        .await?;
    }
    Ok(())
}

/// The notes that name `eyes`, as far as they may see the cases: unread ones first, then the newest.
///
/// # Errors
/// As the database.
pub async fn of_agent(
    conn: &mut Conn,
    eyes: &Visibility,
    since: Time,
    most: i64,
) -> Result<Vec<Mention>> {
    let org = conn.org();
    conn.all(
        concat!(
            "SELECT m.note_id, m.case_id, c.number, c.channel, p.display_name AS person_name,
                    m.by_id, n.text, m.at, m.seen_at
             FROM mentions m
             JOIN notes n ON n.org_id = m.org_id AND n.id = m.note_id
             JOIN cases c ON c.org_id = m.org_id AND c.id = m.case_id
             JOIN persons p ON p.org_id = c.org_id AND p.id = c.person_id
             WHERE m.org_id = $1 AND m.agent_id = $2 AND (m.at >= $4 OR m.seen_at IS NULL) AND ",
            visible!(),
            " ORDER BY CASE WHEN m.seen_at IS NULL THEN 0 ELSE 1 END, m.at DESC, m.note_id
             LIMIT $5"
        ),
        args![org, eyes.agent_id, sees_all(eyes), since, most],
    )
    .await
}

/// How many notes name `eyes` that they have not read, in cases that they may see.
///
/// # Errors
/// As the database.
pub async fn unseen(conn: &mut Conn, eyes: &Visibility) -> Result<i64> {
    let org = conn.org();
    let count = conn
        .cell(
            concat!(
                "SELECT COUNT(*) AS it
                 FROM mentions m
                 JOIN cases c ON c.org_id = m.org_id AND c.id = m.case_id
                 WHERE m.org_id = $1 AND m.agent_id = $2 AND m.seen_at IS NULL AND ",
                visible!()
            ),
            args![org, eyes.agent_id, sees_all(eyes)],
        )
        .await?;
    Ok(count.unwrap_or(0))
}

/// Whether this agent has not read a note of this case that names them.
///
/// # Errors
/// As the database.
pub async fn is_unseen(conn: &mut Conn, case: CaseId, agent: AgentId) -> Result<bool> {
    let org = conn.org();
    let count: Option<i64> = conn
        .cell(
            "SELECT COUNT(*) AS it FROM mentions
             WHERE org_id = $1 AND case_id = $2 AND agent_id = $3 AND seen_at IS NULL",
            args![org, case, agent],
        )
        .await?;
    Ok(count.is_some_and(|count| count > 0))
}

/// Writes down that an agent has read the notes that name them until now: those of one case, or all.
///
/// # Errors
/// As the database.
pub async fn mark(tx: &mut Tx, agent: AgentId, case: Option<CaseId>, now: Time) -> Result<()> {
    let org = tx.org();
    match case {
        Some(case) => {
            tx.exec(
                "UPDATE mentions SET seen_at = $4
                 WHERE org_id = $1 AND agent_id = $2 AND case_id = $3 AND seen_at IS NULL
                   AND at <= $4",
                args![org, agent, case, now],
            )
            .await?
        }
        None => {
            tx.exec(
                "UPDATE mentions SET seen_at = $3
                 WHERE org_id = $1 AND agent_id = $2 AND seen_at IS NULL",
                args![org, agent, now],
            )
            .await?
        }
    };
    Ok(())
}
