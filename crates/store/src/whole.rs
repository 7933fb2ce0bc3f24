//! A connection that sees all organizations, with one snapshot or one transaction: for backup,
//! restore and verify. Nothing that serves a request uses it.

use earshot_model::OrgId;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqliteConnection;
use sqlx::{ConnectOptions as _, Executor as _};

use crate::conn::{Conn, Inner};
use crate::db::{Db, Engine};
use crate::error::Result;

/// What a whole connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// One snapshot of everything, while others write.
    Read,
    /// One transaction over everything.
    Write,
}

/// Opens one. It ends with [`end`]; a dropped one leaves nothing behind.
pub(crate) async fn open(db: &Db, purpose: Purpose) -> Result<Conn> {
    let inner = match &db.engine {
        Engine::Sqlite { .. } => {
            let mut conn = sqlite(db).await?;
            conn.execute(match purpose {
                Purpose::Read => "BEGIN",
                Purpose::Write => "BEGIN IMMEDIATE",
            })
            .await?;
            Inner::Writer(conn)
        }
        Engine::Postgres { owner, .. } => {
            let pool =
                PgPoolOptions::new().max_connections(1).connect_with((**owner).clone()).await?;
            let begin = match purpose {
                Purpose::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                Purpose::Write => "BEGIN",
            };
            Inner::Postgres(pool.begin_with(begin).await?)
        }
    };
    Ok(Conn::new(inner, nobody()))
}

/// A connection of its own to the SQLite file, without a transaction; on PostgreSQL an error.
pub(crate) async fn sqlite(db: &Db) -> Result<SqliteConnection> {
    match &db.engine {
        Engine::Sqlite { read, .. } => {
            let options = read.connect_options().as_ref().clone().pragma("query_only", "off");
            Ok(options.connect().await?)
        }
        Engine::Postgres { .. } => Err(sqlx::Error::InvalidArgument("not SQLite".into()).into()),
    }
}

/// Commits and closes.
pub(crate) async fn end(conn: Conn) -> Result<()> {
    match conn.inner {
        Inner::Writer(mut conn) => {
            conn.execute("COMMIT").await?;
            sqlx::Connection::close(conn).await?;
        }
        Inner::Postgres(tx) => tx.commit().await?,
        Inner::Reader(_) => {}
    }
    Ok(())
}

/// The same connection, looking at one organization.
pub(crate) fn within(conn: Conn, org: OrgId) -> Conn {
    Conn::new(conn.inner, org)
}

/// The organization of a connection that belongs to none.
pub(crate) fn nobody() -> OrgId {
    OrgId(uuid::Uuid::nil())
}
