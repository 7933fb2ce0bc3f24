//! Browsers that opened a link.

use earshot_model::{GuestStanding, RoomGuestId, RoomId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// A browser. Its secret is not here.
    pub struct Guest {
        /// Its id.
        pub id: RoomGuestId,
        /// Where it is.
        pub room_id: RoomId,
        /// How it stands to the room.
        pub standing: GuestStanding,
        /// When it came.
        pub came_at: Time,
    }
}

/// Stores a browser under the hash of its secret.
///
/// # Errors
/// [`crate::Error::Conflict`] when it is known in this room.
pub async fn insert_guest(tx: &mut Tx, guest: &Guest, secret_hash: [u8; 32]) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO room_guests (org_id, id, room_id, secret_hash, standing, came_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        args![org, guest.id, guest.room_id, secret_hash, guest.standing, guest.came_at],
    )
    .await?;
    Ok(())
}

/// The browser with this secret, if this room knows it.
///
/// # Errors
/// As the database.
pub async fn guest(conn: &mut Conn, room: RoomId, secret_hash: [u8; 32]) -> Result<Option<Guest>> {
    let org = conn.org();
    conn.optional(
        "SELECT id, room_id, standing, came_at
         FROM room_guests
         WHERE org_id = $1 AND room_id = $2 AND secret_hash = $3",
        args![org, room, secret_hash],
    )
    .await
}

/// The browsers that a room knows, latest first.
///
/// # Errors
/// As the database.
pub async fn guests(conn: &mut Conn, room: RoomId) -> Result<Vec<Guest>> {
    let org = conn.org();
    conn.all(
        "SELECT id, room_id, standing, came_at
         FROM room_guests
         WHERE org_id = $1 AND room_id = $2
         ORDER BY came_at DESC, id DESC",
        args![org, room],
    )
    .await
}

/// How many browsers a room knows.
///
/// # Errors
/// As the database.
pub async fn count_guests(conn: &mut Conn, room: RoomId) -> Result<i64> {
    let org = conn.org();
    let count: Option<i64> = conn
        .cell(
            "SELECT COUNT(*) AS it FROM room_guests WHERE org_id = $1 AND room_id = $2",
            args![org, room],
        )
        .await?;
    Ok(count.unwrap_or(0))
}

/// Changes how a browser stands to its room.
///
/// # Errors
/// As the database.
pub async fn place_guest(tx: &mut Tx, id: RoomGuestId, standing: GuestStanding) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE room_guests SET standing = $3 WHERE org_id = $1 AND id = $2",
        args![org, id, standing],
    )
    .await?;
    Ok(())
}

/// Puts everybody but this browser out of a room.
///
/// # Errors
/// As the database.
pub async fn put_out_others(tx: &mut Tx, room: RoomId, but: RoomGuestId) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE room_guests SET standing = 'out'
         WHERE org_id = $1 AND room_id = $2 AND id <> $3",
        args![org, room, but],
    )
    .await?;
    Ok(())
}
