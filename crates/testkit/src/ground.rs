//! A database with a clock.

use std::sync::Arc;

use earshot_model::{FixedClock, Instruments, OrderedIds, SeededNoise, Time};
use earshot_store::Db;
use tempfile::TempDir;

/// The time at which every test begins: 1 June 2026, 12:00 UTC.
pub const NOON: Time = Time(1_780_315_200_000_000);

const VARIABLE: &str = "EARSHOT_TEST_POSTGRES";

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
}

impl Ground {
    /// On SQLite, in a folder of its own.
    ///
    /// # Panics
    /// When the file cannot be made.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open_sqlite(&folder.path().join("test.db")).await.expect("a database");
        Self::on(db, folder)
    }

    /// On the configured PostgreSQL; nothing, and a line that says so, when there is none.
    ///
    /// # Panics
    /// When the configured PostgreSQL does not answer.
    #[expect(clippy::disallowed_methods, reason = "tests are told by the environment where to run")]
    pub async fn postgres() -> Option<Self> {
        let Ok(url) = std::env::var(VARIABLE) else {
            eprintln!("SKIPPED by configuration: {VARIABLE} is not set");
            return None;
        };
        let db = Db::open_postgres_with(&url, 8).await.expect("the configured PostgreSQL answers");
        Some(Self::on(db, tempfile::tempdir().expect("a folder")))
    }

    fn on(db: Db, folder: TempDir) -> Self {
        let clock = Arc::new(FixedClock::new(NOON));
        let tools = Instruments {
            clock: clock.clone(),
            ids: Arc::new(OrderedIds::new(seed(&folder))),
            noise: Arc::new(SeededNoise::new(9)),
        };
        Self { db: Arc::new(db), clock, tools, folder }
    }

    /// Whether this is the ground on PostgreSQL.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.db.engine_name() == "postgresql"
    }
}

/// Tests on PostgreSQL share a database, so their ids must differ: the name of the temporary folder
/// is different in all tests that ever ran on this machine at once.
fn seed(folder: &TempDir) -> u64 {
    let name = folder.path().as_os_str().as_encoded_bytes();
    let hash = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    name.iter().fold(0xcbf2_9ce4_8422_2325 ^ u64::from(std::process::id()), hash)
}
