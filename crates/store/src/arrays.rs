//! Many values in one statement on PostgreSQL: each column goes as one array.
//!
//! A list of ten thousand marks would be parsed and planned anew for each length; a statement with
//! arrays has one text for any number of rows, so that every connection prepares it once.

use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Postgres};

use crate::error::{Error, Result};
use crate::value::{Value, bound};

/// A statement of PostgreSQL that is being filled.
pub(crate) type Asked<'q> = Query<'q, Postgres, PgArguments>;

/// The most rows of one statement: bounds the memory of a message, and of what it locks.
const MOST_ROWS: usize = 4_096;

/// The values of one column, all of one type.
enum Column {
    Text(Vec<Option<String>>),
    Int(Vec<Option<i64>>),
    Bool(Vec<bool>),
    Real(Vec<f64>),
    Bytes(Vec<Option<Vec<u8>>>),
}

impl Column {
    /// An empty column for values like this one.
    const fn like(value: &Value) -> Self {
        match value {
            Value::Text(_) => Self::Text(Vec::new()),
            Value::Int(_) => Self::Int(Vec::new()),
            Value::Bool(_) => Self::Bool(Vec::new()),
            Value::Real(_) => Self::Real(Vec::new()),
            Value::Bytes(_) => Self::Bytes(Vec::new()),
        }
    }

    fn push(&mut self, value: Value) -> Result<()> {
        match (self, value) {
            (Self::Text(column), Value::Text(value)) => column.push(value),
            (Self::Int(column), Value::Int(value)) => column.push(value),
            (Self::Bool(column), Value::Bool(value)) => column.push(value),
            (Self::Real(column), Value::Real(value)) => column.push(value),
            (Self::Bytes(column), Value::Bytes(value)) => column.push(value),
            (_, other) => {
                return Err(Error::column("of a batch", format!("{other:?} among other types")));
            }
        }
        Ok(())
    }

    const fn sql_type(&self) -> &'static str {
        match self {
            Self::Text(_) => "TEXT[]",
            Self::Int(_) => "BIGINT[]",
            Self::Bool(_) => "BOOLEAN[]",
            Self::Real(_) => "DOUBLE PRECISION[]",
            Self::Bytes(_) => "BYTEA[]",
        }
    }

    fn bind(self, query: Asked<'_>) -> Asked<'_> {
        match self {
            Self::Text(column) => query.bind(column),
            Self::Int(column) => query.bind(column),
            Self::Bool(column) => query.bind(column),
            Self::Real(column) => query.bind(column),
            Self::Bytes(column) => query.bind(column),
        }
    }
}

/// Statements in which rows stand as a table, after `before` (which ends in `FROM`) and before
/// `after`.
pub(crate) fn inserts(
    before: &str,
    rows: Vec<Vec<Value>>,
    after: &str,
) -> Result<Vec<Asked<'static>>> {
    let mut statements = Vec::new();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let columns = columns(rows.by_ref().take(MOST_ROWS))?;
        let text = format!("{before} {} {after}", table(&columns));
        statements.push(columns.into_iter().fold(sqlx::query(AssertSqlSafe(text)), bind));
    }
    Ok(statements)
}

fn bind(query: Asked<'_>, column: Column) -> Asked<'_> {
    column.bind(query)
}

/// Rows, turned into columns.
fn columns(rows: impl Iterator<Item = Vec<Value>>) -> Result<Vec<Column>> {
    let mut columns: Vec<Column> = Vec::new();
    for row in rows {
        if columns.is_empty() {
            columns = row.iter().map(Column::like).collect();
        }
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(value)?;
        }
    }
    Ok(columns)
}

/// `UNNEST($1::BYTEA[], $2::TEXT[])`: the rows that columns make.
fn table(columns: &[Column]) -> String {
    let marks: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| format!("${}::{}", at + 1, column.sql_type()))
        .collect();
    format!("UNNEST({})", marks.join(", "))
}

/// A statement that holds `IN (?)` once, where the list goes as one array after `args`. Nothing for an
/// empty list: it has no type, and finds nothing.
pub(crate) fn listed(sql: &str, args: &[Value], list: &[Value]) -> Result<Option<Asked<'static>>> {
    let Some(mut column) = list.first().map(Column::like) else { return Ok(None) };
    for value in list {
        column.push(value.clone())?;
    }
    let mark = format!("= ANY(${}::{})", args.len() + 1, column.sql_type());
    let query = sqlx::query(AssertSqlSafe(sql.replacen("IN (?)", &mark, 1)));
    Ok(Some(column.bind(bound!(query, args.iter().cloned()))))
}
