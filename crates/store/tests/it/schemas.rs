//! Both engines have the same tables, asked in the same words.

use earshot_store::schema::{Family, Table};

use crate::engines::TestDb;

/// Columns that one engine alone has: PostgreSQL keeps the index beside the row, SQLite in a
/// virtual table that is not listed.
const ONLY_ON_POSTGRES: &[(&str, &str)] = &[("search_posts", "tokens")];

fn comparable(mut tables: Vec<Table>) -> Vec<Table> {
    for table in &mut tables {
        let name = table.name.clone();
        table.columns.retain(|c| !ONLY_ON_POSTGRES.contains(&(name.as_str(), c.name.as_str())));
    }
    tables
}

#[tokio::test]
async fn both_engines_have_the_same_tables() {
    let sqlite = TestDb::sqlite().await;
    let here = sqlite.db.tables().await.unwrap();
    assert!(here.len() > 35, "the tables are found: {}", here.len());
    let Some(postgres) = TestDb::postgres().await else { return };
    let there = postgres.db.tables().await.unwrap();
    let tokens = there.iter().flat_map(|t| &t.columns).filter(|c| c.family == Family::Index);
    assert_eq!(tokens.count(), ONLY_ON_POSTGRES.len());
    let (here, there) = (comparable(here), comparable(there));
    for (a, b) in here.iter().zip(&there) {
        assert_eq!(a, b);
    }
    assert_eq!(here.len(), there.len());
}

/// Every foreign key as `child(columns) -> parent(columns)`.
const SQLITE_LINKS: &str = "
    SELECT m.name || '(' || group_concat(f.\"from\", ',' ORDER BY f.seq) || ') -> ' || f.\"table\"
        || '(' || group_concat(f.\"to\", ',' ORDER BY f.seq) || ')'
    FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
    WHERE m.type = 'table'
    GROUP BY m.name, f.id, f.\"table\"";
const POSTGRES_LINKS: &str = "
    SELECT c.relname || '(' || (
            SELECT string_agg(a.attname, ',' ORDER BY k.place)
            FROM unnest(f.conkey) WITH ORDINALITY k (number, place)
            JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.number
        ) || ') -> ' || p.relname || '(' || (
            SELECT string_agg(a.attname, ',' ORDER BY k.place)
            FROM unnest(f.confkey) WITH ORDINALITY k (number, place)
            JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.number
        ) || ')'
    FROM pg_constraint f
    JOIN pg_class c ON c.oid = f.conrelid
    JOIN pg_class p ON p.oid = f.confrelid
    WHERE f.contype = 'f' AND c.relnamespace = 'public'::regnamespace";
/// Every unique key besides the primary one as `table(columns)`.
const SQLITE_UNIQUE: &str = "
    SELECT m.name || '(' || (
            SELECT group_concat(COALESCE(x.name, '*'), ',' ORDER BY x.seqno)
            FROM pragma_index_info(i.name) x
        ) || ')' || CASE i.partial WHEN 1 THEN ' where' ELSE '' END
    FROM sqlite_schema m, pragma_index_list(m.name) i
    WHERE m.type = 'table' AND i.\"unique\" = 1 AND i.origin <> 'pk'
        AND m.name NOT LIKE 'search\\_index%' ESCAPE '\\'";
const POSTGRES_UNIQUE: &str = "
    SELECT c.relname || '(' || (
            SELECT string_agg(COALESCE(a.attname, '*'), ',' ORDER BY k.place)
            FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (number, place)
            LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
        ) || ')' || CASE WHEN i.indpred IS NULL THEN '' ELSE ' where' END
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indrelid
    WHERE i.indisunique AND NOT i.indisprimary AND c.relnamespace = 'public'::regnamespace";

#[tokio::test]
async fn both_engines_keep_the_same_rules() {
    let sqlite = TestDb::sqlite().await;
    let Some(postgres) = TestDb::postgres().await else { return };
    let (mut here, mut there) = (sqlite.raw().await, postgres.raw().await);
    for (what, ours, theirs, least) in [
        ("foreign keys", SQLITE_LINKS, POSTGRES_LINKS, 60),
        ("unique keys", SQLITE_UNIQUE, POSTGRES_UNIQUE, 5),
    ] {
        let (mut ours, mut theirs) = (here.texts(ours).await, there.texts(theirs).await);
        ours.sort();
        theirs.sort();
        assert!(ours.len() >= least, "the {what} are found: {}", ours.len());
        assert_eq!(ours, theirs, "{what}");
    }
}

on_both! {
    async fn every_table_can_be_dumped_in_order(it: TestDb) {
        let tables = it.db.tables().await.unwrap();
        let place = |name: &str| tables.iter().position(|t| t.name == name).unwrap();
        assert!(place("organizations") < place("cases") && place("cases") < place("posts"));
        assert!(place("posts") < place("outbox") && place("blobs") < place("blob_links"));
        for table in &tables {
            assert!(!table.key().is_empty(), "{} has a primary key", table.name);
            assert!(!table.name.starts_with("search_index"), "the index is not among the tables");
            for column in &table.columns {
                let plain = !matches!(column.family, Family::Bool | Family::Real);
                assert!(plain || !column.nullable, "{}.{}", table.name, column.name);
            }
        }
    }
}
