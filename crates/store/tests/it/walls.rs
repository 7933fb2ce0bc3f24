//! PostgreSQL's wall between organizations, at every table: each holds rows of two organizations, and
//! the application sees and writes those of its own.

use std::collections::BTreeSet;

use earshot_model::OrgId;
use earshot_store::schema::{Family, Table};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use crate::engines::{Place, Raw, TestDb};

/// Takes the foreign keys away, so that a row needs no others. The test's own database only.
const UNTIE: &str = "
    DO $$
    DECLARE
        tie RECORD;
    BEGIN
        FOR tie IN
            SELECT conrelid::regclass AS name, conname FROM pg_constraint WHERE contype = 'f'
        LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', tie.name, tie.conname);
        END LOOP;
    END
    $$";

/// The tables whose rows belong to an organization, with a row of each of these organizations in all.
async fn filled(it: &TestDb, raw: &mut Raw, orgs: &[OrgId]) -> Vec<Table> {
    raw.run(UNTIE).await;
    let mut tables = it.db.tables().await.unwrap();
    tables.retain(|table| table.columns.iter().any(|column| column.name == "org_id"));
    for table in &tables {
        for (number, org) in orgs.iter().enumerate() {
            let values: Vec<String> = table
                .columns
                .iter()
                .map(|column| match column.family {
                    _ if column.name == "org_id" => bytes(org.bytes()),
                    Family::Text => format!("'text {number}'"),
                    Family::Int => (1_000 + number).to_string(),
                    Family::Bool => "true".to_owned(),
                    Family::Real => "0.5".to_owned(),
                    Family::Bytes => bytes(&[u8::try_from(number).unwrap(); 16]),
                    Family::Index => "array_to_tsvector(ARRAY['word'])".to_owned(),
                })
                .collect();
            let (name, values) = (&table.name, values.join(", "));
            // Some have a row since the organization was made.
            raw.run(&format!("INSERT INTO {name} VALUES ({values}) ON CONFLICT DO NOTHING")).await;
        }
    }
    tables
}

fn bytes(value: &[u8]) -> String {
    format!("'\\x{}'::bytea", hex::encode(value))
}

async fn count(conn: &mut PgConnection, from: String) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {from}");
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(conn).await.unwrap()
}

/// Tries what must not work. Gives what PostgreSQL said, or nothing where no row was touched.
async fn tried(conn: &mut PgConnection, sql: String) -> String {
    match conn.execute(AssertSqlSafe(sql.clone())).await {
        Ok(done) if done.rows_affected() == 0 => String::new(),
        Ok(_) => panic!("it worked: {sql}"),
        Err(error) => error.to_string(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_has_the_wall() {
    let Some(it) = TestDb::postgres().await else { return };
    let mut raw = it.raw().await;
    let mut tables = it.db.tables().await.unwrap();
    tables.retain(|table| table.columns.iter().any(|column| column.name == "org_id"));
    assert!(tables.len() > 70, "{}", tables.len());
    for Table { name, .. } in &tables {
        let secured = format!("pg_class WHERE oid = '{name}'::regclass AND relrowsecurity");
        assert_eq!(raw.count(&secured).await, 1, "{name} has row-level security");
        let wall = format!(
            "pg_policies WHERE tablename = '{name}' AND policyname = 'one_organization'
               AND permissive = 'PERMISSIVE' AND cmd = 'ALL' AND roles::text = '{{earshot_app}}'
               AND qual LIKE '(org_id = %app_org()%' AND with_check = qual"
        );
        assert_eq!(raw.count(&wall).await, 1, "{name} has the wall");
        // A second policy for the application would open it.
        let others = format!(
            "pg_policies WHERE tablename = '{name}' AND policyname <> 'one_organization'
               AND (roles::text <> '{{earshot_claim}}' OR cmd <> 'SELECT')"
        );
        assert_eq!(raw.count(&others).await, 0, "{name} has no other way in");
    }
    let bypass = "pg_roles WHERE rolname IN ('earshot_app', 'earshot_claim')
                  AND (rolbypassrls OR rolsuper OR rolcreaterole)";
    assert_eq!(raw.count(bypass).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_another_organization_are_neither_seen_nor_written() {
    let Some(it) = TestDb::postgres().await else { return };
    let Place::Postgres(at) = &it.place else { panic!("PostgreSQL only") };
    let (ours, theirs) = (it.org("acme").await, it.org("zeta").await);
    let mut owner = it.raw().await;
    let tables = filled(&it, &mut owner, &[ours, theirs]).await;
    let mut conn = PgConnection::connect(&at.url()).await.unwrap();
    conn.execute("SET ROLE earshot_app").await.unwrap();
    sqlx::query("SELECT set_config('app.org', $1, false)")
        .bind(hex::encode(ours.bytes()))
        .execute(&mut conn)
        .await
        .unwrap();
    let (our, their) = (bytes(ours.bytes()), bytes(theirs.bytes()));
    let mut walled = BTreeSet::new();
    for table in &tables {
        let name = &table.name;
        assert!(owner.count(&format!("{name} WHERE org_id = {their}")).await > 0, "{name}");
        assert!(count(&mut conn, format!("{name} WHERE org_id = {our}")).await > 0, "{name}");
        assert_eq!(count(&mut conn, format!("{name} WHERE org_id <> {our}")).await, 0, "{name}");
        let columns = table.columns.iter().map(|column| column.name.as_str());
        let columns: Vec<&str> = columns.filter(|column| *column != "org_id").collect();
        let columns = columns.join(", ");
        let for_them = format!(
            "INSERT INTO {name} (org_id, {columns}) SELECT {their}, {columns} FROM {name} LIMIT 1"
        );
        let to_them = format!("UPDATE {name} SET org_id = {their} WHERE org_id = {our}");
        for sql in [for_them, to_them] {
            let told = tried(&mut conn, sql).await;
            let walled_off = told.contains("row-level security policy");
            assert!(walled_off || told.contains("permission denied"), "{name}: {told}");
            walled.extend(walled_off.then_some(name));
        }
        for sql in [
            format!("UPDATE {name} SET org_id = org_id WHERE org_id = {their}"),
            format!("DELETE FROM {name} WHERE org_id = {their}"),
        ] {
            let told = tried(&mut conn, sql).await;
            assert!(told.is_empty() || told.contains("permission denied"), "{name}: {told}");
        }
    }
    assert_eq!(walled.len(), tables.len(), "at each table it was the wall that refused");
}
