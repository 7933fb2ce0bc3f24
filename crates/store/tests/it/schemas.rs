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
    postgres.close().await;
    let tokens = there.iter().flat_map(|t| &t.columns).filter(|c| c.family == Family::Index);
    assert_eq!(tokens.count(), ONLY_ON_POSTGRES.len());
    let (here, there) = (comparable(here), comparable(there));
    for (a, b) in here.iter().zip(&there) {
        assert_eq!(a, b);
    }
    assert_eq!(here.len(), there.len());
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
