//! Listeners, their versions, and what they found.

use earshot_model::{Actor, ListenerId, ListenerPurpose, PostId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::{Value, args};

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
    /// What tells one state of a listener from another.
    pub struct Mark {
        /// Its id.
        pub id: ListenerId,
        /// Its version.
        pub version: i64,
        /// Whether it listens.
        pub active: bool,
        /// When it was last changed.
        pub updated_at: Time,
    }
}

row! {
    /// All listeners in a few numbers: equal ones mean that none was added, changed or removed.
    #[derive(Eq, Default)]
    pub struct Sum {
        /// How many there are.
        pub listeners: i64,
        /// How many of them listen.
        pub active: i64,
        /// Their versions together.
        pub versions: i64,
        /// The last change.
        pub latest: i64,
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

/// Those of these listeners that there are, in no particular order.
///
/// # Errors
/// As the database.
pub async fn some(conn: &mut Conn, ids: &[ListenerId]) -> Result<Vec<Listener>> {
    let org = conn.org();
    conn.all_in(
        "SELECT id, name, purpose, query, version, active, updated_at
         FROM listeners
         WHERE org_id = $1 AND id IN (?)",
        &args![org],
        ids.iter().map(|id| Value::from(*id)).collect(),
    )
    .await
}

/// The state of every listener, in no particular order.
///
/// # Errors
/// As the database.
pub async fn marks(conn: &mut Conn) -> Result<Vec<Mark>> {
    let org = conn.org();
    conn.all("SELECT id, version, active, updated_at FROM listeners WHERE org_id = $1", args![org])
        .await
}

/// All listeners in a few numbers.
///
/// # Errors
/// As the database.
pub async fn sum(conn: &mut Conn) -> Result<Sum> {
    let org = conn.org();
    conn.one(
        "listeners",
        "SELECT
             COUNT(*) AS listeners,
             CAST(COALESCE(SUM(CASE WHEN active THEN 1 ELSE 0 END), 0) AS BIGINT) AS active,
             CAST(COALESCE(SUM(version), 0) AS BIGINT) AS versions,
             COALESCE(MAX(updated_at), 0) AS latest
         FROM listeners
         WHERE org_id = $1",
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
