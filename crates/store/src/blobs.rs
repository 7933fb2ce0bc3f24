//! Files of customers and agents: named by their SHA-256, per organization, in a folder beside the
//! database. The file is on disk before its row, and its row goes before the file.

mod folder;
mod media;

use earshot_model::{OrgId, PersonId, Time};
use tokio::sync::Mutex;

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::value::{Value, args};

pub(crate) use folder::{Folder, digest};
pub use media::sniff;

/// The name of a file: the SHA-256 of its content.
pub type Digest = [u8; 32];

row! {
    /// What the database knows of a file.
    pub struct Blob {
        /// Its name.
        pub digest: Digest,
        /// Its length in bytes.
        pub size: i64,
        /// What its first bytes say that it is; what a sender claims is not believed.
        pub media_type: String,
        /// When it was first stored.
        pub created_at: Time,
    }
}

row! {
    /// A person's file.
    pub struct Linked {
        /// The file's name.
        pub digest: Digest,
        /// What the sender called it: data to be shown, never a path.
        pub name: String,
        /// Its length in bytes.
        pub size: i64,
        /// What its first bytes say that it is.
        pub media_type: String,
        /// When it was linked to the person.
        pub created_at: Time,
    }
}

row! {
    struct Named {
        digest: Digest,
    }
}

/// The files of all organizations. One process at a time keeps files in a folder.
pub struct BlobStore {
    pub(crate) folder: Folder,
    quota: i64,
    /// Held while a file and its row change together, so that removing the last link of a file
    /// never meets somebody who stores the same content.
    changing: Mutex<()>,
}

impl BlobStore {
    /// Files in `folder` (made when the first one comes), at most `quota` bytes an organization.
    #[must_use]
    pub fn new(folder: impl Into<std::path::PathBuf>, quota: i64) -> Self {
        Self { folder: Folder::new(folder.into()), quota, changing: Mutex::new(()) }
    }

    /// Stores a file and links it to a person. The same content is stored once.
    ///
    /// # Errors
    /// [`Error::Quota`] when the organization's files would take more than they may,
    /// [`Error::File`] when the disk refuses, or as the database.
    pub async fn put(
        &self,
        db: &Db,
        org: OrgId,
        person: PersonId,
        name: &str,
        bytes: Vec<u8>,
        now: Time,
    ) -> Result<Digest> {
        let changing = self.changing.lock().await;
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let digest = digest(&bytes);
        check_quota(&mut db.read(org).await?, digest, size, self.quota).await?;
        let media_type = sniff(&bytes).to_owned();
        self.folder.write(org, digest, bytes).await?;
        let blob = Blob { digest, size, media_type, created_at: now };
        let (name, quota) = (name.to_owned(), self.quota);
        db.write::<_, Error, _>(org, move |tx| {
            Box::pin(async move {
                check_quota(tx, digest, size, quota).await?;
                insert(tx, &blob).await?;
                link(tx, digest, person, &name, now).await
            })
        })
        .await?;
        drop(changing);
        Ok(digest)
    }

    /// Reads a file and compares it with its name.
    ///
    /// # Errors
    /// [`Error::File`] when it is missing, unreadable or not what its name says.
    pub async fn get(&self, org: OrgId, digest: Digest) -> Result<Vec<u8>> {
        self.folder.read(org, digest).await
    }

    /// Removes files whose rows are gone. Call it after the commit that removed the rows.
    ///
    /// # Errors
    /// [`Error::File`] when the disk refuses, or as the database.
    pub async fn remove(&self, db: &Db, org: OrgId, digests: &[Digest]) -> Result<u64> {
        let _changing = self.changing.lock().await;
        let mut conn = db.read(org).await?;
        let mut removed = 0;
        for digest in digests {
            if find(&mut conn, *digest).await?.is_none() && self.folder.remove(org, *digest).await?
            {
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Removes every file of the organization that has no row: what a crash between the file and
    /// its row, or between the row and its file, left behind.
    ///
    /// # Errors
    /// As [`BlobStore::remove`].
    pub async fn sweep(&self, db: &Db, org: OrgId) -> Result<u64> {
        {
            let _changing = self.changing.lock().await;
            self.folder.remove_unfinished(org).await?;
        }
        let on_disk = self.folder.list(org).await?;
        self.remove(db, org, &on_disk).await
    }
}

/// Fails when one more file would take the organization over its quota.
async fn check_quota(conn: &mut Conn, digest: Digest, size: i64, quota: i64) -> Result<()> {
    let org = conn.org();
    // PostgreSQL's SUM of BIGINT is NUMERIC: it is cast back.
    let others: Option<i64> = conn
        .cell(
            "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) AS it FROM blobs
             WHERE org_id = $1 AND digest <> $2",
            args![org, digest],
        )
        .await?;
    if others.unwrap_or(0).saturating_add(size) > quota {
        return Err(Error::Quota { most: quota });
    }
    Ok(())
}

async fn insert(tx: &mut Tx, blob: &Blob) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO blobs (org_id, digest, size, media_type, created_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (org_id, digest) DO NOTHING",
        args![org, blob.digest, blob.size, &blob.media_type, blob.created_at],
    )
    .await?;
    Ok(())
}

async fn link(tx: &mut Tx, digest: Digest, person: PersonId, name: &str, now: Time) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO blob_links (org_id, digest, person_id, name, created_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (org_id, digest, person_id) DO NOTHING",
        args![org, digest, person, name, now],
    )
    .await?;
    Ok(())
}

/// What the database knows of a file.
///
/// # Errors
/// As the database.
pub async fn find(conn: &mut Conn, digest: Digest) -> Result<Option<Blob>> {
    let org = conn.org();
    conn.optional(
        "SELECT digest, size, media_type, created_at FROM blobs WHERE org_id = $1 AND digest = $2",
        args![org, digest],
    )
    .await
}

/// The files of a person, latest first.
///
/// # Errors
/// As the database.
pub async fn of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Linked>> {
    let org = conn.org();
    conn.all(
        "SELECT l.digest, l.name, b.size, b.media_type, l.created_at
         FROM blob_links l
         JOIN blobs b ON b.org_id = l.org_id AND b.digest = l.digest
         WHERE l.org_id = $1 AND l.person_id = $2
         ORDER BY l.created_at DESC, l.digest",
        args![org, person],
    )
    .await
}

/// Takes all files away from a person. Gives those that nobody else has: their rows are gone, and
/// after the commit [`BlobStore::remove`] takes the files.
///
/// # Errors
/// As the database.
pub async fn unlink_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Digest>> {
    let org = tx.org();
    tx.exec("DELETE FROM blob_links WHERE org_id = $1 AND person_id = $2", args![org, person])
        .await?;
    remove_unlinked(tx).await
}

/// Removes the rows of files that nobody has. Gives their names.
pub(crate) async fn remove_unlinked(tx: &mut Tx) -> Result<Vec<Digest>> {
    let org = tx.org();
    let loose: Vec<Named> = tx
        .all(
            "SELECT b.digest FROM blobs b
             WHERE b.org_id = $1 AND NOT EXISTS (
                 SELECT 1 FROM blob_links l WHERE l.org_id = b.org_id AND l.digest = b.digest)",
            args![org],
        )
        .await?;
    let digests: Vec<Digest> = loose.into_iter().map(|row| row.digest).collect();
    let list = digests.iter().map(|digest| Value::from(*digest)).collect();
    tx.exec_in("DELETE FROM blobs WHERE org_id = $1 AND digest IN (?)", &args![org], list).await?;
    Ok(digests)
}
