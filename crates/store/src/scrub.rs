//! Makes removed words leave SQLite's files as well: the full-text index drops them when its parts
//! are merged, and the write-ahead log when it is emptied. What is freed inside the database file
//! is overwritten by `secure_delete`.
//!
//! PostgreSQL frees old row versions by VACUUM, which its autovacuum runs by itself.

use earshot_model::OrgId;
use sqlx::Row as _;

use crate::db::{Db, Engine};
use crate::error::{Error, Result};
use crate::value::args;

/// How many pages of the index one step merges: with pages of 4 KB about 2 MB, so that writers wait
/// some milliseconds and no longer.
const PAGES: i64 = -500;
/// More steps than any index needs: 2 MB each.
const MOST_STEPS: usize = 20_000;

/// Drops the words of removed posts from the index, and empties the write-ahead log. Gives `false`
/// when a reader held the log back: call it again later. On PostgreSQL there is nothing to do.
///
/// # Errors
/// As the database.
pub async fn scrub(db: &Db, org: OrgId) -> Result<bool> {
    if matches!(db.engine, Engine::Postgres { .. }) {
        return Ok(true);
    }
    for _ in 0..MOST_STEPS {
        if !merge(db, org).await? {
            break;
        }
    }
    let mut conn = crate::whole::sqlite(db).await?;
    // Writers stand behind a checkpoint that waits for a reader: it waits a moment, and no longer.
    sqlx::query("PRAGMA busy_timeout = 250").execute(&mut conn).await?;
    let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut conn).await?;
    Ok(row.try_get::<i64, _>(0)? == 0)
}

/// One step. Gives whether there was something to merge: fewer than two changed rows mean that
/// there was not (SQLite's FTS5 document, section 6.7).
async fn merge(db: &Db, org: OrgId) -> Result<bool> {
    db.write::<_, Error, _>(org, move |tx| {
        Box::pin(async move {
            let changes = "SELECT total_changes() AS it";
            let before: Option<i64> = tx.cell(changes, args![]).await?;
            tx.exec(
                "INSERT INTO search_index (search_index, rank) VALUES ('merge', $1)",
                args![PAGES],
            )
            .await?;
            let after: Option<i64> = tx.cell(changes, args![]).await?;
            Ok(after.unwrap_or(0) - before.unwrap_or(0) >= 2)
        })
    })
    .await
}
