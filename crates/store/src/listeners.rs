//! Listeners, their versions, and what they found.

use earshot_model::{Actor, ListenerId, ListenerPurpose, PostId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::args;

row! {
    /// A listener.
    pub struct Listener {
        /// Its id.
        pub id: ListenerId,
        /// The name on screens.
        pub name: String,
        /// What it is for.
        pub purpose: ListenerPurpose,
        /// The query.
        pub query: String,
        /// Grows with each change of the query.
        pub version: i64,
        /// Whether it listens.
        pub active: bool,
        /// When it was last changed.
        pub updated_at: Time,
    }
}

row! {
    /// How often a listener matched.
    pub struct Hits {
        /// Which listener.
        pub listener_id: ListenerId,
        /// How often since the asked time.
        pub hits: i64,
    }
}

/// One match of a listener.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// Which listener.
    pub listener_id: ListenerId,
    /// Its version.
    pub version: i64,
    /// Which post.
    pub post_id: PostId,
}

/// Stores a new listener and its first version.
///
/// # Errors
/// [`Error::Conflict`] when the name is taken.
pub async fn insert(tx: &mut Tx, listener: &Listener, actor: Actor) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO listeners (org_id, id, name, purpose, query, version, active, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            org,
            listener.id,
            &listener.name,
            listener.purpose,
            &listener.query,
            listener.version,
            listener.active,
            listener.updated_at,
        ],
    )
    .await?;
    keep_version(tx, listener, actor).await
}

/// Changes a listener. The caller has raised `version` when the query changed.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Conflict`] when the name is taken.
pub async fn update(tx: &mut Tx, listener: &Listener, actor: Actor) -> Result<()> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE listeners
             SET name = $3, purpose = $4, query = $5, version = $6, active = $7, updated_at = $8
             WHERE org_id = $1 AND id = $2",
            args![
                org,
                listener.id,
                &listener.name,
                listener.purpose,
                &listener.query,
                listener.version,
                listener.active,
                listener.updated_at,
            ],
        )
        .await?;
    if changed == 0 {
        return Err(Error::NotFound("listener"));
    }
    keep_version(tx, listener, actor).await
}

async fn keep_version(tx: &mut Tx, listener: &Listener, actor: Actor) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO listener_versions (org_id, listener_id, version, query, actor, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING",
        args![
            org,
            listener.id,
            listener.version,
            &listener.query,
            actor.to_string(),
            listener.updated_at,
        ],
    )
    .await?;
    Ok(())
}

/// All listeners, by name.
///
/// # Errors
/// As the database.
pub async fn all(conn: &mut Conn) -> Result<Vec<Listener>> {
    let org = conn.org();
    conn.all(
        "SELECT id, name, purpose, query, version, active, updated_at
         FROM listeners
         WHERE org_id = $1
         ORDER BY name",
        args![org],
    )
    .await
}

/// One listener.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(conn: &mut Conn, id: ListenerId) -> Result<Listener> {
    let org = conn.org();
    conn.one(
        "listener",
        "SELECT id, name, purpose, query, version, active, updated_at
         FROM listeners
         WHERE org_id = $1 AND id = $2",
        args![org, id],
    )
    .await
}

/// Stores matches; a second match of the same post by the same listener changes nothing.
///
/// # Errors
/// As the database.
pub async fn insert_hits(tx: &mut Tx, hits: &[Hit], at: Time) -> Result<()> {
    let org = tx.org();
    let rows = hits.iter().map(|h| args![org, h.listener_id, h.post_id, h.version, at]).collect();
    tx.insert_all(
        "INSERT INTO listener_hits (org_id, listener_id, post_id, version, hit_at)",
        rows,
        "ON CONFLICT DO NOTHING",
    )
    .await?;
    Ok(())
}

/// How often each listener matched since then.
///
/// # Errors
/// As the database.
pub async fn hits_since(conn: &mut Conn, since: Time) -> Result<Vec<Hits>> {
    let org = conn.org();
    conn.all(
        "SELECT listener_id, COUNT(*) AS hits
         FROM listener_hits
         WHERE org_id = $1 AND hit_at >= $2
         GROUP BY listener_id",
        args![org, since],
    )
    .await
}

row! {
    /// When a listener last matched.
    pub struct LastHit {
        /// Which listener.
        pub listener_id: ListenerId,
        /// When it matched; none while it never did.
        pub hit_at: Option<Time>,
    }
}

/// When each listener last matched.
///
/// # Errors
/// As the database.
pub async fn last_hits(conn: &mut Conn) -> Result<Vec<LastHit>> {
    let org = conn.org();
    conn.all(
        "SELECT l.id AS listener_id,
                (SELECT MAX(h.hit_at) FROM listener_hits h
                 WHERE h.org_id = l.org_id AND h.listener_id = l.id) AS hit_at
         FROM listeners l
         WHERE l.org_id = $1",
        args![org],
    )
    .await
}
