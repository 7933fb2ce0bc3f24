//! Reads a backup into an empty database of either engine.

use std::path::Path;

use earshot_model::{OrgId, PostId, Time};
use serde_json::Value as Json;
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

use super::file::{check, lines};
use super::format::{FORMAT, Header, Line, bad, decode, read};
use super::stale::{Stale, doubt};
use crate::blobs::BlobStore;
use crate::cell::row;
use crate::conn::{Conn, placeholders};
use crate::db::Db;
use crate::erasure::{self, Erasure, Replayed};
use crate::error::{Error, Result};
use crate::schema::{self, Column, Table};
use crate::value::{Value, args};
use crate::whole::{self, Purpose};
use crate::{names, post_counts};

/// The most values in one statement.
const MOST_VALUES: usize = 8_000;
/// Posts whose tokens are made at a time.
const PAGE: i64 = 500;

/// Makes the token stream of a text, as the full-text index holds it.
pub type Tokenizer<'a> = &'a (dyn Fn(&str) -> Vec<String> + Sync);

/// What a restore brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Rows of all tables.
    pub rows: i64,
    /// Stored files.
    pub files: i64,
    /// When the backup was made.
    pub made_at: Time,
    /// What became of the list of erasures: those that the backup was too old to know are done again.
    pub erasures: Replayed,
    /// What may be out of date, and what was done about it.
    pub stale: Stale,
}

/// Restores the file `from` into a database without rows, and makes it forget who was erased since
/// (`erased`, see [`erasure::read_log`]). No answer that was on its way is sent by itself afterwards, and
/// every login has ended. The index is built with `tokens`, which has to be the
/// tokenizer that the posts were indexed with, or a newer one followed by a reindex.
///
/// # Errors
/// [`Error::NewerSchema`]; [`Error::Backup`] when the file is damaged, cut short, of a newer format,
/// or the database is not empty; [`Error::File`], or as the database. The database stays empty then,
/// unless the error comes from an erasure that is done again: then start the server, which does them
/// again before it listens.
pub async fn restore(
    db: &Db,
    blobs: &BlobStore,
    from: &Path,
    tokens: Tokenizer<'_>,
    erased: &[Erasure],
    now: Time,
) -> Result<Restored> {
    let trailer = check(from).await?;
    let conn = whole::open(db, Purpose::Write).await?;
    let mut filling = Filling::new(conn, blobs).await?;
    let (mut batches, thread) = lines(from);
    while let Some(batch) = batches.recv().await {
        for text in batch {
            filling.take(&text).await?;
        }
    }
    thread.await.map_err(|_| Error::Closed)??;
    let Filled { mut conn, made_at, schema, rows, files } = filling.end().await?;
    if (rows, files) != (trailer.rows, trailer.files) {
        return Err(bad("the numbers of rows and files are not those of its last line"));
    }
    index(&mut conn, tokens).await?;
    if schema < post_counts::SINCE {
        post_counts::fill(&mut conn).await?;
    }
    if schema < names::SINCE {
        names::fill(&mut conn).await?;
        list_erasures(&mut conn).await?;
    }
    let (conn, stale) = doubt(conn, now).await?;
    whole::end(conn).await?;
    let erasures = erasure::replay(db, blobs, erased, now).await?;
    Ok(Restored { rows, files, made_at, erasures, stale })
}

/// The list of erasures of a backup that is older than the table.
async fn list_erasures(conn: &mut Conn) -> Result<()> {
    conn.execute(
        "INSERT INTO erasures (org_id, person_id, erased_at)
         SELECT org_id, id, erased_at FROM persons WHERE erased_at IS NOT NULL",
        args![],
    )
    .await?;
    Ok(())
}

/// A database that holds what the backup held.
struct Filled {
    conn: Conn,
    made_at: Time,
    schema: i64,
    rows: i64,
    files: i64,
}

/// A database that is being filled.
struct Filling<'a> {
    conn: Conn,
    blobs: &'a BlobStore,
    known: Vec<Table>,
    header: Option<Header>,
    table: Option<Table>,
    waiting: Vec<Value>,
    file: Option<Incoming>,
    rows: i64,
    files: i64,
}

struct Incoming {
    org: OrgId,
    digest: [u8; 32],
    size: usize,
    bytes: Vec<u8>,
}

impl<'a> Filling<'a> {
    async fn new(mut conn: Conn, blobs: &'a BlobStore) -> Result<Self> {
        let known = schema::tables(&mut conn).await?;
        for table in &known {
            if schema::count(&mut conn, &table.name).await? > 0 {
                let name = &table.name;
                return Err(bad(format!(
                    "the database is not empty (table {name}); restore into a new one"
                )));
            }
        }
        Ok(Self {
            conn,
            blobs,
            known,
            header: None,
            table: None,
            waiting: Vec::new(),
            file: None,
            rows: 0,
            files: 0,
        })
    }

    async fn take(&mut self, text: &str) -> Result<()> {
        match text.chars().next() {
            Some('[') => self.row(text).await,
            Some('"') => {
                let piece: String = serde_json::from_str(text).map_err(bad)?;
                let file = self.file.as_mut().ok_or_else(|| bad("a piece without its file"))?;
                file.bytes.extend(decode(&piece)?);
                Ok(())
            }
            _ => self.line(serde_json::from_str(text).map_err(bad)?).await,
        }
    }

    async fn line(&mut self, line: Line) -> Result<()> {
        self.flush().await?;
        self.keep_file().await?;
        match line {
            Line::Header(header) => {
                if header.format > FORMAT {
                    return Err(bad("a newer Earshot wrote it; start that version"));
                }
                let known = crate::migrate::newest();
                if header.schema > known {
                    return Err(Error::NewerSchema { found: header.schema, known });
                }
                self.header = Some(header);
            }
            Line::Table { name } => self.table = Some(self.check_table(&name)?),
            Line::File { org, digest, size } => {
                let mut name = [0; 32];
                hex::decode_to_slice(&digest, &mut name).map_err(bad)?;
                let size = usize::try_from(size).map_err(bad)?;
                self.file =
                    Some(Incoming { org: org.parse()?, digest: name, size, bytes: Vec::new() });
            }
            Line::Trailer(_) => {}
        }
        Ok(())
    }

    /// The table as the backup has it, if this database can hold it.
    fn check_table(&self, name: &str) -> Result<Table> {
        let header = self.header.as_ref().ok_or_else(|| bad("its header is missing"))?;
        let told = header.tables.iter().find(|table| table.name == name);
        let told = told.ok_or_else(|| bad(format!("its header does not describe table {name}")))?;
        let here = self.known.iter().find(|table| table.name == name);
        let here = here.ok_or_else(|| bad(format!("this version has no table {name}")))?;
        for column in told.carried() {
            let fits = |c: &Column| c.name == column.name && c.family == column.family;
            if !here.columns.iter().any(fits) {
                let column = &column.name;
                return Err(bad(format!("this version has no column {column} in table {name}")));
            }
        }
        Ok(told.clone())
    }

    async fn row(&mut self, text: &str) -> Result<()> {
        let values: Vec<Json> = serde_json::from_str(text).map_err(bad)?;
        let table = self.table.as_ref().ok_or_else(|| bad("a row without its table"))?;
        let columns: Vec<&Column> = table.carried().collect();
        if columns.len() != values.len() {
            return Err(bad(format!("a row of table {} has a wrong length", table.name)));
        }
        for (value, column) in values.iter().zip(&columns) {
            self.waiting.push(read(value, column)?);
        }
        let full = self.waiting.len() + columns.len() > MOST_VALUES;
        self.rows += 1;
        if full { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<()> {
        let Some(table) = self.table.as_ref().filter(|_| !self.waiting.is_empty()) else {
            return Ok(());
        };
        let columns: Vec<&str> = table.carried().map(|column| column.name.as_str()).collect();
        let width = columns.len().max(1);
        let rows: Vec<String> = (0..self.waiting.len() / width)
            .map(|row| format!("({})", placeholders(row * width, width)))
            .collect();
        let (columns, rows) = (columns.join(", "), rows.join(", "));
        let sql = format!("INSERT INTO {} ({columns}) VALUES {rows}", table.name);
        let values = std::mem::take(&mut self.waiting);
        self.conn.run(AssertSqlSafe(sql).into_sql_str(), values).await?;
        Ok(())
    }

    /// Writes the file whose pieces are all there.
    async fn keep_file(&mut self) -> Result<()> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let fits =
            file.bytes.len() == file.size && crate::blobs::digest(&file.bytes) == file.digest;
        if !fits {
            return Err(bad("a stored file in it is damaged"));
        }
        self.blobs.folder.write(file.org, file.digest, file.bytes).await?;
        self.files += 1;
        Ok(())
    }

    async fn end(mut self) -> Result<Filled> {
        self.flush().await?;
        self.keep_file().await?;
        let header = self.header.ok_or_else(|| bad("its header is missing"))?;
        Ok(Filled {
            conn: self.conn,
            made_at: Time(header.made_at),
            schema: header.schema,
            rows: self.rows,
            files: self.files,
        })
    }
}

row! {
    struct Indexed {
        org_id: OrgId,
        post_id: PostId,
        doc_id: i64,
        text: String,
    }
}

/// Builds the full-text index for the posts that were in it.
async fn index(conn: &mut Conn, tokens: Tokenizer<'_>) -> Result<()> {
    let mut after = i64::MIN;
    loop {
        let page: Vec<Indexed> = conn
            .all(
                "SELECT s.org_id, s.post_id, s.doc_id, p.text
                 FROM search_posts s
                 JOIN posts p ON p.org_id = s.org_id AND p.id = s.post_id
                 WHERE s.doc_id > $1
                 ORDER BY s.doc_id
                 LIMIT $2",
                args![after, PAGE],
            )
            .await?;
        let Some(last) = page.last() else { break };
        after = last.doc_id;
        for post in &page {
            let words = crate::search::lexemes(tokens(&post.text)).join(" ");
            if conn.is_postgres() {
                conn.execute(
                    "UPDATE search_posts SET tokens = array_to_tsvector(string_to_array($3, ' '))
                     WHERE org_id = $1 AND post_id = $2",
                    args![post.org_id, post.post_id, words],
                )
                .await?;
            } else {
                conn.execute(
                    "INSERT INTO search_index (rowid, tokens) VALUES ($1, $2)",
                    args![post.doc_id, words],
                )
                .await?;
            }
        }
    }
    if conn.is_postgres() {
        let _last: Option<i64> = conn
            .cell(
                "SELECT setval('search_doc_ids', (SELECT COALESCE(MAX(doc_id), 0) + 1
                                                  FROM search_posts), false) AS it",
                args![],
            )
            .await?;
    }
    Ok(())
}
