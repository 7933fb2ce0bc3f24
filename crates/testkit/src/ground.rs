//! A database with a clock.

use std::sync::Arc;

use earshot_model::{FixedClock, Instruments, OrderedIds, SeededNoise, Time};
use earshot_store::Db;
use tempfile::TempDir;

use crate::PostgresDatabase;

/// The time at which every test begins: 1 June 2026, 12:00 UTC.
pub const NOON: Time = Time(1_780_315_200_000_000);

/// On which engine [`Ground::chosen`] stands: `sqlite`, or `postgresql`.
const ENGINE: &str = "EARSHOT_TEST_ENGINE";

/// The file of SQLite in the folder, under the name that the program gives it.
const FILE: &str = "earshot.db";

/// A database, a clock that stands still, ids and noise.
pub struct Ground {
    /// The database.
    pub db: Arc<Db>,
    /// The clock behind `tools`; it begins at [`NOON`].
    pub clock: Arc<FixedClock>,
    /// Clock, ids and noise.
    pub tools: Instruments,
    /// A folder of this test's own, gone at its end.
    pub folder: TempDir,
    postgres: Option<PostgresDatabase>,
}

impl Ground {
    /// On SQLite, in a folder of its own.
    ///
    /// # Panics
    /// When the file cannot be made.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open_sqlite(&folder.path().join(FILE)).await.expect("a database");
        Self::on(db, folder, None)
    }

    /// On the configured PostgreSQL, in a database of its own; nothing, and a line that says so,
    /// when there is none.
    ///
    /// # Panics
    /// When the configured PostgreSQL does not answer.
    pub async fn postgres() -> Option<Self> {
        let place = PostgresDatabase::migrated().await?;
        let db = Db::open_postgres_with(&place.url(), 8).await.expect("the database opens");
        Some(Self::on(db, tempfile::tempdir().expect("a folder"), Some(place)))
    }

    /// On the engine that `EARSHOT_TEST_ENGINE` names, and on SQLite where it names none: so a suite
    /// that knows nothing of engines is run on each of them.
    ///
    /// # Panics
    /// When it names another engine, or PostgreSQL where none is configured.
    #[expect(clippy::disallowed_methods, reason = "tests are told by the environment where to run")]
    pub async fn chosen() -> Self {
        match std::env::var(ENGINE).as_deref() {
            Err(_) | Ok("sqlite") => Self::sqlite().await,
            Ok("postgresql") => Self::postgres().await.expect("a PostgreSQL to run on"),
            Ok(other) => panic!("{ENGINE} is \"{other}\"; it can be sqlite or postgresql"),
        }
    }

    fn on(db: Db, folder: TempDir, postgres: Option<PostgresDatabase>) -> Self {
        let clock = Arc::new(FixedClock::new(NOON));
        let tools = Instruments {
            clock: clock.clone(),
            ids: Arc::new(OrderedIds::new(7)),
            noise: Arc::new(SeededNoise::new(9)),
        };
        Self { db: Arc::new(db), clock, tools, folder, postgres }
    }

    /// Where the database is on PostgreSQL (`postgres://...`); nothing on SQLite, whose file `earshot.db`
    /// is in the folder.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        self.postgres.as_ref().map(PostgresDatabase::url)
    }

    /// Whether this is the ground on PostgreSQL.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.db.engine_name() == "postgresql"
    }
}
