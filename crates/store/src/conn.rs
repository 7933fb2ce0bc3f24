//! One connection inside one organization: the statements that rows are made of.

use std::ops::{Deref, DerefMut};

use earshot_model::{NewEvent, OrgId};
use futures_util::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgRow;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Postgres, SqlSafeStr, SqlStr, Sqlite, Transaction};

use crate::arrays;
use crate::case_numbers;
use crate::cell::{Cell, Cells, FromCells};
use crate::error::{Error, Result};
use crate::post_counts;
use crate::value::{Value, bound};

/// The future that a write closure returns.
pub type Work<'a, T, E> = BoxFuture<'a, std::result::Result<T, E>>;

/// The most values in one statement of SQLite, whose limit is 32,766. Far fewer are enough to share the
/// cost of a statement, and prepared statements stay in memory by their size.
const MOST_VALUES: usize = 4_096;

pub(crate) enum Inner {
    Writer(SqliteConnection),
    Reader(PoolConnection<Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A connection that sees one organization.
pub struct Conn {
    pub(crate) inner: Inner,
    org: OrgId,
}

/// Makes the Query of either engine from a text and values.
macro_rules! bind {
    ($sql:expr, $args:expr) => {
        bound!(sqlx::query($sql), $args)
    };
}

impl Conn {
    pub(crate) const fn new(inner: Inner, org: OrgId) -> Self {
        Self { inner, org }
    }

    /// The organization that this connection sees.
    #[must_use]
    pub const fn org(&self) -> OrgId {
        self.org
    }

    pub(crate) const fn is_postgres(&self) -> bool {
        matches!(self.inner, Inner::Postgres(_))
    }

    pub(crate) async fn rows(&mut self, sql: SqlStr, args: Vec<Value>) -> Result<Vec<Cells>> {
        let sqlite = |rows: Vec<SqliteRow>| rows.into_iter().map(Cells::Sqlite).collect();
        let postgres = |rows: Vec<PgRow>| rows.into_iter().map(Cells::Postgres).collect();
        Ok(match &mut self.inner {
            Inner::Writer(conn) => sqlite(bind!(sql, args).fetch_all(conn).await?),
            Inner::Reader(conn) => sqlite(bind!(sql, args).fetch_all(&mut **conn).await?),
            Inner::Postgres(tx) => postgres(bind!(sql, args).fetch_all(&mut **tx).await?),
        })
    }

    pub(crate) async fn run(&mut self, sql: SqlStr, args: Vec<Value>) -> Result<u64> {
        Ok(match &mut self.inner {
            Inner::Writer(conn) => bind!(sql, args).execute(conn).await?.rows_affected(),
            Inner::Reader(conn) => bind!(sql, args).execute(&mut **conn).await?.rows_affected(),
            Inner::Postgres(tx) => bind!(sql, args).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// All rows.
    pub(crate) async fn all<T: FromCells>(
        &mut self,
        sql: &'static str,
        args: Vec<Value>,
    ) -> Result<Vec<T>> {
        self.rows(sql.into_sql_str(), args).await?.iter().map(T::from_cells).collect()
    }

    /// The first row, if there is one.
    pub(crate) async fn optional<T: FromCells>(
        &mut self,
        sql: &'static str,
        args: Vec<Value>,
    ) -> Result<Option<T>> {
        self.rows(sql.into_sql_str(), args).await?.first().map(T::from_cells).transpose()
    }

    /// The first row; `what` names it when it is missing.
    pub(crate) async fn one<T: FromCells>(
        &mut self,
        what: &'static str,
        sql: &'static str,
        args: Vec<Value>,
    ) -> Result<T> {
        self.optional(sql, args).await?.ok_or(Error::NotFound(what))
    }

    /// The column `it` of the first row, if there is one.
    pub(crate) async fn cell<T: Cell>(
        &mut self,
        sql: &'static str,
        args: Vec<Value>,
    ) -> Result<Option<T>> {
        self.rows(sql.into_sql_str(), args).await?.first().map(|row| row.get("it")).transpose()
    }

    /// All rows of a statement that holds `IN (?)` once, where the list stands. SQLite is asked about
    /// long lists in several statements.
    pub(crate) async fn all_in<T: FromCells>(
        &mut self,
        sql: &'static str,
        args: &[Value],
        list: Vec<Value>,
    ) -> Result<Vec<T>> {
        if let Inner::Postgres(tx) = &mut self.inner {
            let Some(query) = arrays::listed(sql, args, &list)? else { return Ok(Vec::new()) };
            let rows = query.fetch_all(&mut **tx).await?;
            return rows.into_iter().map(|row| T::from_cells(&Cells::Postgres(row))).collect();
        }
        let mut found = Vec::new();
        for (text, values) in marked(sql, args, &list) {
            for row in self.rows(AssertSqlSafe(text).into_sql_str(), values).await? {
                found.push(T::from_cells(&row)?);
            }
        }
        Ok(found)
    }

    pub(crate) async fn execute(&mut self, sql: &'static str, args: Vec<Value>) -> Result<u64> {
        self.run(sql.into_sql_str(), args).await
    }
}

/// A connection that may write. What it writes is one transaction of its own, or one savepoint.
pub struct Tx {
    conn: Conn,
    pub(crate) events: Vec<NewEvent>,
    pub(crate) touched: post_counts::Touched,
    pub(crate) opened: case_numbers::Opened,
}

impl Tx {
    pub(crate) fn new(conn: Conn) -> Self {
        Self {
            conn,
            events: Vec::new(),
            touched: post_counts::Touched::default(),
            opened: case_numbers::Opened::default(),
        }
    }

    pub(crate) fn into_inner(self) -> Inner {
        self.conn.inner
    }

    /// Appends an event to the organization's log, when this transaction commits.
    pub fn emit(&mut self, event: NewEvent) {
        self.events.push(event);
    }

    /// Changes rows; gives how many.
    pub(crate) async fn exec(&mut self, sql: &'static str, args: Vec<Value>) -> Result<u64> {
        self.conn.execute(sql, args).await
    }

    /// Changes rows by a statement that holds `IN (?)` once, where the list stands.
    pub(crate) async fn exec_in(
        &mut self,
        sql: &'static str,
        args: &[Value],
        list: Vec<Value>,
    ) -> Result<u64> {
        if let Inner::Postgres(tx) = &mut self.conn.inner {
            let Some(query) = arrays::listed(sql, args, &list)? else { return Ok(0) };
            return Ok(query.execute(&mut **tx).await?.rows_affected());
        }
        let mut changed = 0;
        for (text, values) in marked(sql, args, &list) {
            changed += self.conn.run(AssertSqlSafe(text).into_sql_str(), values).await?;
        }
        Ok(changed)
    }

    /// Inserts many rows by few statements: `insert` is the text up to `VALUES`, `end` what follows
    /// the values, such as `ON CONFLICT DO NOTHING`. Gives how many rows went in.
    pub(crate) async fn insert_all(
        &mut self,
        insert: &'static str,
        rows: Vec<Vec<Value>>,
        end: &'static str,
    ) -> Result<u64> {
        if self.is_postgres() {
            return self.insert_from(&format!("{insert} SELECT * FROM"), rows, end).await;
        }
        let mut inserted = 0;
        for (text, values) in valued(insert, rows, end) {
            inserted += self.conn.run(AssertSqlSafe(text).into_sql_str(), values).await?;
        }
        Ok(inserted)
    }

    /// As [`Tx::insert_all`], where `end` says what each row that went in gives back.
    pub(crate) async fn insert_giving<T: FromCells>(
        &mut self,
        insert: &'static str,
        rows: Vec<Vec<Value>>,
        end: &'static str,
    ) -> Result<Vec<T>> {
        let mut given = Vec::new();
        if let Inner::Postgres(tx) = &mut self.conn.inner {
            for query in arrays::inserts(&format!("{insert} SELECT * FROM"), rows, end)? {
                given.extend(query.fetch_all(&mut **tx).await?.into_iter().map(Cells::Postgres));
            }
        } else {
            for (text, values) in valued(insert, rows, end) {
                given.extend(self.conn.rows(AssertSqlSafe(text).into_sql_str(), values).await?);
            }
        }
        given.iter().map(T::from_cells).collect()
    }

    /// Inserts what a statement of PostgreSQL makes of rows: they stand as a table after `before`.
    pub(crate) async fn insert_from(
        &mut self,
        before: &str,
        rows: Vec<Vec<Value>>,
        after: &str,
    ) -> Result<u64> {
        let mut inserted = 0;
        if let Inner::Postgres(tx) = &mut self.conn.inner {
            for query in arrays::inserts(before, rows, after)? {
                inserted += query.execute(&mut **tx).await?.rows_affected();
            }
        }
        Ok(inserted)
    }
}

/// Statements that insert rows on SQLite, each with its values.
fn valued(insert: &str, rows: Vec<Vec<Value>>, end: &str) -> Vec<(String, Vec<Value>)> {
    let Some(width) = rows.first().map(Vec::len) else { return Vec::new() };
    let mut statements = Vec::new();
    let mut rest = rows.into_iter();
    while rest.len() > 0 {
        // Powers of two, so that few different statements have to be prepared.
        let size = power_below(rest.len().min(MOST_VALUES / width.max(1)));
        let row = format!("({})", marks(width));
        let text = format!("{insert} VALUES {} {end}", vec![row; size].join(", "));
        statements.push((text, rest.by_ref().take(size).flatten().collect()));
    }
    statements
}

/// The greatest power of two that is not above `n`; 1 for 0.
fn power_below(n: usize) -> usize {
    1_usize.checked_shl(n.checked_ilog2().unwrap_or(0)).unwrap_or(1)
}

/// Marks for the values of one inserted row. SQLite looks a numbered mark up in a list of all of
/// them, each time it is bound: with thousands of values that costs more than the insert itself. Its
/// marks without numbers are not in that list.
fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// Statements for a list that stands at `IN (?)` after other values, each with its values.
fn marked(
    sql: &'static str,
    args: &[Value],
    list: &[Value],
) -> impl Iterator<Item = (String, Vec<Value>)> {
    list.chunks(power_below(MOST_VALUES)).map(move |chunk| {
        let marks = placeholders(args.len(), chunk.len());
        let text = sql.replacen("IN (?)", &format!("IN ({marks})"), 1);
        (text, args.iter().chain(chunk).cloned().collect())
    })
}

/// `$4, $5, $6` for three placeholders after three others.
pub(crate) fn placeholders(before: usize, count: usize) -> String {
    let mut marks = String::with_capacity(count * 6);
    for n in 1..=count {
        if n > 1 {
            marks.push_str(", ");
        }
        marks.push('$');
        marks.push_str(&(before + n).to_string());
    }
    marks
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}
