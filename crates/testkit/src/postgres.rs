//! Databases of a test's own on the configured PostgreSQL, cloned from one that is migrated already.

use std::str::FromStr as _;
use std::sync::atomic::{AtomicU64, Ordering};

use earshot_store::{Db, migrations_digest};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Executor as _};

const VARIABLE: &str = "EARSHOT_TEST_POSTGRES";

/// Tests that start at once make the template one after the other. The number is arbitrary.
const TEMPLATE_LOCK: i64 = 20_260_312;

/// A database that goes with this value, also when the test fails.
#[derive(Debug)]
pub struct PostgresDatabase {
    options: Box<PgConnectOptions>,
    name: String,
}

/// The configured server; nothing, and a line that says so, when there is none.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where to run")]
fn configured() -> Option<PgConnectOptions> {
    match std::env::var(VARIABLE) {
        Ok(url) => Some(PgConnectOptions::from_str(&url).expect("a URL of PostgreSQL")),
        Err(_) => {
            eprintln!("SKIPPED by configuration: {VARIABLE} is not set");
            None
        }
    }
}

impl PostgresDatabase {
    /// A new database with every table and not a row; nothing where no PostgreSQL is configured.
    ///
    /// # Panics
    /// When the configured PostgreSQL does not answer or refuses.
    pub async fn migrated() -> Option<Self> {
        let options = configured()?;
        let mut conn = options.connect().await.expect("the configured PostgreSQL answers");
        let template = template(&mut conn, &options).await;
        Some(Self::cloned(&mut conn, options, &template).await)
    }

    /// A new database without a table; nothing where no PostgreSQL is configured.
    ///
    /// # Panics
    /// When the configured PostgreSQL does not answer or refuses.
    pub async fn empty() -> Option<Self> {
        let options = configured()?;
        let mut conn = options.connect().await.expect("the configured PostgreSQL answers");
        Some(Self::cloned(&mut conn, options, "template0").await)
    }

    async fn cloned(conn: &mut PgConnection, options: PgConnectOptions, template: &str) -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let count = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("earshot_it_{}_{count}", std::process::id());
        run(conn, format!("DROP DATABASE IF EXISTS {name}")).await;
        run(conn, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self { options: Box::new(options), name }
    }

    /// Where it is: `postgres://...`.
    #[must_use]
    pub fn url(&self) -> String {
        self.options.as_ref().clone().database(&self.name).to_url_lossy().to_string()
    }
}

impl Drop for PostgresDatabase {
    /// On a thread with a runtime of its own: the test's may be gone, or not be able to wait.
    fn drop(&mut self) {
        let (options, sql) =
            (self.options.clone(), format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let mut conn = options.connect().await.expect("PostgreSQL answers");
                run(&mut conn, sql).await;
            });
        });
        if dropped.join().is_err() {
            eprintln!("the database {} stays behind", self.name);
        }
    }
}

async fn run(conn: &mut PgConnection, sql: String) {
    conn.execute(AssertSqlSafe(sql)).await.expect("PostgreSQL obeys");
}

/// The name of the migrated template, made by the first test that needs it, and made again when a
/// migration changes.
async fn template(conn: &mut PgConnection, options: &PgConnectOptions) -> String {
    let name = format!("earshot_it_template_{}", migrations_digest());
    run(conn, format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await;
    let known = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1")
        .bind(&name)
        .fetch_optional(&mut *conn)
        .await
        .expect("PostgreSQL lists its databases");
    if known.is_none() {
        let half = format!("{name}_half");
        run(conn, format!("DROP DATABASE IF EXISTS {half}")).await;
        run(conn, format!("CREATE DATABASE {half} TEMPLATE template0")).await;
        let url = options.clone().database(&half).to_url_lossy().to_string();
        let db = Db::open_postgres_with(&url, 1).await.expect("the migrations run");
        db.close().await;
        run(conn, format!("ALTER DATABASE {half} RENAME TO {name}")).await;
    }
    run(conn, format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})")).await;
    name
}
