//! Rooms with their links, guests, checks and files.

mod checks;
mod files;
mod guests;
mod links;

use earshot_model::{AccountId, CaseId, IdentityId, PersonId, RoomId, RoomKind, ThreadId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};

pub use checks::{Check, check_hold, checks, insert_check, settle_check, void_checks};
pub use files::{RoomFile, file, files, insert_file, remove_files};
pub use guests::{
    Guest, chat_of, count_try, forget_oldest, guest, guests, insert_guest, place_guest,
    put_out_others, renew_guest, tries_anew,
};
pub use links::{Link, insert_link, link_by_token, links, open_link, withdraw_links};

row! {
    /// A room.
    pub struct Room {
        /// Its id.
        pub id: RoomId,
        /// How it came to be.
        pub kind: RoomKind,
        /// The account that speaks in it.
        pub account_id: AccountId,
        /// Its conversation.
        pub thread_id: ThreadId,
        /// The case of a private room.
        pub case_id: Option<CaseId>,
        /// The customer.
        pub person_id: PersonId,
        /// Under which the guest speaks in it.
        pub identity_id: IdentityId,
        /// The handle that was invited.
        pub asked_id: Option<IdentityId>,
        /// When it was made.
        pub created_at: Time,
        /// When the guest first came in.
        pub opened_at: Option<Time>,
        /// Up to when the guest has read.
        pub read_at: Option<Time>,
        /// When it was proved who the guest is.
        pub proved_at: Option<Time>,
        /// How the guest would rather be reached: `here`, `call` or `mail`; empty until they say.
        pub wish: String,
    }
}

macro_rules! rooms {
    ($rest:literal) => {
        concat!(
            "SELECT
                 id,
                 kind,
                 account_id,
                 thread_id,
                 case_id,
                 person_id,
                 identity_id,
                 asked_id,
                 created_at,
                 opened_at,
                 read_at,
                 proved_at,
                 wish
             FROM rooms
             WHERE org_id = $1 AND ",
            $rest
        )
    };
}

/// Stores a room.
///
/// # Errors
/// [`crate::Error::Conflict`] when the conversation has one.
pub async fn insert(tx: &mut Tx, room: &Room) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO rooms (
             org_id, id, kind, account_id, thread_id, case_id, person_id, identity_id, asked_id,
             created_at, opened_at, read_at, proved_at, wish
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            org,
            room.id,
            room.kind,
            room.account_id,
            room.thread_id,
            room.case_id,
            room.person_id,
            room.identity_id,
            room.asked_id,
            room.created_at,
            room.opened_at,
            room.read_at,
            room.proved_at,
            &room.wish,
        ],
    )
    .await?;
    Ok(())
}

/// One room.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn find(conn: &mut Conn, id: RoomId) -> Result<Room> {
    let org = conn.org();
    conn.one("room", rooms!("id = $2"), args![org, id]).await
}

/// One room, held until the transaction ends.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn hold(tx: &mut Tx, id: RoomId) -> Result<Room> {
    let org = tx.org();
    if tx.is_postgres() {
        let held = "SELECT 1 FROM rooms WHERE org_id = $1 AND id = $2 FOR UPDATE";
        tx.exec(held, args![org, id]).await?;
    }
    find(tx, id).await
}

/// The private room of a case, if it has one.
///
/// # Errors
/// As the database.
pub async fn of_case(conn: &mut Conn, case: CaseId) -> Result<Option<Room>> {
    let org = conn.org();
    conn.optional(
        rooms!("case_id = $2 ORDER BY created_at DESC, id DESC LIMIT 1"),
        args![org, case],
    )
    .await
}

/// The rooms of these conversations.
///
/// # Errors
/// As the database.
pub async fn of_threads(conn: &mut Conn, threads: Vec<ThreadId>) -> Result<Vec<Room>> {
    let org = conn.org();
    let list = threads.into_iter().map(Value::from).collect();
    conn.all_in(rooms!("thread_id IN (?)"), &args![org], list).await
}

row! {
    struct Speaks {
        identity_id: IdentityId,
    }
}

/// Under which identities a person speaks in private rooms: each is that of the handle that was invited.
///
/// # Errors
/// As the database.
pub async fn invited_guests(conn: &mut Conn, person: PersonId) -> Result<Vec<IdentityId>> {
    let org = conn.org();
    let found: Vec<Speaks> = conn
        .all(
            "SELECT identity_id FROM rooms
             WHERE org_id = $1 AND person_id = $2 AND kind = 'private'",
            args![org, person],
        )
        .await?;
    Ok(found.into_iter().map(|guest| guest.identity_id).collect())
}

/// Writes down that the guest came in, the first time.
///
/// # Errors
/// As the database.
pub async fn open(tx: &mut Tx, id: RoomId, at: Time) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE rooms SET opened_at = $3 WHERE org_id = $1 AND id = $2 AND opened_at IS NULL",
        args![org, id, at],
    )
    .await?;
    Ok(())
}

/// Writes down how far the guest has read. Gives whether that is farther than before.
///
/// # Errors
/// As the database.
pub async fn read(tx: &mut Tx, id: RoomId, at: Time) -> Result<bool> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE rooms SET read_at = $3
             WHERE org_id = $1 AND id = $2 AND (read_at IS NULL OR read_at < $3)",
            args![org, id, at],
        )
        .await?;
    Ok(changed > 0)
}

/// Writes down whether it is known who the guest is.
///
/// # Errors
/// As the database.
pub async fn prove(tx: &mut Tx, id: RoomId, at: Option<Time>) -> Result<()> {
    let org = tx.org();
    tx.exec("UPDATE rooms SET proved_at = $3 WHERE org_id = $1 AND id = $2", args![org, id, at])
        .await?;
    Ok(())
}

/// The number of the log's latest event about the case of a room; for a chat, about any case of its
/// conversation. None before there is one.
///
/// # Errors
/// As the database.
pub async fn latest_event(conn: &mut Conn, room: &Room) -> Result<Option<i64>> {
    let org = conn.org();
    match room.case_id {
        Some(case) => {
            conn.cell(
                "SELECT MAX(seq) AS it FROM events WHERE org_id = $1 AND case_id = $2",
                args![org, case],
            )
            .await
        }
        None => {
            conn.cell(
                "SELECT MAX(e.seq) AS it
                 FROM case_threads t
                 JOIN events e ON e.org_id = t.org_id AND e.case_id = t.case_id
                 WHERE t.org_id = $1 AND t.thread_id = $2",
                args![org, room.thread_id],
            )
            .await
        }
    }
}

/// Writes down how the guest would rather be reached.
///
/// # Errors
/// As the database.
pub async fn wish(tx: &mut Tx, id: RoomId, how: &str) -> Result<()> {
    let org = tx.org();
    tx.exec("UPDATE rooms SET wish = $3 WHERE org_id = $1 AND id = $2", args![org, id, how])
        .await?;
    Ok(())
}

/// Removes the rooms of a person, with all that hangs on them: nobody gets in any more.
///
/// # Errors
/// As the database.
pub(crate) async fn remove_of_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    let org = tx.org();
    tx.exec("DELETE FROM rooms WHERE org_id = $1 AND person_id = $2", args![org, person]).await?;
    Ok(())
}
