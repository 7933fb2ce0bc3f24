//! A database of its own for every test, on either engine.

use std::path::PathBuf;
use std::sync::Arc;

use earshot_model::{Ids as _, OrderedIds, OrgId, Organization, Time};
use earshot_store::blobs::BlobStore;
use earshot_store::{Db, Error, organizations};
use earshot_testkit::PostgresDatabase;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _, raw_sql};
use tempfile::TempDir;

/// The time at which every test starts: 2026-03-12T14:00:00Z.
pub(crate) const NOW: Time = Time(1_773_324_000_000_000);

/// Generates `NAME::sqlite` and `NAME::postgres` from one body.
macro_rules! on_both {
    ($(#[$meta:meta])* async fn $name:ident($it:ident: TestDb) $body:block) => {
        mod $name {
            use super::*;

            async fn body($it: std::sync::Arc<crate::engines::TestDb>) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn sqlite() {
                body(std::sync::Arc::new(crate::engines::TestDb::sqlite().await)).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn postgres() {
                if let Some(it) = crate::engines::TestDb::postgres().await {
                    body(std::sync::Arc::new(it)).await;
                }
            }
        }
    };
}

/// Where the database lies.
#[derive(Debug)]
pub(crate) enum Place {
    Sqlite(PathBuf),
    Postgres(PostgresDatabase),
}

/// A migrated, empty database, a folder, and a source of ids.
pub(crate) struct TestDb {
    pub(crate) db: Arc<Db>,
    pub(crate) place: Place,
    pub(crate) dir: TempDir,
    pub(crate) blobs: BlobStore,
    ids: OrderedIds,
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
            Place::Postgres(at) => Db::open_postgres_with(&at.url(), 8).await,
        };
        let blobs = BlobStore::new(dir.path().join("blobs"), 1 << 20);
        let db = Arc::new(db.expect("a test database opens"));
        Self { db, place, dir, blobs, ids: OrderedIds::new(7) }
    }

    pub(crate) async fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self::new(Place::Sqlite(dir.path().join("earshot.db")), dir).await
    }

    /// `None`, and a line that says so, when no PostgreSQL is configured.
    pub(crate) async fn postgres() -> Option<Self> {
        let place = Place::Postgres(PostgresDatabase::migrated().await?);
        Some(Self::new(place, tempfile::tempdir().unwrap()).await)
    }

    /// A second, empty database on each engine that is configured.
    pub(crate) async fn others(&self) -> Vec<Self> {
        let mut others = vec![Self::sqlite().await];
        others.extend(Self::postgres().await);
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
            Place::Postgres(at) => Raw::Postgres(PgConnection::connect(&at.url()).await.unwrap()),
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
