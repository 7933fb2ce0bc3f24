//! Writes a backup from one snapshot.

use std::path::Path;

use earshot_model::{OrgId, Time};
use serde_json::Value as Json;
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

use super::file::Sink;
use super::format::{FORMAT, Header, Line, PIECE, encode, line, read, write};
use crate::blobs::{BlobStore, Digest};
use crate::cell::row;
use crate::conn::{Conn, placeholders};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::schema::{self, Column, Table};
use crate::value::{Value, args};
use crate::whole::{self, Purpose};

/// Rows read at a time.
const PAGE: usize = 2_000;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dumped {
    /// Rows of all tables.
    pub rows: i64,
    /// Stored files.
    pub files: i64,
    /// Stored files that have a row and could not be read: erased since the snapshot, or lost.
    pub missing: Vec<Digest>,
    /// The length of the backup file in bytes.
    pub bytes: u64,
}

row! {
    struct Stored {
        org_id: OrgId,
        digest: Digest,
        size: i64,
    }
}

/// Writes everything to the file `to`, while everybody goes on working. The file appears under its
/// name when it is whole and durable.
///
/// # Errors
/// [`Error::File`] when the disk refuses, or as the database.
pub async fn dump(db: &Db, blobs: &BlobStore, to: &Path, now: Time) -> Result<Dumped> {
    let mut conn = whole::open(db, Purpose::Read).await?;
    let tables = schema::tables(&mut conn).await?;
    let header = Header {
        format: FORMAT,
        schema: schema::number(&mut conn).await?,
        made_at: now.micros(),
        engine: db.engine_name().to_owned(),
        tables: tables.clone(),
    };
    let mut sink = Sink::new(to);
    sink.push(&line(&Line::Header(header))?).await?;
    let mut rows = 0;
    for table in &tables {
        sink.push(&line(&Line::Table { name: table.name.clone() })?).await?;
        rows += dump_table(&mut conn, table, &mut sink).await?;
    }
    let (files, missing) = dump_files(&mut conn, blobs, &mut sink).await?;
    whole::end(conn).await?;
    let bytes = sink.end(rows, files).await?;
    Ok(Dumped { rows, files, missing, bytes })
}

/// The statement for the first page, and the one for the page after a key.
fn statements(table: &Table) -> (String, String) {
    let columns: Vec<&str> = table.carried().map(|column| column.name.as_str()).collect();
    let key: Vec<&str> = table.key().iter().map(|column| column.name.as_str()).collect();
    let (columns, name, marks) = (columns.join(", "), &table.name, placeholders(0, key.len()));
    let key = key.join(", ");
    let start = format!("SELECT {columns} FROM {name}");
    let end = format!("ORDER BY {key} LIMIT {PAGE}");
    (format!("{start} {end}"), format!("{start} WHERE ({key}) > ({marks}) {end}"))
}

async fn dump_table(conn: &mut Conn, table: &Table, sink: &mut Sink) -> Result<i64> {
    let columns: Vec<&Column> = table.carried().collect();
    let (mut sql, next) = statements(table);
    let mut after: Vec<Value> = Vec::new();
    let mut dumped = 0;
    loop {
        let rows = conn.rows(AssertSqlSafe(sql.clone()).into_sql_str(), after).await?;
        let full = rows.len() == PAGE;
        let mut last = Vec::new();
        for row in rows {
            last = columns
                .iter()
                .enumerate()
                .map(|(at, column)| write(&row, at, column.family))
                .collect::<Result<Vec<Json>>>()?;
            let text = serde_json::to_string(&last).map_err(super::format::bad)?;
            sink.push(&text).await?;
            dumped += 1;
        }
        if !full {
            return Ok(dumped);
        }
        after = key_of(table, &columns, &last)?;
        sql.clone_from(&next);
    }
}

/// The key of a dumped row, as values.
fn key_of(table: &Table, columns: &[&Column], row: &[Json]) -> Result<Vec<Value>> {
    let mut key = Vec::new();
    for part in table.key() {
        let found = columns.iter().zip(row).find(|(column, _)| column.name == part.name);
        if let Some((column, value)) = found {
            key.push(read(value, column)?);
        }
    }
    Ok(key)
}

async fn dump_files(
    conn: &mut Conn,
    blobs: &BlobStore,
    sink: &mut Sink,
) -> Result<(i64, Vec<Digest>)> {
    let stored: Vec<Stored> =
        conn.all("SELECT org_id, digest, size FROM blobs ORDER BY org_id, digest", args![]).await?;
    let (mut files, mut missing) = (0, Vec::new());
    for file in stored {
        let bytes = match blobs.get(file.org_id, file.digest).await {
            Ok(bytes) => bytes,
            Err(Error::File(problem)) => {
                tracing::warn!(%problem, "a stored file is not in the backup");
                missing.push(file.digest);
                continue;
            }
            Err(other) => return Err(other),
        };
        let head = Line::File {
            org: file.org_id.to_string(),
            digest: hex::encode(file.digest),
            size: file.size,
        };
        sink.push(&line(&head)?).await?;
        for piece in bytes.chunks(PIECE) {
            sink.push(&format!("\"{}\"", encode(piece))).await?;
        }
        files += 1;
    }
    Ok((files, missing))
}
