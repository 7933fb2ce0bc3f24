//! Whether a database of Earshot is in a place, asked without making one.

use std::io::ErrorKind;
use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::db::Db;
use crate::error::{Error, Result};

impl Db {
    /// Whether `FILE` holds a database of Earshot, whatever is in it. A file that is missing or empty
    /// holds none, and stays as it is.
    ///
    /// # Errors
    /// What the file system and SQLite say.
    pub async fn is_in_file(file: &Path) -> Result<bool> {
        match std::fs::metadata(file) {
            Ok(known) if known.len() > 0 => {}
            Ok(_) => return Ok(false),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        let mut conn = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(false)
            .busy_timeout(Duration::from_secs(10))
            .disable_statement_logging()
            .connect()
            .await?;
        let schema: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut conn).await?;
        conn.close().await?;
        Ok(schema > 0)
    }

    /// Whether the database at `url` (`postgres://...`) is one of Earshot, whatever is in it.
    ///
    /// # Errors
    /// [`Error::Address`], or what PostgreSQL says.
    pub async fn is_at(url: &str) -> Result<bool> {
        let mut conn = PgConnectOptions::from_str(url)
            .map_err(|problem| Error::Address(problem.to_string()))?
            .disable_statement_logging()
            .connect()
            .await?;
        let known: bool = sqlx::query_scalar("SELECT to_regclass('schema_version') IS NOT NULL")
            .fetch_one(&mut conn)
            .await?;
        conn.close().await?;
        Ok(known)
    }
}
