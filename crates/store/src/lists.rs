//! Lists that listeners share by name.

use earshot_model::{ListId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::args;

row! {
    /// A list.
    pub struct List {
        /// Its id.
        pub id: ListId,
        /// The name on screens and in queries.
        pub name: String,
        /// By what names are compared: two lists never share it.
        pub name_key: String,
        /// One query a line.
        pub words: String,
        /// Grows with each change.
        pub version: i64,
        /// When it was last changed.
        pub updated_at: Time,
    }
}

row! {
    /// All lists in a few numbers: equal ones mean that none was added, changed or removed.
    #[derive(Eq, Default)]
    pub struct Sum {
        /// How many there are.
        pub lists: i64,
        /// Their versions together.
        pub versions: i64,
        /// The last change.
        pub latest: i64,
    }
}

/// Stores a new list.
///
/// # Errors
/// [`Error::Conflict`] when there is one of that name.
pub async fn insert(tx: &mut Tx, list: &List) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO lists (org_id, id, name, name_key, words, version, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            org,
            list.id,
            &list.name,
            &list.name_key,
            &list.words,
            list.version,
            list.updated_at,
        ],
    )
    .await?;
    Ok(())
}

/// Changes a list.
///
/// # Errors
/// [`Error::NotFound`], or [`Error::Conflict`] when there is another one of that name.
pub async fn update(tx: &mut Tx, list: &List) -> Result<()> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE lists SET name = $3, name_key = $4, words = $5, version = $6, updated_at = $7
             WHERE org_id = $1 AND id = $2",
            args![
                org,
                list.id,
                &list.name,
                &list.name_key,
                &list.words,
                list.version,
                list.updated_at,
            ],
        )
        .await?;
    if changed == 0 { Err(Error::NotFound("list")) } else { Ok(()) }
}

/// Takes a list away.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn remove(tx: &mut Tx, id: ListId) -> Result<()> {
    let org = tx.org();
    let gone = tx.exec("DELETE FROM lists WHERE org_id = $1 AND id = $2", args![org, id]).await?;
    if gone == 0 { Err(Error::NotFound("list")) } else { Ok(()) }
}

/// All lists, by name.
///
/// # Errors
/// As the database.
pub async fn all(conn: &mut Conn) -> Result<Vec<List>> {
    let org = conn.org();
    conn.all(
        "SELECT id, name, name_key, words, version, updated_at
         FROM lists
         WHERE org_id = $1
         ORDER BY name_key",
        args![org],
    )
    .await
}

/// One list.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(conn: &mut Conn, id: ListId) -> Result<List> {
    let org = conn.org();
    conn.one(
        "list",
        "SELECT id, name, name_key, words, version, updated_at
         FROM lists
         WHERE org_id = $1 AND id = $2",
        args![org, id],
    )
    .await
}

/// All lists in a few numbers.
///
/// # Errors
/// As the database.
pub async fn sum(conn: &mut Conn) -> Result<Sum> {
    let org = conn.org();
    conn.one(
        "lists",
        "SELECT
             COUNT(*) AS lists,
             CAST(COALESCE(SUM(version), 0) AS BIGINT) AS versions,
             COALESCE(MAX(updated_at), 0) AS latest
         FROM lists
         WHERE org_id = $1",
        args![org],
    )
    .await
}

row! {
    /// A list, or a listener that others may name, with its words or its query.
    pub struct NamedText {
        /// Whether it is a list.
        pub is_list: bool,
        /// Its name.
        pub name: String,
        /// Its words or its query.
        pub text: String,
    }
}

/// Everything that a query can name: all lists and all listeners.
///
/// # Errors
/// As the database.
pub async fn named(conn: &mut Conn) -> Result<Vec<NamedText>> {
    let org = conn.org();
    conn.all(
        "SELECT TRUE AS is_list, name, words AS text FROM lists WHERE org_id = $1
         UNION ALL
         SELECT FALSE AS is_list, name, query AS text FROM listeners WHERE org_id = $1
         ORDER BY is_list, name",
        args![org],
    )
    .await
}

/// The lists and listeners in whose text a list or a listener may be named.
///
/// # Errors
/// As the database.
pub async fn naming(conn: &mut Conn) -> Result<Vec<NamedText>> {
    let org = conn.org();
    conn.all(
        "SELECT is_list, name, text
         FROM (
             SELECT TRUE AS is_list, name, words AS text FROM lists WHERE org_id = $1
             UNION ALL
             SELECT FALSE AS is_list, name, query AS text FROM listeners WHERE org_id = $1
         ) texts
         WHERE REPLACE(LOWER(text), '_', '') LIKE '%list:%'
            OR REPLACE(LOWER(text), '_', '') LIKE '%query:%'
         ORDER BY is_list, name",
        args![org],
    )
    .await
}
