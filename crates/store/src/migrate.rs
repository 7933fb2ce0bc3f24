//! One migration history for both engines: `migrations/NNNN_name/up.sql`, and beside it the few
//! statements that one engine needs of its own.

use sha2::{Digest as _, Sha256};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Executor, raw_sql};

use crate::conn::{Conn, Inner};
use crate::error::{Error, Result};
use crate::{names, whole};

struct Step {
    number: i64,
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! step {
    ($number:literal, $folder:literal) => {
        Step {
            number: $number,
            both: include_str!(concat!("../../../migrations/", $folder, "/up.sql")),
            sqlite: include_str!(concat!("../../../migrations/", $folder, "/up.sqlite.sql")),
            postgres: include_str!(concat!("../../../migrations/", $folder, "/up.postgres.sql")),
        }
    };
}

const STEPS: &[Step] = &[
    step!(1, "0001_ground"),
    step!(2, "0002_person_names"),
    step!(3, "0003_post_counts"),
    step!(4, "0004_desk"),
    step!(5, "0005_playbook"),
    step!(6, "0006_keeping"),
    step!(7, "0007_learning"),
    step!(8, "0008_clocks"),
    step!(9, "0009_sources"),
    step!(10, "0010_listening"),
    step!(11, "0011_lookups"),
    step!(12, "0012_routing"),
    step!(14, "0014_advice"),
    step!(15, "0015_expectations"),
    step!(16, "0016_rooms"),
    step!(17, "0017_approvals"),
    step!(19, "0019_mentions"),
    step!(22, "0022_newest_first"),
    step!(23, "0023_tags"),
    step!(24, "0024_crises"),
    step!(25, "0025_trainings"),
    step!(26, "0026_playbook_readers"),
    step!(27, "0027_hashtags"),
];

/// Grants and row-level security, said again after every migration, and whenever they read differently.
const POSTGRES_SECURITY: &str = include_str!("../../../migrations/postgres_security.sql");

/// Several servers may start at once; one of them migrates. The number is ours and arbitrary.
const POSTGRES_LOCK: i64 = 0x6561_7273_686f_7400;

/// The newest schema that this binary knows.
pub(crate) fn newest() -> i64 {
    STEPS.last().map_or(0, |step| step.number)
}

/// What names this set of migrations: 12 hexadecimal digits that change with any of their words.
///
/// Tests clone their databases from a template of that name.
#[must_use]
pub fn migrations_digest() -> String {
    let mut digest = Sha256::new();
    for step in STEPS {
        digest.update(step.both);
        digest.update(step.sqlite);
        digest.update(step.postgres);
    }
    digest.update(POSTGRES_SECURITY);
    digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// The steps that a database at schema `found` still needs.
fn missing(found: i64) -> Result<impl Iterator<Item = &'static Step>> {
    if found > newest() {
        return Err(Error::NewerSchema { found, known: newest() });
    }
    Ok(STEPS.iter().filter(move |step| step.number > found))
}

pub(crate) async fn sqlite(mut conn: SqliteConnection) -> Result<SqliteConnection> {
    // Asked before the lock, so that a database that is up to date opens beside one who writes.
    let mut found = schema(&mut conn).await?;
    while missing(found)?.next().is_some() {
        conn.execute("BEGIN IMMEDIATE").await?;
        // Another process may have taken the step while this one waited for the lock.
        found = schema(&mut conn).await?;
        let Some(step) = missing(found)?.next() else {
            conn.execute("ROLLBACK").await?;
            break;
        };
        let mut all = Conn::new(Inner::Writer(conn), whole::nobody());
        let done = sqlite_step(&mut all, step).await;
        conn = match all.inner {
            Inner::Writer(conn) => conn,
            Inner::Reader(_) | Inner::Postgres(_) => unreachable!("the connection stays its own"),
        };
        if let Err(error) = done {
            conn.execute("ROLLBACK").await?;
            return Err(error);
        }
        conn.execute("COMMIT").await?;
        found = step.number;
        tracing::info!(schema = found, "database brought up to schema {found}");
    }
    Ok(conn)
}

async fn schema(conn: &mut SqliteConnection) -> Result<i64> {
    Ok(sqlx::query_scalar("PRAGMA user_version").fetch_one(conn).await?)
}

async fn sqlite_step(all: &mut Conn, step: &Step) -> Result<()> {
    if let Inner::Writer(conn) = &mut all.inner {
        let mark = format!("PRAGMA user_version = {}", step.number);
        raw_sql(step.both).execute(&mut *conn).await?;
        raw_sql(step.sqlite).execute(&mut *conn).await?;
        raw_sql(sqlx::AssertSqlSafe(mark)).execute(&mut *conn).await?;
    }
    fill(all, step).await
}

/// What SQL cannot make of the rows that are there.
async fn fill(all: &mut Conn, step: &Step) -> Result<()> {
    if step.number == names::SINCE { names::fill(all).await } else { Ok(()) }
}

pub(crate) async fn postgres(conn: &mut PgConnection, owner: &PgConnectOptions) -> Result<()> {
    sqlx::query("SELECT pg_advisory_lock($1)").bind(POSTGRES_LOCK).execute(&mut *conn).await?;
    let done = postgres_locked(conn, owner).await;
    sqlx::query("SELECT pg_advisory_unlock($1)").bind(POSTGRES_LOCK).execute(&mut *conn).await?;
    done
}

async fn postgres_locked(conn: &mut PgConnection, owner: &PgConnectOptions) -> Result<()> {
    conn.execute("CREATE TABLE IF NOT EXISTS schema_version (number BIGINT NOT NULL PRIMARY KEY)")
        .await?;
    let found: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(number), 0) FROM schema_version")
        .fetch_one(&mut *conn)
        .await?;
    let steps: Vec<_> = missing(found)?.collect();
    let security: String =
        Sha256::digest(POSTGRES_SECURITY).iter().map(|byte| format!("{byte:02x}")).collect();
    let known: Option<String> =
        sqlx::query_scalar("SELECT obj_description('schema_version'::regclass, 'pg_class')")
            .fetch_one(&mut *conn)
            .await?;
    if steps.is_empty() && known.as_deref() == Some(security.as_str()) {
        return Ok(());
    }
    // The lock stays with `conn`; what fails here is rolled back with its own connection.
    let pool = PgPoolOptions::new().max_connections(1).connect_with(owner.clone()).await?;
    let mut all = Conn::new(Inner::Postgres(pool.begin().await?), whole::nobody());
    for step in steps {
        if let Inner::Postgres(tx) = &mut all.inner {
            raw_sql(step.both).execute(&mut **tx).await?;
            raw_sql(step.postgres).execute(&mut **tx).await?;
            sqlx::query("INSERT INTO schema_version (number) VALUES ($1)")
                .bind(step.number)
                .execute(&mut **tx)
                .await?;
        }
        fill(&mut all, step).await?;
    }
    if let Inner::Postgres(tx) = &mut all.inner {
        raw_sql(POSTGRES_SECURITY).execute(&mut **tx).await?;
        let mark = format!("COMMENT ON TABLE schema_version IS '{security}'");
        raw_sql(sqlx::AssertSqlSafe(mark)).execute(&mut **tx).await?;
    }
    whole::end(all).await?;
    tracing::info!(schema = newest(), "database brought up to schema {}", newest());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::STEPS;

    /// A database at schema 22 never gets a step 21 that comes later: new steps stand at the end, and
    /// numbers that were left out stay out.
    #[test]
    fn new_steps_come_last() {
        let numbers: Vec<i64> = STEPS.iter().map(|step| step.number).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
        let last = numbers.last().copied().unwrap_or_default();
        let left_out: Vec<i64> = (1..=last).filter(|n| !numbers.contains(n)).collect();
        assert_eq!(left_out, [13, 18, 20, 21], "never fill one of these, take the next number");
    }
}
