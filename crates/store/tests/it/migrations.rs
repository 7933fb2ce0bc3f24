//! Databases from nothing, and from the future.

use std::time::Duration;

use earshot_store::{Db, Error};
use earshot_testkit::PostgresDatabase;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use crate::engines::{Place, Raw, TestDb};
use crate::world::{V, insert};

fn assert_refused(opened: Result<Db, Error>) {
    let error = opened.err().expect("a newer schema is refused");
    assert!(matches!(error, Error::NewerSchema { found: 9_999, .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("made by a newer Earshot") && text.contains("9999"), "{text}");
}

on_both! {
    async fn a_newer_schema_is_refused(it: TestDb) {
        let mut raw = it.raw().await;
        match &it.place {
            Place::Sqlite(file) => {
                raw.run("PRAGMA user_version = 9999").await;
                assert_refused(Db::open_sqlite(file).await);
            }
            Place::Postgres(at) => {
                raw.run("INSERT INTO schema_version (number) VALUES (9999)").await;
                assert_refused(Db::open_postgres_with(&at.url(), 1).await);
            }
        }
    }
}

on_both! {
    async fn opening_again_changes_nothing(it: TestDb) {
        let before = it.db.tables().await.unwrap();
        let again = match &it.place {
            Place::Sqlite(file) => Db::open_sqlite(file).await.unwrap(),
            Place::Postgres(at) => Db::open_postgres_with(&at.url(), 1).await.unwrap(),
        };
        assert_eq!(again.tables().await.unwrap(), before);
        again.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_servers_may_start_on_an_empty_postgres() {
    let Some(empty) = PostgresDatabase::empty().await else { return };
    let starts = (0..4).map(|_| {
        let url = empty.url();
        tokio::spawn(async move { Db::open_postgres_with(&url, 1).await })
    });
    for start in starts.collect::<Vec<_>>() {
        start.await.unwrap().expect("each start succeeds").close().await;
    }
}

/// What an older version left: two processes see the same old number, and both want to bring it up to
/// date.
#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn several_processes_may_start_on_an_older_sqlite() {
    for _ in 0..4 {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("old.db");
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal);
        let mut raw = Raw::Sqlite(options.connect().await.unwrap());
        old(&mut raw).await;
        raw.run("BEGIN IMMEDIATE").await;
        let starts: Vec<_> = (0..4)
            .map(|_| {
                let file = file.clone();
                tokio::spawn(async move { Db::open_sqlite(&file).await })
            })
            .collect();
        // Until here nobody gets the lock; each has read the old number by then.
        tokio::time::sleep(Duration::from_millis(300)).await;
        raw.run("COMMIT").await;
        for start in starts {
            start.await.unwrap().expect("each start succeeds").close().await;
        }
    }
}

/// What a policy says changes without a migration; a database that is there already hears of it.
#[tokio::test]
async fn a_server_brings_row_level_security_up_to_date() {
    let Some(it) = TestDb::postgres().await else { return };
    let mut raw = it.raw().await;
    let wide = "pg_policies WHERE tablename = 'posts' AND qual = 'true'";
    raw.run("ALTER POLICY one_organization ON posts USING (true)").await;
    let Place::Postgres(at) = &it.place else { unreachable!("it is on PostgreSQL") };
    Db::open_postgres_with(&at.url(), 1).await.unwrap().close().await;
    assert_eq!(raw.count(wide).await, 1, "what it says itself has not changed, so it trusts it");
    raw.run("COMMENT ON TABLE schema_version IS 'what an older server said'").await;
    Db::open_postgres_with(&at.url(), 1).await.unwrap().close().await;
    assert_eq!(raw.count(wide).await, 0);
}

/// The first four migrations, for both engines and for each.
const OLD: [[&str; 3]; 4] = [
    [
        include_str!("../../../../migrations/0001_ground/up.sql"),
        include_str!("../../../../migrations/0001_ground/up.sqlite.sql"),
        include_str!("../../../../migrations/0001_ground/up.postgres.sql"),
    ],
    [include_str!("../../../../migrations/0002_person_names/up.sql"), "", ""],
    [include_str!("../../../../migrations/0003_post_counts/up.sql"), "", ""],
    [include_str!("../../../../migrations/0004_desk/up.sql"), "", ""],
];

/// Makes a database of that time with two customers and the brand, none of whom is found by name, and
/// with one customer erased.
async fn old(raw: &mut Raw) {
    let postgres = matches!(raw, Raw::Postgres(_));
    for [both, sqlite, only_postgres] in OLD {
        raw.run(both).await;
        raw.run(if postgres { only_postgres } else { sqlite }).await;
    }
    raw.run(if postgres {
        "CREATE TABLE schema_version (number BIGINT NOT NULL PRIMARY KEY);
         INSERT INTO schema_version (number) VALUES (1), (2), (3), (4)"
    } else {
        "PRAGMA user_version = 4"
    })
    .await;
    let org = [1; 16];
    let columns = [
        ("id", V::X(&org)),
        ("slug", V::T("acme")),
        ("name", V::T("acme")),
        ("time_zone", V::T("UTC")),
        ("locale", V::T("en")),
        ("created_at", V::I(1)),
    ];
    insert(raw, "organizations", &columns).await;
    for (n, name, ours) in [(2, "mirela", false), (3, "brand", true), (4, "", false)] {
        let id = [n; 16];
        let erased = if name.is_empty() { V::I(7) } else { V::Null };
        let columns = [
            ("org_id", V::X(&org)),
            ("id", V::X(&id)),
            ("display_name", V::T(name)),
            ("tier", V::T("gold")),
            ("languages", V::T("")),
            ("created_at", V::I(1)),
            ("erased_at", erased),
        ];
        insert(raw, "persons", &columns).await;
        let columns = [
            ("org_id", V::X(&org)),
            ("id", V::X(&id)),
            ("person_id", V::X(&id)),
            ("channel", V::T("fake")),
            ("external_id", V::T(&format!("id-{name}"))),
            ("handle", V::T(name)),
            ("display_name", V::T(name)),
            ("ours", V::F(ours)),
            ("evidence", V::T("")),
            ("created_at", V::I(1)),
        ];
        insert(raw, "identities", &columns).await;
    }
}

async fn comes_up_to_date(place: &Place) {
    let mut raw = match place {
        Place::Sqlite(file) => {
            let options = SqliteConnectOptions::new().filename(file).create_if_missing(true);
            Raw::Sqlite(options.connect().await.unwrap())
        }
        Place::Postgres(at) => Raw::Postgres(PgConnection::connect(&at.url()).await.unwrap()),
    };
    old(&mut raw).await;
    let db = match place {
        Place::Sqlite(file) => Db::open_sqlite(file).await.unwrap(),
        Place::Postgres(at) => Db::open_postgres_with(&at.url(), 1).await.unwrap(),
    };
    db.close().await;
    let hex = if matches!(place, Place::Postgres(_)) { "encode(key, 'hex')" } else { "hex(key)" };
    let found = raw.texts(&format!("SELECT lower({hex}) FROM person_names")).await;
    assert_eq!(found, [Some(hex::encode("mirela"))], "the brand is not found, nor who was erased");
    assert_eq!(raw.count("erasures WHERE erased_at = 7").await, 1);
}

#[tokio::test]
async fn an_older_sqlite_finds_its_people_and_lists_its_erasures() {
    let dir = tempfile::tempdir().unwrap();
    comes_up_to_date(&Place::Sqlite(dir.path().join("old.db"))).await;
}

#[tokio::test]
async fn an_older_postgres_finds_its_people_and_lists_its_erasures() {
    let Some(empty) = PostgresDatabase::empty().await else { return };
    comes_up_to_date(&Place::Postgres(empty)).await;
}
