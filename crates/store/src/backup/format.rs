//! The lines of a backup, and how a value of each family is written.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::cell::Cells;
use crate::error::{Error, Result};
use crate::schema::{Column, Family, Table};
use crate::value::Value;

/// The number of this format. A reader refuses greater ones.
pub(super) const FORMAT: u32 = 1;

/// Bytes of a stored file in one line: a multiple of three, so that the pieces' base64 needs no
/// filling between them.
pub(super) const PIECE: usize = 48 * 1024;

/// A line that is not a row and not a piece of a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
pub(super) enum Line {
    Header(Header),
    /// The rows of this table follow, as arrays.
    Table {
        name: String,
    },
    /// The content of a stored file follows, as strings of base64.
    File {
        org: String,
        digest: String,
        size: i64,
    },
    Trailer(Trailer),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) format: u32,
    pub(super) schema: i64,
    pub(super) made_at: i64,
    pub(super) engine: String,
    pub(super) tables: Vec<Table>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Trailer {
    /// Rows of all tables.
    pub(super) rows: i64,
    pub(super) files: i64,
    /// SHA-256 of all lines before this one, with their line ends.
    pub(super) sha256: String,
}

pub(super) fn bad(problem: impl std::fmt::Display) -> Error {
    Error::Backup(problem.to_string())
}

pub(super) fn line(line: &Line) -> Result<String> {
    serde_json::to_string(line).map_err(bad)
}

pub(super) fn encode(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

pub(super) fn decode(text: &str) -> Result<Vec<u8>> {
    BASE64.decode(text).map_err(bad)
}

macro_rules! column {
    ($row:expr, $at:expr, $ty:ty) => {
        match $row {
            Cells::Sqlite(row) => sqlx::Row::try_get_unchecked::<Option<$ty>, _>(row, $at),
            Cells::Postgres(row) => sqlx::Row::try_get::<Option<$ty>, _>(row, $at),
        }
    };
}

/// The value in column number `at` of a row. Real numbers are written as text, because JSON readers
/// round them; bytes as base64.
pub(super) fn write(row: &Cells, at: usize, family: Family) -> Result<Json> {
    Ok(match family {
        Family::Text => column!(row, at, String)?.map_or(Json::Null, Json::from),
        Family::Int => column!(row, at, i64)?.map_or(Json::Null, Json::from),
        Family::Bool => column!(row, at, bool)?.map_or(Json::Null, Json::from),
        Family::Real => column!(row, at, f64)?.map_or(Json::Null, |v| Json::from(format!("{v:?}"))),
        Family::Bytes => column!(row, at, Vec<u8>)?.map_or(Json::Null, |v| Json::from(encode(&v))),
        Family::Index => Json::Null,
    })
}

/// The value that a column's JSON stands for.
pub(super) fn read(value: &Json, column: &Column) -> Result<Value> {
    let odd = || bad(format!("column {} holds {value}", column.name));
    let text = || value.as_str().map(str::to_owned).ok_or_else(odd);
    let null = value.is_null();
    if null && !column.nullable {
        return Err(odd());
    }
    Ok(match column.family {
        Family::Text if null => Value::Text(None),
        Family::Text => Value::Text(Some(text()?)),
        Family::Int if null => Value::Int(None),
        Family::Int => Value::Int(Some(value.as_i64().ok_or_else(odd)?)),
        Family::Bytes if null => Value::Bytes(None),
        Family::Bytes => Value::Bytes(Some(decode(&text()?)?)),
        Family::Bool => Value::Bool(value.as_bool().ok_or_else(odd)?),
        Family::Real => Value::Real(text()?.parse().map_err(|_| odd())?),
        Family::Index => return Err(odd()),
    })
}
