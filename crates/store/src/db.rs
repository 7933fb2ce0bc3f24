//! The database: one handle, two engines.

use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use earshot_model::OrgId;
use futures_util::FutureExt as _;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::conn::{Conn, Inner, Tx, Work};
use crate::error::{Error, Result};
use crate::{events, migrate, private_file, writer};

/// How many connections read at once on SQLite.
const SQLITE_READERS: u32 = 4;
/// How many closures may wait for the writer before callers wait to be let in.
const WAITING_WRITES: usize = 1024;
/// How many commits a slow follower may miss before it is told to look at the log itself.
const COMMITS_KEPT: usize = 4096;

/// Says that an organization's log has grown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commit {
    /// Whose log.
    pub org: OrgId,
    /// Its last number.
    pub seq: i64,
}

pub(crate) enum Engine {
    Sqlite { write: mpsc::Sender<Box<dyn writer::Job>>, read: SqlitePool, task: JoinHandle<()> },
    Postgres { app: PgPool, owner: Box<PgConnectOptions> },
}

/// The database. Cheap to share behind an `Arc`.
pub struct Db {
    pub(crate) engine: Engine,
    commits: broadcast::Sender<Commit>,
}

impl Db {
    /// Opens `FILE` (a path, made if missing, for this user alone) on SQLite and brings it up to date.
    ///
    /// # Errors
    /// [`Error::NewerSchema`], or what the file system and SQLite say.
    pub async fn open_sqlite(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(512)
            .pragma("cache_size", "-12000")
            .pragma("temp_store", "memory")
            // Erased words must not stay in freed pages; measured, it costs 2 % of an ingest.
            .pragma("secure_delete", "on")
            .pragma("wal_autocheckpoint", "4000")
            .disable_statement_logging();
        // SQLite gives the files beside it the same permissions.
        private_file::ensure(file)?;
        let conn = migrate::sqlite(options.connect().await?).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS)
            .test_before_acquire(false)
            .connect_with(options.pragma("query_only", "on").pragma("cache_size", "-4000"))
            .await?;
        let (commits, _) = broadcast::channel(COMMITS_KEPT);
        let (write, waiting) = mpsc::channel(WAITING_WRITES);
        let told = commits.clone();
        let task = tokio::spawn(writer::run(
            conn,
            waiting,
            Box::new(move |org, seq| {
                // Nobody follows: nothing to tell.
                let _nobody = told.send(Commit { org, seq });
            }),
        ));
        Ok(Self { engine: Engine::Sqlite { write, read, task }, commits })
    }

    /// Connects to `url` (`postgres://...`) and brings the schema up to date. The user of the url
    /// must own the database; the application itself then works as the narrower role `earshot_app`.
    ///
    /// # Errors
    /// [`Error::Address`], [`Error::NewerSchema`], or what PostgreSQL says.
    pub async fn open_postgres(url: &str) -> Result<Self> {
        Self::open_postgres_with(url, 16).await
    }

    /// As [`Db::open_postgres`], with at most so many connections.
    ///
    /// # Errors
    /// As [`Db::open_postgres`].
    pub async fn open_postgres_with(url: &str, connections: u32) -> Result<Self> {
        let owner = PgConnectOptions::from_str(url)
            .map_err(|problem| Error::Address(problem.to_string()))?
            .application_name("earshot")
            .statement_cache_capacity(512)
            .disable_statement_logging();
        let mut conn = owner.connect().await?;
        migrate::postgres(&mut conn, &owner).await?;
        let app = PgPoolOptions::new()
            .max_connections(connections)
            .test_before_acquire(false)
            .after_connect(|conn, _| {
                Box::pin(async move { conn.execute("SET ROLE earshot_app").await.map(drop) })
            })
            .connect_with(owner.clone())
            .await?;
        let (commits, _) = broadcast::channel(COMMITS_KEPT);
        Ok(Self { engine: Engine::Postgres { app, owner: Box::new(owner) }, commits })
    }

    /// `sqlite` or `postgresql`.
    #[must_use]
    pub const fn engine_name(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite { .. } => "sqlite",
            Engine::Postgres { .. } => "postgresql",
        }
    }

    /// Tells each commit that this process makes, from now on. Commits of other processes are seen
    /// by asking [`crate::heads`].
    #[must_use]
    pub fn commits(&self) -> broadcast::Receiver<Commit> {
        self.commits.subscribe()
    }

    /// A connection that reads one organization.
    ///
    /// # Errors
    /// [`Error::Busy`] when none is free in time, or what the database says.
    pub async fn read(&self, org: OrgId) -> Result<Conn> {
        let inner = match &self.engine {
            Engine::Sqlite { read, .. } => Inner::Reader(read.acquire().await?),
            Engine::Postgres { app, .. } => Inner::Postgres(begin(app, org).await?),
        };
        Ok(Conn::new(inner, org))
    }

    /// Runs `work` as one transaction and answers after it is durable. Events that it emits are
    /// appended to the organization's log as the last step. An error from `work` undoes all of it.
    ///
    /// `work` must not wait for anything but its own statements: on SQLite everybody's writes
    /// stand behind it.
    ///
    /// # Errors
    /// What `work` gives, or [`Error`] of the transaction itself.
    pub async fn write<T, E, F>(&self, org: OrgId, work: F) -> std::result::Result<T, E>
    where
        F: for<'a> FnOnce(&'a mut Tx) -> Work<'a, T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.engine {
            Engine::Sqlite { write, .. } => {
                let (reply, answer) = oneshot::channel();
                let job = Box::new(writer::Closure { org, work, reply });
                write.send(job).await.map_err(|_| E::from(Error::Closed))?;
                answer.await.unwrap_or_else(|_| Err(E::from(Error::Closed)))
            }
            Engine::Postgres { app, .. } => {
                let inner = Inner::Postgres(begin(app, org).await.map_err(E::from)?);
                let mut tx = Tx::new(Conn::new(inner, org));
                let value = match AssertUnwindSafe(work(&mut tx)).catch_unwind().await {
                    Ok(done) => done?,
                    Err(_) => return Err(E::from(Error::Panicked)),
                };
                let last_seq = events::end(&mut tx).await.map_err(E::from)?;
                if let Inner::Postgres(open) = tx.into_inner() {
                    open.commit().await.map_err(|error| E::from(Error::from(error)))?;
                }
                if let Some(seq) = last_seq {
                    let _nobody = self.commits.send(Commit { org, seq });
                }
                Ok(value)
            }
        }
    }

    /// Waits until what is being written is written, and closes the database.
    pub async fn close(self) {
        match self.engine {
            Engine::Sqlite { write, read, task } => {
                drop(write);
                if task.await.is_err() {
                    tracing::error!("the writer ended by a panic");
                }
                read.close().await;
            }
            Engine::Postgres { app, .. } => app.close().await,
        }
    }
}

/// Begins a transaction inside one organization, in one way there and back.
async fn begin(pool: &PgPool, org: OrgId) -> Result<sqlx::Transaction<'static, sqlx::Postgres>> {
    // The id is hexadecimal digits.
    begin_as(pool, &format!("SET LOCAL app.org = '{}'", hex::encode(org.bytes()))).await
}

/// Begins a transaction whose first statement is `setting`. After a restart of PostgreSQL every
/// connection of the pool is dead, and says so when it is used first; it goes then, so the next try
/// gets another one.
pub(crate) async fn begin_as(
    pool: &PgPool,
    setting: &str,
) -> Result<sqlx::Transaction<'static, sqlx::Postgres>> {
    let begin = format!("BEGIN; {setting}");
    for _ in 0..pool.size() {
        match pool.begin_with(AssertSqlSafe(begin.clone())).await.map_err(Error::from) {
            Err(Error::Unreachable(problem)) => tracing::debug!(problem, "a connection was dead"),
            begun => return begun,
        }
    }
    Ok(pool.begin_with(AssertSqlSafe(begin)).await?)
}
