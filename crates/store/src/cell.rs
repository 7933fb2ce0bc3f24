//! Rows that come out of a statement, the same for both engines.

use earshot_model as m;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::error::{Error, Result};
use crate::kinds::{each_id, each_word};

/// One row, of either engine.
pub(crate) enum Cells {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

impl Cells {
    /// The value of a column.
    pub(crate) fn get<T: Cell>(&self, column: &'static str) -> Result<T> {
        T::from_column(self, column)
    }
}

/// Something that a column can hold.
pub(crate) trait Cell: Sized {
    /// Reads it from the column of this name.
    ///
    /// # Errors
    /// [`Error::Column`] or [`Error::Database`] when the column is missing or holds something else.
    fn from_column(row: &Cells, column: &'static str) -> Result<Self>;
}

macro_rules! native {
    ($($ty:ty),+) => {$(
        impl Cell for $ty {
            fn from_column(row: &Cells, column: &'static str) -> Result<Self> {
                match row {
                    Cells::Sqlite(row) => row.try_get_unchecked(column),
                    Cells::Postgres(row) => row.try_get(column),
                }
                .map_err(|problem| Error::column(column, problem))
            }
        }

        impl Cell for Option<$ty> {
            fn from_column(row: &Cells, column: &'static str) -> Result<Self> {
                match row {
                    Cells::Sqlite(row) => row.try_get_unchecked(column),
                    Cells::Postgres(row) => row.try_get(column),
                }
                .map_err(|problem| Error::column(column, problem))
            }
        }
    )+};
}

native!(String, i64, bool, f64, Vec<u8>);

impl Cell for m::Time {
    fn from_column(row: &Cells, column: &'static str) -> Result<Self> {
        row.get(column).map(m::Time)
    }
}

impl Cell for Option<m::Time> {
    fn from_column(row: &Cells, column: &'static str) -> Result<Self> {
        Ok(row.get::<Option<i64>>(column)?.map(m::Time))
    }
}

impl Cell for [u8; 32] {
    fn from_column(row: &Cells, column: &'static str) -> Result<Self> {
        let bytes: Vec<u8> = row.get(column)?;
        bytes.as_slice().try_into().map_err(|problem| Error::column(column, problem))
    }
}

macro_rules! ids {
    ($($name:ident),+ $(,)?) => {$(
        impl Cell for m::$name {
            fn from_column(row: &Cells, column: &'static str) -> Result<Self> {
                let bytes: Vec<u8> = row.get(column)?;
                m::$name::try_from(bytes.as_slice()).map_err(|problem| Error::column(column, problem))
            }
        }

        impl Cell for Option<m::$name> {
            fn from_column(row: &Cells, column: &'static str) -> Result<Self> {
                let bytes: Option<Vec<u8>> = row.get(column)?;
                bytes
                    .map(|bytes| m::$name::try_from(bytes.as_slice()))
                    .transpose()
                    .map_err(|problem| Error::column(column, problem))
            }
        }
    )+};
}

each_id!(ids);

macro_rules! words {
    ($($name:ident),+ $(,)?) => {$(
        impl Cell for m::$name {
            fn from_column(row: &Cells, column: &'static str) -> Result<Self> {
                let word: String = row.get(column)?;
                word.parse().map_err(|problem| Error::column(column, problem))
            }
        }

        impl Cell for Option<m::$name> {
            fn from_column(row: &Cells, column: &'static str) -> Result<Self> {
                let word: Option<String> = row.get(column)?;
                word.map(|word| word.parse())
                    .transpose()
                    .map_err(|problem| Error::column(column, problem))
            }
        }
    )+};
}

each_word!(words);

/// Something that a whole row makes.
pub(crate) trait FromCells: Sized {
    /// Reads it from the columns that carry its fields' names.
    ///
    /// # Errors
    /// As [`Cell::from_column`].
    fn from_cells(row: &Cells) -> Result<Self>;
}

/// Says which fields of a struct stand in the columns of the same names.
macro_rules! from_cells {
    ($name:ty { $($field:ident),+ $(,)? }) => {
        impl $crate::cell::FromCells for $name {
            fn from_cells(row: &$crate::cell::Cells) -> $crate::Result<Self> {
                Ok(Self { $($field: row.get(stringify!($field))?),+ })
            }
        }
    };
}

/// Makes a row struct whose fields stand in the columns of the same names.
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$fmeta:meta])* $fvis:vis $field:ident: $ty:ty),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        $vis struct $name { $($(#[$fmeta])* $fvis $field: $ty),+ }

        $crate::cell::from_cells!($name { $($field),+ });
    };
}

pub(crate) use {from_cells, row};
