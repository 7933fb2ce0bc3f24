//! What tables there are, asked from the database itself: so that a backup, and the test that
//! compares both engines, cannot forget one.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::SqlSafeStr as _;

use crate::cell::{Cells, row};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::value::args;

/// What a column holds, the same word for both engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// TEXT
    Text,
    /// BIGINT
    Int,
    /// BOOLEAN
    Bool,
    /// DOUBLE PRECISION
    Real,
    /// BYTEA
    Bytes,
    /// The full-text index's own type: made from the posts, never carried.
    Index,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub family: Family,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Its place in the primary key, from 1; 0 when it is not part of it.
    pub key: i64,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

impl Table {
    /// The columns of the primary key, in its order.
    #[must_use]
    pub fn key(&self) -> Vec<&Column> {
        let mut key: Vec<&Column> = self.columns.iter().filter(|c| c.key > 0).collect();
        key.sort_by_key(|column| column.key);
        key
    }

    /// The columns that hold data of their own.
    pub fn carried(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.family != Family::Index)
    }
}

row! {
    struct Described {
        tab: String,
        col: String,
        kind: String,
        nullable: bool,
        key: i64,
    }
}

row! {
    struct Reference {
        child: String,
        parent: String,
    }
}

const SQLITE_COLUMNS: &str = "
    SELECT m.name AS tab, c.name AS col, upper(c.type) AS kind, c.\"notnull\" = 0 AS nullable,
        c.pk AS key
    FROM sqlite_schema m, pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        AND m.name NOT LIKE 'search\\_index%' ESCAPE '\\'
    ORDER BY m.name, c.cid";

const POSTGRES_COLUMNS: &str = "
    SELECT c.relname::text AS tab, a.attname::text AS col,
        upper(format_type(a.atttypid, a.atttypmod)) AS kind, NOT a.attnotnull AS nullable,
        COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint AS key
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        AND c.relname <> 'schema_version'
    ORDER BY c.relname, a.attnum";

const SQLITE_REFERENCES: &str = "
    SELECT DISTINCT m.name AS child, f.\"table\" AS parent
    FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
    WHERE m.type = 'table'";

const POSTGRES_REFERENCES: &str = "
    SELECT DISTINCT c.relname::text AS child, p.relname::text AS parent
    FROM pg_constraint f
    JOIN pg_class c ON c.oid = f.conrelid
    JOIN pg_class p ON p.oid = f.confrelid
    WHERE f.contype = 'f' AND c.relnamespace = 'public'::regnamespace";

/// The tables of this database with their columns, parents before their children. The full-text
/// index and the mark of the schema's number are not among them.
///
/// # Errors
/// [`Error::Column`] for a type that no family has, or as the database.
pub(crate) async fn tables(conn: &mut Conn) -> Result<Vec<Table>> {
    let (columns, references) = if conn.is_postgres() {
        (POSTGRES_COLUMNS, POSTGRES_REFERENCES)
    } else {
        (SQLITE_COLUMNS, SQLITE_REFERENCES)
    };
    let described: Vec<Described> = conn.all(columns, args![]).await?;
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in described {
        let table = tables
            .entry(row.tab.clone())
            .or_insert_with(|| Table { name: row.tab.clone(), columns: Vec::new() });
        table.columns.push(Column {
            family: family(&row.kind)?,
            name: row.col,
            nullable: row.nullable && row.key == 0,
            key: row.key,
        });
    }
    let references: Vec<Reference> = conn.all(references, args![]).await?;
    ordered(tables, &references)
}

fn family(kind: &str) -> Result<Family> {
    Ok(match kind {
        "TEXT" => Family::Text,
        "BIGINT" => Family::Int,
        "BOOLEAN" => Family::Bool,
        "DOUBLE PRECISION" => Family::Real,
        "BYTEA" => Family::Bytes,
        "TSVECTOR" => Family::Index,
        other => return Err(Error::column("type", format!("no family has the type {other}"))),
    })
}

/// Takes tables whose parents are all taken, by name, until none is left.
fn ordered(mut left: BTreeMap<String, Table>, references: &[Reference]) -> Result<Vec<Table>> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let ready: Vec<String> = left
            .keys()
            .filter(|name| {
                references
                    .iter()
                    .all(|r| r.child != **name || r.parent == r.child || taken.contains(&r.parent))
            })
            .cloned()
            .collect();
        if ready.is_empty() {
            let names: Vec<&str> = left.keys().map(String::as_str).collect();
            let names = names.join(", ");
            return Err(Error::Backup(format!("these tables point at each other: {names}")));
        }
        for name in ready {
            order.extend(left.remove(&name));
            taken.insert(name);
        }
    }
    Ok(order)
}

/// The number of the schema that this database has.
///
/// # Errors
/// As the database.
pub(crate) async fn number(conn: &mut Conn) -> Result<i64> {
    let sql = if conn.is_postgres() {
        "SELECT COALESCE(MAX(number), 0) AS it FROM schema_version"
    } else {
        "SELECT user_version AS it FROM pragma_user_version"
    };
    Ok(conn.cell(sql, args![]).await?.unwrap_or(0))
}

/// How many rows a table has.
///
/// # Errors
/// As the database.
pub(crate) async fn count(conn: &mut Conn, table: &str) -> Result<i64> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) AS it FROM {table}")).into_sql_str();
    let rows: Vec<Cells> = conn.rows(sql, args![]).await?;
    rows.first().map_or(Ok(0), |row| row.get("it"))
}

impl crate::Db {
    /// The tables of this database, parents before their children, without the full-text index.
    ///
    /// # Errors
    /// As the database.
    pub async fn tables(&self) -> Result<Vec<Table>> {
        let mut conn = crate::whole::open(self, crate::whole::Purpose::Read).await?;
        tables(&mut conn).await
    }
}
