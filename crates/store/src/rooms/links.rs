//! One-time links into rooms.

use earshot_model::{AgentId, RoomId, RoomLinkId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// A link. Its secret is not here.
    pub struct Link {
        /// Its id.
        pub id: RoomLinkId,
        /// Where it leads.
        pub room_id: RoomId,
        /// Who made it.
        pub agent_id: AgentId,
        /// When.
        pub made_at: Time,
        /// Until when it can be opened.
        pub expires_at: Time,
        /// When it was.
        pub opened_at: Option<Time>,
        /// When a later one took its place.
        pub withdrawn_at: Option<Time>,
    }
}

macro_rules! room_links {
    ($rest:literal) => {
        concat!(
            "SELECT id, room_id, agent_id, made_at, expires_at, opened_at, withdrawn_at
             FROM room_links
             WHERE org_id = $1 AND ",
            $rest
        )
    };
}

/// Stores a link under the hash of its secret.
///
/// # Errors
/// [`crate::Error::Conflict`] when the secret was used.
pub async fn insert_link(tx: &mut Tx, link: &Link, token_hash: [u8; 32]) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO room_links (
             org_id, id, room_id, token_hash, agent_id, made_at, expires_at, opened_at, withdrawn_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            org,
            link.id,
            link.room_id,
            token_hash,
            link.agent_id,
            link.made_at,
            link.expires_at,
            link.opened_at,
            link.withdrawn_at,
        ],
    )
    .await?;
    Ok(())
}

/// The link with this secret.
///
/// # Errors
/// As the database.
pub async fn link_by_token(conn: &mut Conn, token_hash: [u8; 32]) -> Result<Option<Link>> {
    let org = conn.org();
    conn.optional(room_links!("token_hash = $2"), args![org, token_hash]).await
}

/// The links of a room, latest first.
///
/// # Errors
/// As the database.
pub async fn links(conn: &mut Conn, room: RoomId) -> Result<Vec<Link>> {
    let org = conn.org();
    conn.all(room_links!("room_id = $2 ORDER BY made_at DESC, id DESC"), args![org, room]).await
}

/// Writes down that a link was opened. Gives whether it is the first time.
///
/// # Errors
/// As the database.
pub async fn open_link(tx: &mut Tx, id: RoomLinkId, at: Time) -> Result<bool> {
    let org = tx.org();
    let opened = tx
        .exec(
            "UPDATE room_links SET opened_at = $3
             WHERE org_id = $1 AND id = $2 AND opened_at IS NULL",
            args![org, id, at],
        )
        .await?;
    Ok(opened > 0)
}

/// Takes back every link of a room that nobody opened.
///
/// # Errors
/// As the database.
pub async fn withdraw_links(tx: &mut Tx, room: RoomId, at: Time) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE room_links SET withdrawn_at = $3
         WHERE org_id = $1 AND room_id = $2 AND opened_at IS NULL AND withdrawn_at IS NULL",
        args![org, room, at],
    )
    .await?;
    Ok(())
}
