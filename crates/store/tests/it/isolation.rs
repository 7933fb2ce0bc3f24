//! Organizations do not see each other. On PostgreSQL the database itself sees to it.

use std::str::FromStr as _;

use earshot_model::OrgId;
use earshot_store::{Db, Error, organizations};
use earshot_testkit::PostgresDatabase;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, PgConnection};

use crate::engines::{Place, TestDb};
use crate::world;

on_both! {
    async fn a_connection_sees_its_organization_alone(it: TestDb) {
        let (a, b) = (it.org("acme").await, it.org("zeta").await);
        it.db
            .write::<_, Error, _>(a, |tx| {
                Box::pin(async move { organizations::set_setting(tx, "secret", "of acme").await })
            })
            .await
            .unwrap();
        let mut conn = it.db.read(b).await.unwrap();
        assert_eq!(organizations::setting(&mut conn, "secret").await.unwrap(), None);
        let mut conn = it.db.read(a).await.unwrap();
        let found = organizations::setting(&mut conn, "secret").await.unwrap();
        assert_eq!(found.as_deref(), Some("of acme"));
    }
}

on_both! {
    async fn the_server_knows_which_organizations_there_are(it: TestDb) {
        let none: [(OrgId, String); 0] = [];
        assert_eq!(it.db.organizations().await.unwrap(), none);
        let (zeta, acme) = (it.org("zeta").await, it.org("acme").await);
        let expected = [(acme, "acme".to_owned()), (zeta, "zeta".to_owned())];
        assert_eq!(it.db.organizations().await.unwrap(), expected);
    }
}

/// A connection as one of the two narrow roles.
async fn role(it: &TestDb, role: &'static str, org: Option<OrgId>) -> PgConnection {
    let Place::Postgres(at) = &it.place else { panic!("PostgreSQL only") };
    let mut conn = PgConnection::connect(&at.url()).await.unwrap();
    let set = match role {
        "app" => "SET ROLE earshot_app",
        _ => "SET ROLE earshot_claim",
    };
    conn.execute(set).await.unwrap();
    if let Some(org) = org {
        sqlx::query("SELECT set_config('app.org', $1, false)")
            .bind(hex::encode(org.bytes()))
            .execute(&mut conn)
            .await
            .unwrap();
    }
    conn
}

/// Asserts that a statement fails, and gives what PostgreSQL said.
async fn refused(conn: &mut PgConnection, sql: &'static str) -> String {
    let error = conn.execute(sql).await.expect_err(sql);
    error.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_refuses_what_the_application_may_not() {
    let Some(it) = TestDb::postgres().await else { return };
    let a = world::build(&it, "acme", "canaryone").await.org;
    let b = world::build(&it, "zeta", "canarytwo").await.org;

    let mut conn = role(&it, "app", None).await;
    let told = refused(&mut conn, "SELECT * FROM posts").await;
    assert!(told.contains("app.org is not set"), "{told}");

    let mut conn = role(&it, "app", Some(a)).await;
    for table in it.db.tables().await.unwrap() {
        if !table.columns.iter().any(|column| column.name == "org_id") {
            continue;
        }
        let sql = format!("SELECT COUNT(*) FROM {} WHERE org_id = $1", table.name);
        let seen: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(b.bytes().to_vec())
            .fetch_one(&mut conn)
            .await
            .unwrap();
        assert_eq!(seen, 0, "rows of another organization in {}", table.name);
    }
    let names: Vec<String> =
        sqlx::query_scalar("SELECT slug FROM organizations").fetch_all(&mut conn).await.unwrap();
    assert_eq!(names, ["acme"], "no organization knows another's name");
    let own: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM posts").fetch_one(&mut conn).await.unwrap();
    assert_eq!(own, 2, "its own rows are there");

    let written = sqlx::query("INSERT INTO settings (org_id, key, value) VALUES ($1, 'x', 'y')")
        .bind(b.bytes().to_vec())
        .execute(&mut conn)
        .await;
    let told = written.expect_err("another organization's rows cannot be written").to_string();
    assert!(told.contains("row-level security"), "{told}");
    let changed = sqlx::query("UPDATE posts SET text = 'x' WHERE org_id = $1")
        .bind(b.bytes().to_vec())
        .execute(&mut conn)
        .await
        .unwrap();
    assert_eq!(changed.rows_affected(), 0);

    for sql in [
        "UPDATE events SET data = '{}'",
        "DELETE FROM events",
        "TRUNCATE events",
        "ALTER TABLE posts DISABLE ROW LEVEL SECURITY",
        "SELECT * FROM schema_version",
    ] {
        let told = refused(&mut conn, sql).await;
        assert!(told.contains("permission denied") || told.contains("must be owner"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_claiming_role_sees_ids_and_times_of_all_and_nothing_else() {
    let Some(it) = TestDb::postgres().await else { return };
    world::build(&it, "acme", "canaryone").await;
    world::build(&it, "zeta", "canarytwo").await;
    let mut conn = role(&it, "claim", None).await;
    let orgs: i64 = sqlx::query_scalar("SELECT COUNT(DISTINCT org_id) FROM outbox")
        .fetch_one(&mut conn)
        .await
        .unwrap();
    assert_eq!(orgs, 2);
    for sql in [
        "SELECT org_id, id, due_at, lease_until, state, finished_at FROM outbox",
        "SELECT org_id, id, run_at, lease_until, parked_at FROM jobs",
        "SELECT org_id, id, state, received_at FROM inbox",
        "SELECT org_id, seq FROM org_heads",
        "SELECT org_id, id FROM accounts",
    ] {
        conn.execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    for sql in [
        "SELECT text FROM outbox",
        "SELECT payload FROM inbox",
        "SELECT payload FROM jobs",
        "SELECT token_hash FROM accounts",
        "SELECT sealed_secret FROM accounts",
        "SELECT hash FROM org_heads",
        "SELECT id FROM posts",
        "SELECT name FROM organizations",
        "UPDATE outbox SET due_at = 0",
        "DELETE FROM jobs",
    ] {
        let told = refused(&mut conn, sql).await;
        assert!(told.contains("permission denied"), "{sql}: {told}");
    }
}

/// Two brands on one PostgreSQL server: the roles are of both, the databases are not.
#[tokio::test]
async fn the_owner_of_one_database_does_not_open_another() {
    // Another one first, so that the roles are there.
    let Some(elsewhere) = PostgresDatabase::migrated().await else { return };
    let both = [PostgresDatabase::empty().await.unwrap(), PostgresDatabase::empty().await.unwrap()];
    let mut server = PgConnection::connect(&elsewhere.url()).await.unwrap();
    let mut say = async |sql: String| server.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
    let owners = [0, 1].map(|n| format!("earshot_it_owner_{}_{n}", std::process::id()));
    for (owner, at) in owners.iter().zip(&both) {
        let options = PgConnectOptions::from_str(&at.url()).unwrap();
        let name = options.get_database().unwrap();
        say(format!("CREATE ROLE {owner} LOGIN CREATEROLE PASSWORD 'their own'")).await;
        say(format!("GRANT earshot_app, earshot_claim TO {owner} WITH ADMIN OPTION")).await;
        say(format!("ALTER DATABASE {name} OWNER TO {owner}")).await;
    }
    let as_owner = |n: usize, at: usize| {
        let options = PgConnectOptions::from_str(&both[at].url()).unwrap();
        options.username(&owners[n]).password("their own")
    };
    for n in [0, 1] {
        let url = as_owner(n, n).to_url_lossy().to_string();
        for _ in 0..2 {
            Db::open_postgres_with(&url, 1).await.expect("its owner opens it").close().await;
        }
    }
    for (n, other) in [(0, 1), (1, 0)] {
        let refused = as_owner(n, other).connect().await.expect_err("a database of somebody else");
        assert!(refused.to_string().contains("permission denied for database"), "{refused}");
    }
    drop(both);
    for owner in &owners {
        say(format!("DROP ROLE {owner}")).await;
    }
}
