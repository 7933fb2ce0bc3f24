//! One connection inside one organization: the statements that rows are made of.

use std::ops::{Deref, DerefMut};

use earshot_model::{NewEvent, OrgId};
use futures_util::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Postgres, SqlSafeStr, SqlStr, Sqlite, Transaction};

use crate::cell::{Cell, Cells, FromCells};
use crate::error::{Error, Result};
use crate::value::Value;

/// The future that a write closure returns.
pub type Work<'a, T, E> = BoxFuture<'a, std::result::Result<T, E>>;

/// The most values in one statement: SQLite's limit is 32,766, PostgreSQL's 65,535. Far fewer are
/// enough to share the cost of a statement, and prepared statements stay in memory by their size.
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
    ($sql:expr, $args:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $args {
            query = match value {
                Value::Text(v) => query.bind(v),
                Value::Int(v) => query.bind(v),
                Value::Bool(v) => query.bind(v),
                Value::Real(v) => query.bind(v),
                Value::Bytes(v) => query.bind(v),
                Value::Texts(v) => bind_texts(query, v),
            };
        }
        query
    }};
}

trait BindTexts: Sized {
    fn texts(self, texts: Vec<String>) -> Self;
}

impl BindTexts for Query<'_, Sqlite, SqliteArguments> {
    fn texts(self, texts: Vec<String>) -> Self {
        self.bind(texts.join(" "))
    }
}

impl BindTexts for Query<'_, Postgres, PgArguments> {
    fn texts(self, texts: Vec<String>) -> Self {
        self.bind(texts)
    }
}

fn bind_texts<Q: BindTexts>(query: Q, texts: Vec<String>) -> Q {
    query.texts(texts)
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

    /// All rows of a statement that holds `(?)` once, where the list stands. Long lists are asked in
    /// several statements.
    pub(crate) async fn all_in<T: FromCells>(
        &mut self,
        sql: &'static str,
        args: &[Value],
        list: Vec<Value>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        for chunk in list.chunks(power_below(MOST_VALUES)) {
            let marks = placeholders(args.len(), chunk.len());
            let text = sql.replacen("(?)", &format!("({marks})"), 1);
            let values = args.iter().chain(chunk).cloned().collect();
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
}

impl Tx {
    pub(crate) const fn new(conn: Conn) -> Self {
        Self { conn, events: Vec::new() }
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

    /// Changes rows by a statement that holds `(?)` once, where the list stands.
    pub(crate) async fn exec_in(
        &mut self,
        sql: &'static str,
        args: &[Value],
        list: Vec<Value>,
    ) -> Result<u64> {
        let mut changed = 0;
        for chunk in list.chunks(power_below(MOST_VALUES)) {
            let marks = placeholders(args.len(), chunk.len());
            let text = sql.replacen("(?)", &format!("({marks})"), 1);
            let values = args.iter().chain(chunk).cloned().collect();
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
        let mut inserted = 0;
        let Some(width) = rows.first().map(Vec::len) else { return Ok(0) };
        let mut rest = rows.into_iter().peekable();
        let mut left = rest.len();
        while rest.peek().is_some() {
            // Powers of two, so that few different statements have to be prepared.
            let size = power_below(left.min(MOST_VALUES / width.max(1)));
            left -= size;
            let mut text = String::from(insert);
            text.push_str(" VALUES ");
            for row in 0..size {
                if row > 0 {
                    text.push_str(", ");
                }
                text.push('(');
                text.push_str(&marks(self.is_postgres(), row * width, width));
                text.push(')');
            }
            text.push(' ');
            text.push_str(end);
            let values = rest.by_ref().take(size).flatten().collect();
            inserted += self.conn.run(AssertSqlSafe(text).into_sql_str(), values).await?;
        }
        Ok(inserted)
    }
}

/// The greatest power of two that is not above `n`; 1 for 0.
pub(crate) fn power_below(n: usize) -> usize {
    1_usize.checked_shl(n.checked_ilog2().unwrap_or(0)).unwrap_or(1)
}

/// Marks for the values of one inserted row. SQLite looks a numbered mark up in a list of all of
/// them, each time it is bound: with thousands of values that costs more than the insert itself. Its
/// marks without numbers are not in that list.
fn marks(postgres: bool, before: usize, count: usize) -> String {
    if postgres { placeholders(before, count) } else { vec!["?"; count].join(", ") }
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
