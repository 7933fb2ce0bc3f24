//! What is prepared for a bad week, and what is at work of it.

use earshot_model::{CrisisId, Event, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::args;

row! {
    /// A plan for a crisis.
    pub struct Crisis {
        /// Its id.
        pub id: CrisisId,
        /// What it is called.
        pub name: String,
        /// A query in the listening language: which posts are about it.
        pub words: String,
        /// The tag of their cases.
        pub tag: String,
        /// Key of the queue into which new ones go; empty for where the playbook sends them.
        pub queue: String,
        /// Whether they are answered by the fastest clock.
        pub urgent: bool,
        /// Whose word every public answer needs: key of a department, or `supervisor`; empty for
        /// nobody's.
        pub word_from: String,
        /// What everybody is told.
        pub notice: String,
        /// What may be said in public without anybody's word; empty for nothing.
        pub holding: String,
        /// Counts how often it was saved, from 1.
        pub version: i64,
        /// When it was saved.
        pub changed_at: Time,
        /// Since when it is at work; nothing while it rests.
        pub started_at: Option<Time>,
    }
}

row! {
    /// Public answers of people whose answers would wait for a word.
    pub struct Slowed {
        /// How many answers.
        pub answers: i64,
        /// Of how many people.
        pub writers: i64,
    }
}

macro_rules! columns {
    ($after:literal) => {
        concat!(
            "SELECT id, name, words, tag, queue, urgent, word_from, notice, holding, version,
                    changed_at, started_at
             FROM crises ",
            $after
        )
    };
}

/// All plans, by their names.
///
/// # Errors
/// As the database.
pub async fn all(conn: &mut Conn) -> Result<Vec<Crisis>> {
    let org = conn.org();
    conn.all(columns!("WHERE org_id = $1 ORDER BY name, id"), args![org]).await
}

/// One plan.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(conn: &mut Conn, id: CrisisId) -> Result<Crisis> {
    let org = conn.org();
    conn.one("crisis plan", columns!("WHERE org_id = $1 AND id = $2"), args![org, id]).await
}

/// The plan that is at work, if one is.
///
/// # Errors
/// As the database.
pub async fn at_work(conn: &mut Conn) -> Result<Option<Crisis>> {
    let org = conn.org();
    conn.optional(columns!("WHERE org_id = $1 AND started_at IS NOT NULL"), args![org]).await
}

/// Stores a plan over the version before it, 0 for none. Whether it is at work stays.
///
/// # Errors
/// [`Error::Conflict`] when somebody else saved it since.
pub async fn save(tx: &mut Tx, plan: &Crisis) -> Result<()> {
    let org = tx.org();
    let values = args![
        org,
        plan.id,
        &plan.name,
        &plan.words,
        &plan.tag,
        &plan.queue,
        plan.urgent,
        &plan.word_from,
        &plan.notice,
        &plan.holding,
        plan.version,
        plan.changed_at,
    ];
    let changed = tx
        .exec(
            "INSERT INTO crises (
                 org_id, id, name, words, tag, queue, urgent, word_from, notice, holding, version,
                 changed_at
             ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 + 1, $12)
             ON CONFLICT (org_id, id) DO UPDATE SET
                 name = excluded.name,
                 words = excluded.words,
                 tag = excluded.tag,
                 queue = excluded.queue,
                 urgent = excluded.urgent,
                 word_from = excluded.word_from,
                 notice = excluded.notice,
                 holding = excluded.holding,
                 version = excluded.version,
                 changed_at = excluded.changed_at
             WHERE crises.version = $11",
            values,
        )
        .await?;
    if changed == 0 { Err(Error::Conflict("crisis plan".to_owned())) } else { Ok(()) }
}

/// Takes a plan away that is not at work. Says whether it was there.
///
/// # Errors
/// As the database.
pub async fn remove(tx: &mut Tx, id: CrisisId) -> Result<bool> {
    let org = tx.org();
    let sql = "DELETE FROM crises WHERE org_id = $1 AND id = $2 AND started_at IS NULL";
    Ok(tx.exec(sql, args![org, id]).await? > 0)
}

/// Puts a plan to work, if none is. Says whether it is now.
///
/// # Errors
/// [`Error::Conflict`] when another one was put to work at the same moment.
pub async fn start(tx: &mut Tx, id: CrisisId, now: Time) -> Result<bool> {
    let org = tx.org();
    let started = tx
        .exec(
            "UPDATE crises SET started_at = $3
             WHERE org_id = $1 AND id = $2
               AND NOT EXISTS (
                   SELECT 1 FROM crises o WHERE o.org_id = $1 AND o.started_at IS NOT NULL)",
            args![org, id, now],
        )
        .await?;
    Ok(started > 0)
}

/// Lets the plan rest again. Says whether it was at work.
///
/// # Errors
/// As the database.
pub async fn end(tx: &mut Tx, id: CrisisId) -> Result<bool> {
    let org = tx.org();
    let sql = "UPDATE crises SET started_at = NULL
               WHERE org_id = $1 AND id = $2 AND started_at IS NOT NULL";
    Ok(tx.exec(sql, args![org, id]).await? > 0)
}

/// What happened to plans, newest first; at most `most`.
///
/// # Errors
/// As the database.
pub async fn story(conn: &mut Conn, most: i64) -> Result<Vec<Event>> {
    let org = conn.org();
    conn.all(
        "SELECT org_id, seq, at, kind, actor, case_id, post_id, person_id, data
         FROM events
         WHERE org_id = $1 AND kind = 'crisis.changed'
         ORDER BY seq DESC
         LIMIT $2",
        args![org, most],
    )
    .await
}

/// The public answers that were written from `from` to `to` by people who may let none go.
///
/// # Errors
/// As the database.
pub async fn slowed(conn: &mut Conn, from: Time, to: Time) -> Result<Slowed> {
    let org = conn.org();
    conn.one(
        "answers",
        "SELECT COUNT(*) AS answers, COUNT(DISTINCT o.agent_id) AS writers
         FROM outbox o
         WHERE o.org_id = $1 AND o.created_at >= $2 AND o.created_at < $3
           AND o.audience IN ('public', 'unlisted', 'followers')
           AND NOT EXISTS (
               SELECT 1 FROM role_grants g
               JOIN role_permissions p ON p.org_id = g.org_id AND p.role_id = g.role_id
               WHERE g.org_id = o.org_id AND g.agent_id = o.agent_id
                 AND p.permission = 'reply.approve')",
        args![org, from, to],
    )
    .await
}
