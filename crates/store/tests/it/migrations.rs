//! Databases from nothing, and from the future.

use earshot_store::{Db, Error};
use earshot_testkit::PostgresDatabase;

use crate::engines::Place;

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
