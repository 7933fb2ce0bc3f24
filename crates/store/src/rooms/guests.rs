//! Browsers that opened a link.

use earshot_model::{AccountId, GuestStanding, RoomGuestId, RoomId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};

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
        /// Wrong codes since the latest one was sent.
        pub tries: i64,
    }
}

/// Stores a browser under the hash of its secret.
///
/// # Errors
/// [`crate::Error::Conflict`] when it is known in this room.
pub async fn insert_guest(tx: &mut Tx, guest: &Guest, secret_hash: [u8; 32]) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO room_guests (org_id, id, room_id, secret_hash, standing, came_at, tries)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            org,
            guest.id,
            guest.room_id,
            secret_hash,
            guest.standing,
            guest.came_at,
            guest.tries,
        ],
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
        "SELECT id, room_id, standing, came_at, tries
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
        "SELECT id, room_id, standing, came_at, tries
         FROM room_guests
         WHERE org_id = $1 AND room_id = $2
         ORDER BY came_at DESC, id DESC",
        args![org, room],
    )
    .await
}

/// Forgets the browsers that are not in a room, but for the latest so many: a link that stands in
/// public can neither fill a table nor shut anybody out.
///
/// # Errors
/// As the database.
pub async fn forget_oldest(tx: &mut Tx, room: RoomId, keep: usize) -> Result<()> {
    let org = tx.org();
    let all = guests(tx, room).await?;
    let outside = all.into_iter().filter(|guest| guest.standing != GuestStanding::In);
    let old = outside.skip(keep).map(|guest| Value::from(guest.id)).collect();
    tx.exec_in("DELETE FROM room_guests WHERE org_id = $1 AND id IN (?)", &args![org], old).await?;
    Ok(())
}

/// Counts a wrong code of a browser.
///
/// # Errors
/// As the database.
pub async fn count_try(tx: &mut Tx, id: RoomGuestId) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE room_guests SET tries = tries + 1 WHERE org_id = $1 AND id = $2",
        args![org, id],
    )
    .await?;
    Ok(())
}

/// A new code was sent: every browser of the room may try it as often as the one before.
///
/// # Errors
/// As the database.
pub async fn tries_anew(tx: &mut Tx, room: RoomId) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE room_guests SET tries = 0 WHERE org_id = $1 AND room_id = $2",
        args![org, room],
    )
    .await?;
    Ok(())
}

/// Gives a browser a new secret.
///
/// # Errors
/// As the database.
pub async fn renew_guest(tx: &mut Tx, id: RoomGuestId, secret_hash: [u8; 32]) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE room_guests SET secret_hash = $3 WHERE org_id = $1 AND id = $2",
        args![org, id, secret_hash],
    )
    .await?;
    Ok(())
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

/// The chat that a browser with this secret began with this account, if it did.
///
/// # Errors
/// As the database.
pub async fn chat_of(
    conn: &mut Conn,
    account: AccountId,
    secret_hash: [u8; 32],
) -> Result<Option<(RoomId, Guest)>> {
    let org = conn.org();
    let found: Option<Guest> = conn
        .optional(
            "SELECT g.id, g.room_id, g.standing, g.came_at, g.tries
             FROM room_guests g
             JOIN rooms r ON r.org_id = g.org_id AND r.id = g.room_id
             WHERE g.org_id = $1 AND g.secret_hash = $2 AND r.account_id = $3 AND r.kind = 'chat'",
            args![org, secret_hash, account],
        )
        .await?;
    Ok(found.map(|guest| (guest.room_id, guest)))
}
