//! What guests sent beside their words.

use earshot_model::{PersonId, RoomFileId, RoomId, Time};

use crate::blobs::Digest;
use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};

row! {
    /// A file of a guest.
    pub struct RoomFile {
        /// Its id: what it is asked for by.
        pub id: RoomFileId,
        /// Where it was sent.
        pub room_id: RoomId,
        /// The channel's id of the post that carries it.
        pub external_id: String,
        /// The name of its content.
        pub digest: Digest,
        /// What the guest called it.
        pub name: String,
        /// What its first bytes say that it is.
        pub media_type: String,
        /// Its length in bytes.
        pub size: i64,
        /// When it came.
        pub sent_at: Time,
    }
}

macro_rules! room_files {
    ($rest:literal) => {
        concat!(
            "SELECT id, room_id, external_id, digest, name, media_type, size, sent_at
             FROM room_files
             WHERE org_id = $1 AND ",
            $rest
        )
    };
}

/// Stores a file's row. Its content is a blob of the room's person.
///
/// # Errors
/// [`crate::Error::Conflict`] when the id is taken.
pub async fn insert_file(tx: &mut Tx, file: &RoomFile) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO room_files (
             org_id, id, room_id, external_id, digest, name, media_type, size, sent_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            org,
            file.id,
            file.room_id,
            &file.external_id,
            file.digest,
            &file.name,
            &file.media_type,
            file.size,
            file.sent_at,
        ],
    )
    .await?;
    Ok(())
}

/// One file.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn file(conn: &mut Conn, id: RoomFileId) -> Result<RoomFile> {
    let org = conn.org();
    conn.one("file", room_files!("id = $2"), args![org, id]).await
}

/// The files of these rooms, in the order in which they came.
///
/// # Errors
/// As the database.
pub async fn files(conn: &mut Conn, rooms: Vec<RoomId>) -> Result<Vec<RoomFile>> {
    let org = conn.org();
    let list = rooms.into_iter().map(Value::from).collect();
    let found: Vec<RoomFile> =
        conn.all_in(room_files!("room_id IN (?)"), &args![org], list).await?;
    let mut found = found;
    found.sort_by_key(|file| (file.sent_at, file.id));
    Ok(found)
}

/// Takes back the files of one post. Gives the contents that nobody else has: after the commit
/// [`crate::blobs::BlobStore::remove`] takes them from the disk.
///
/// # Errors
/// As the database.
pub async fn remove_files(
    tx: &mut Tx,
    room: RoomId,
    person: PersonId,
    external_id: &str,
) -> Result<Vec<Digest>> {
    let org = tx.org();
    // A content that stands in another post of the same person stays theirs.
    tx.exec(
        "DELETE FROM blob_links
         WHERE org_id = $1 AND person_id = $2
           AND digest IN (
               SELECT f.digest FROM room_files f
               WHERE f.org_id = $1 AND f.room_id = $3 AND f.external_id = $4)
           AND NOT EXISTS (
               SELECT 1 FROM room_files o
               JOIN rooms r ON r.org_id = o.org_id AND r.id = o.room_id
               WHERE o.org_id = $1 AND r.person_id = $2 AND o.digest = blob_links.digest
                 AND (o.room_id <> $3 OR o.external_id <> $4))",
        args![org, person, room, external_id],
    )
    .await?;
    tx.exec(
        "DELETE FROM room_files WHERE org_id = $1 AND room_id = $2 AND external_id = $3",
        args![org, room, external_id],
    )
    .await?;
    crate::blobs::remove_unlinked(tx).await
}
