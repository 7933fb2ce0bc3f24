//! How it was found out who a guest is.

use earshot_model::{AgentId, CheckKind, RoomCheckId, RoomId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// A check.
    pub struct Check {
        /// Its id.
        pub id: RoomCheckId,
        /// Of whose guest.
        pub room_id: RoomId,
        /// Who asked for it, or saw to it.
        pub agent_id: AgentId,
        /// How it is done.
        pub how: CheckKind,
        /// The hash of the code that went to the handle.
        pub code_hash: Option<Vec<u8>>,
        /// What an agent looked at.
        pub note: String,
        /// When it was asked for.
        pub made_at: Time,
        /// Until when a code counts.
        pub expires_at: Time,
        /// How often a wrong code was typed.
        pub tries: i64,
        /// When it was passed.
        pub passed_at: Option<Time>,
    }
}

/// Stores a check.
///
/// # Errors
/// As the database.
pub async fn insert_check(tx: &mut Tx, check: &Check) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO room_checks (
             org_id, id, room_id, agent_id, how, code_hash, note, made_at, expires_at, tries,
             passed_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            org,
            check.id,
            check.room_id,
            check.agent_id,
            check.how,
            check.code_hash.clone(),
            &check.note,
            check.made_at,
            check.expires_at,
            check.tries,
            check.passed_at,
        ],
    )
    .await?;
    Ok(())
}

/// The checks of a room, latest first.
///
/// # Errors
/// As the database.
pub async fn checks(conn: &mut Conn, room: RoomId) -> Result<Vec<Check>> {
    let org = conn.org();
    conn.all(
        "SELECT
             id,
             room_id,
             agent_id,
             how,
             code_hash,
             note,
             made_at,
             expires_at,
             tries,
             passed_at
         FROM room_checks
         WHERE org_id = $1 AND room_id = $2
         ORDER BY made_at DESC, id DESC",
        args![org, room],
    )
    .await
}

/// The code that a guest can type now, if one was sent; the room is held meanwhile, so that tries
/// are counted one after another.
///
/// # Errors
/// As the database.
pub async fn check_hold(tx: &mut Tx, room: RoomId) -> Result<Option<Check>> {
    super::hold(tx, room).await?;
    let all = checks(tx, room).await?;
    Ok(all.into_iter().find(|check| check.how == CheckKind::Code && check.passed_at.is_none()))
}

/// Writes down a try, or that a check was passed.
///
/// # Errors
/// As the database.
pub async fn settle_check(
    tx: &mut Tx,
    id: RoomCheckId,
    tries: i64,
    passed_at: Option<Time>,
) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE room_checks SET tries = $3, passed_at = $4 WHERE org_id = $1 AND id = $2",
        args![org, id, tries, passed_at],
    )
    .await?;
    Ok(())
}

/// Ends every code of a room that nobody typed: a new one takes its place.
///
/// # Errors
/// As the database.
pub async fn void_checks(tx: &mut Tx, room: RoomId, at: Time) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE room_checks SET expires_at = $3
         WHERE org_id = $1 AND room_id = $2 AND passed_at IS NULL AND expires_at > $3",
        args![org, room, at],
    )
    .await?;
    Ok(())
}
