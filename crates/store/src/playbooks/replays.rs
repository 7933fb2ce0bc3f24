//! Runs of stored posts through drafts of the playbook: asked for by people, worked off beside the
//! server.

use earshot_model::{AgentId, PlaybookId, ReplayId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// A replay.
    pub struct Replay {
        /// Its id.
        pub id: ReplayId,
        /// The draft.
        pub playbook_id: PlaybookId,
        /// The fingerprint of its text.
        pub fingerprint: String,
        /// Its text as it was then.
        pub text: String,
        /// The version that it is compared with.
        pub against: i64,
        /// From when posts are taken.
        pub from_at: Time,
        /// Until when, without it.
        pub to_at: Time,
        /// Who asked.
        pub agent_id: AgentId,
        /// Posts that went through.
        pub done: i64,
        /// Posts that there are.
        pub expected: i64,
        /// JSON of what was found; nothing before it is finished.
        pub report: Option<String>,
        /// Why it failed, if it did.
        pub problem: Option<String>,
        /// When it was asked for.
        pub created_at: Time,
        /// When it ended.
        pub finished_at: Option<Time>,
    }
}

/// Asks for a replay.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, replay: &Replay) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO playbook_replays (
             org_id, id, playbook_id, fingerprint, text, against, from_at, to_at, agent_id, done,
             expected, created_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            org,
            replay.id,
            replay.playbook_id,
            &replay.fingerprint,
            &replay.text,
            replay.against,
            replay.from_at,
            replay.to_at,
            replay.agent_id,
            replay.done,
            replay.expected,
            replay.created_at,
        ],
    )
    .await?;
    Ok(())
}

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, playbook_id, fingerprint, text, against, from_at, to_at, agent_id, done,
                    expected, report, problem, created_at, finished_at
             FROM playbook_replays ",
            $rest
        )
    };
}

/// The newest replay of a draft, if there is one.
///
/// # Errors
/// As the database.
pub async fn newest(conn: &mut Conn, draft: PlaybookId) -> Result<Option<Replay>> {
    let org = conn.org();
    conn.optional(
        columns!(
            "WHERE org_id = $1 AND playbook_id = $2
             ORDER BY created_at DESC, id DESC LIMIT 1"
        ),
        args![org, draft],
    )
    .await
}

/// Takes the oldest replay that waits, for this worker until `lease`: one whose worker died is taken
/// again when its lease is over.
///
/// # Errors
/// As the database.
pub async fn claim(tx: &mut Tx, now: Time, lease: Time) -> Result<Option<Replay>> {
    let org = tx.org();
    let waiting: Option<Replay> = tx
        .optional(
            columns!(
                "WHERE org_id = $1 AND finished_at IS NULL
                   AND (lease_until IS NULL OR lease_until <= $2)
                 ORDER BY created_at, id LIMIT 1"
            ),
            args![org, now],
        )
        .await?;
    let Some(replay) = waiting else { return Ok(None) };
    let taken = tx
        .exec(
            "UPDATE playbook_replays SET lease_until = $4, done = 0
             WHERE org_id = $1 AND id = $2 AND finished_at IS NULL
               AND (lease_until IS NULL OR lease_until <= $3)",
            args![org, replay.id, now, lease],
        )
        .await?;
    Ok((taken > 0).then_some(replay))
}

/// Whether any replay waits.
///
/// # Errors
/// As the database.
pub async fn any_waiting(conn: &mut Conn, now: Time) -> Result<bool> {
    let org = conn.org();
    let found: Option<Time> = conn
        .cell(
            "SELECT created_at AS it FROM playbook_replays
             WHERE org_id = $1 AND finished_at IS NULL
               AND (lease_until IS NULL OR lease_until <= $2)
             LIMIT 1",
            args![org, now],
        )
        .await?;
    Ok(found.is_some())
}

/// Tells how far a replay is, and keeps it for this worker until `lease`.
///
/// # Errors
/// As the database.
pub async fn progress(
    tx: &mut Tx,
    id: ReplayId,
    done: i64,
    expected: i64,
    lease: Time,
) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE playbook_replays SET done = $3, expected = $4, lease_until = $5
         WHERE org_id = $1 AND id = $2 AND finished_at IS NULL",
        args![org, id, done, expected, lease],
    )
    .await?;
    Ok(())
}

/// Ends a replay with its report, or with the reason why there is none.
///
/// # Errors
/// As the database.
pub async fn finish(
    tx: &mut Tx,
    id: ReplayId,
    done: i64,
    outcome: Result<String, String>,
    at: Time,
) -> Result<()> {
    let org = tx.org();
    let (report, problem) = match outcome {
        Ok(report) => (Some(report), None),
        Err(problem) => (None, Some(problem)),
    };
    tx.exec(
        "UPDATE playbook_replays
         SET done = $3, report = $4, problem = $5, finished_at = $6, lease_until = NULL
         WHERE org_id = $1 AND id = $2 AND finished_at IS NULL",
        args![org, id, done, report, problem, at],
    )
    .await?;
    Ok(())
}
