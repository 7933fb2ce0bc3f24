//! A database of its own for every test, on either engine.

use std::path::PathBuf;
use std::str::FromStr as _;
use std::sync::{Arc, Mutex};

use earshot_model::{Ids as _, OrderedIds, OrgId, Organization, Time};
use earshot_store::blobs::BlobStore;
use earshot_store::{Db, Error, organizations};
use sha2::{Digest as _, Sha256};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, Row as _, raw_sql};
use tempfile::TempDir;

/// The time at which every test starts: 2026-03-12T14:00:00Z.
pub(crate) const NOW: Time = Time(1_773_324_000_000_000);

const VARIABLE: &str = "EARSHOT_TEST_POSTGRES";

/// The migrated template is made again when the migrations change.
const MIGRATIONS: [&str; 6] = [
    include_str!("../../../../migrations/0001_ground/up.sql"),
    include_str!("../../../../migrations/0001_ground/up.postgres.sql"),
    include_str!("../../../../migrations/0002_person_names/up.sql"),
    include_str!("../../../../migrations/0003_post_counts/up.sql"),
    include_str!("../../../../migrations/0004_desk/up.sql"),
    include_str!("../../../../migrations/postgres_security.sql"),
];

/// Generates `NAME::sqlite` and `NAME::postgres` from one body.
macro_rules! on_both {
    ($(#[$meta:meta])* async fn $name:ident($it:ident: TestDb) $body:block) => {
        mod $name {
            use super::*;

            async fn body($it: std::sync::Arc<crate::engines::TestDb>) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn sqlite() {
                crate::engines::run(crate::engines::TestDb::sqlite().await, body).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn postgres() {
                if let Some(it) = crate::engines::TestDb::postgres().await {
                    crate::engines::run(it, body).await;
                }
            }
        }
    };
}

/// Where the database lies.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    Sqlite(PathBuf),
    Postgres(String),
}

/// A migrated, empty database, a folder, and a source of ids.
pub(crate) struct TestDb {
    pub(crate) db: Arc<Db>,
    pub(crate) place: Place,
    pub(crate) dir: TempDir,
    pub(crate) blobs: BlobStore,
    ids: OrderedIds,
    /// Databases that this test made besides its own: they go with it, also when it fails.
    besides: Mutex<Vec<String>>,
}

/// A connection behind the store's back.
pub(crate) enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl TestDb {
    async fn new(place: Place, dir: TempDir) -> Self {
        let db = match &place {
            Place::Sqlite(file) => Db::open_sqlite(file).await,
            Place::Postgres(url) => Db::open_postgres_with(url, 8).await,
        };
        let blobs = BlobStore::new(dir.path().join("blobs"), 1 << 20);
        let db = Arc::new(db.expect("a test database opens"));
        Self { db, place, dir, blobs, ids: OrderedIds::new(7), besides: Mutex::default() }
    }

    pub(crate) async fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self::new(Place::Sqlite(dir.path().join("earshot.db")), dir).await
    }

    /// `None`, and a line that says so, when no PostgreSQL is configured.
    pub(crate) async fn postgres() -> Option<Self> {
        let place = empty_postgres(true).await?;
        Some(Self::new(place, tempfile::tempdir().unwrap()).await)
    }

    /// A second, empty database on each engine that is configured.
    pub(crate) async fn others(&self) -> Vec<Self> {
        let mut others = vec![Self::sqlite().await];
        others.extend(Self::postgres().await);
        for other in &others {
            if let Place::Postgres(url) = &other.place {
                self.besides.lock().unwrap().push(url.clone());
            }
        }
        others
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.place, Place::Postgres(_))
    }

    pub(crate) fn id<T: From<uuid::Uuid>>(&self) -> T {
        T::from(self.ids.fresh(NOW))
    }

    /// An id as it was made at another time.
    pub(crate) fn id_at<T: From<uuid::Uuid>>(&self, at: Time) -> T {
        let seed = self.ids.fresh(NOW).as_u64_pair().1;
        T::from(OrderedIds::new(seed).fresh(at))
    }

    /// Makes an organization.
    pub(crate) async fn org(&self, slug: &str) -> OrgId {
        let id: OrgId = self.id();
        let organization = Organization {
            id,
            slug: slug.to_owned(),
            name: slug.to_owned(),
            time_zone: "Europe/Vienna".to_owned(),
            locale: "en".to_owned(),
            created_at: NOW,
        };
        self.db
            .write::<_, Error, _>(id, move |tx| {
                Box::pin(async move { organizations::insert(tx, &organization).await })
            })
            .await
            .unwrap();
        id
    }

    /// A connection behind the store's back, as the owner of the database.
    pub(crate) async fn raw(&self) -> Raw {
        match &self.place {
            Place::Sqlite(file) => {
                let options = SqliteConnectOptions::new().filename(file).foreign_keys(false);
                Raw::Sqlite(options.connect().await.unwrap())
            }
            Place::Postgres(url) => Raw::Postgres(PgConnection::connect(url).await.unwrap()),
        }
    }

    pub(crate) async fn close(&self) {
        let besides = std::mem::take(&mut *self.besides.lock().unwrap());
        for url in besides {
            drop_postgres(&url).await;
        }
        if let Place::Postgres(url) = &self.place {
            drop_postgres(url).await;
        }
    }
}

impl Raw {
    pub(crate) async fn try_run(&mut self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = raw_sql(AssertSqlSafe(sql.to_owned()));
        match self {
            Self::Sqlite(conn) => sql.execute(conn).await.map(drop),
            Self::Postgres(conn) => sql.execute(conn).await.map(drop),
        }
    }

    pub(crate) async fn run(&mut self, sql: &str) {
        self.try_run(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// The first column of all rows, as text.
    pub(crate) async fn texts(&mut self, sql: &str) -> Vec<Option<String>> {
        let sql = raw_sql(AssertSqlSafe(sql.to_owned()));
        match self {
            Self::Sqlite(conn) => {
                let rows = sql.fetch_all(conn).await.unwrap();
                rows.iter().map(|row| row.try_get_unchecked(0).unwrap()).collect()
            }
            Self::Postgres(conn) => {
                let rows = sql.fetch_all(conn).await.unwrap();
                rows.iter().map(|row| row.try_get_unchecked(0).unwrap()).collect()
            }
        }
    }

    pub(crate) async fn count(&mut self, from: &str) -> i64 {
        let found = self.texts(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {from}")).await;
        found[0].as_deref().unwrap().parse().unwrap()
    }
}

/// Runs a test's body, drops its database whatever happens, and lets its panic go on.
pub(crate) async fn run<F, W>(it: TestDb, body: F)
where
    F: FnOnce(Arc<TestDb>) -> W,
    W: Future<Output = ()> + Send + 'static,
{
    let it = Arc::new(it);
    let ended = tokio::spawn(body(it.clone())).await;
    it.close().await;
    if let Err(error) = ended {
        std::panic::resume_unwind(error.into_panic());
    }
}

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

/// A new database; from the migrated template, or with nothing in it.
pub(crate) async fn empty_postgres(migrated: bool) -> Option<Place> {
    let options = configured()?;
    let mut conn = options.connect().await.expect("the configured PostgreSQL answers");
    let name = format!("earshot_it_{}", uuid_text());
    let template =
        if migrated { template(&mut conn, &options).await } else { "template0".to_owned() };
    let sql = format!("CREATE DATABASE {name} TEMPLATE {template}");
    conn.execute(AssertSqlSafe(sql)).await.unwrap();
    Some(Place::Postgres(options.database(&name).to_url_lossy().to_string()))
}

fn uuid_text() -> String {
    // Process and address of a fresh allocation: different in every test that runs at once.
    let here = Box::new(0_u8);
    let address = std::ptr::from_ref(here.as_ref()).addr();
    std::mem::forget(here);
    format!("{}_{address:x}", std::process::id())
}

/// The name of the migrated template, made by the first test that needs it.
async fn template(conn: &mut PgConnection, options: &PgConnectOptions) -> String {
    let hash = Sha256::digest(MIGRATIONS.concat());
    let name = format!("earshot_it_template_{}", hex::encode(&hash[..6]));
    conn.execute("SELECT pg_advisory_lock(20260312)").await.unwrap();
    let known = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1")
        .bind(&name)
        .fetch_optional(&mut *conn)
        .await
        .unwrap();
    if known.is_none() {
        let half = format!("{name}_half");
        for sql in [
            format!("DROP DATABASE IF EXISTS {half}"),
            format!("CREATE DATABASE {half} TEMPLATE template0"),
        ] {
            conn.execute(AssertSqlSafe(sql)).await.unwrap();
        }
        let url = options.clone().database(&half).to_url_lossy().to_string();
        Db::open_postgres_with(&url, 1).await.unwrap().close().await;
        let sql = format!("ALTER DATABASE {half} RENAME TO {name}");
        conn.execute(AssertSqlSafe(sql)).await.unwrap();
    }
    conn.execute("SELECT pg_advisory_unlock(20260312)").await.unwrap();
    name
}

pub(crate) async fn drop_postgres(url: &str) {
    let name = PgConnectOptions::from_str(url).unwrap().get_database().unwrap().to_owned();
    let mut conn = configured().unwrap().connect().await.unwrap();
    let sql = format!("DROP DATABASE {name} WITH (FORCE)");
    conn.execute(AssertSqlSafe(sql)).await.unwrap();
}
