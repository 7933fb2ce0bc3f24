//! Values that go into a statement, the same for both engines.

use earshot_model as m;

use crate::kinds::{each_id, each_word};

/// One bound value. Each kind of NULL has its type, because PostgreSQL asks for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// TEXT
    Text(Option<String>),
    /// BIGINT
    Int(Option<i64>),
    /// BOOLEAN
    Bool(bool),
    /// DOUBLE PRECISION
    Real(f64),
    /// BYTEA
    Bytes(Option<Vec<u8>>),
}

impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Self::Text(Some(v.to_owned()))
    }
}

impl From<String> for Value {
    fn from(v: String) -> Self {
        Self::Text(Some(v))
    }
}

impl From<&String> for Value {
    fn from(v: &String) -> Self {
        Self::Text(Some(v.clone()))
    }
}

impl From<Option<String>> for Value {
    fn from(v: Option<String>) -> Self {
        Self::Text(v)
    }
}

impl From<Option<&str>> for Value {
    fn from(v: Option<&str>) -> Self {
        Self::Text(v.map(str::to_owned))
    }
}

impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Self::Int(Some(v))
    }
}

impl From<Option<i64>> for Value {
    fn from(v: Option<i64>) -> Self {
        Self::Int(v)
    }
}

impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Self::Bool(v)
    }
}

impl From<f64> for Value {
    fn from(v: f64) -> Self {
        Self::Real(v)
    }
}

impl From<Vec<u8>> for Value {
    fn from(v: Vec<u8>) -> Self {
        Self::Bytes(Some(v))
    }
}

impl From<Option<Vec<u8>>> for Value {
    fn from(v: Option<Vec<u8>>) -> Self {
        Self::Bytes(v)
    }
}

impl From<&[u8]> for Value {
    fn from(v: &[u8]) -> Self {
        Self::Bytes(Some(v.to_vec()))
    }
}

impl From<[u8; 32]> for Value {
    fn from(v: [u8; 32]) -> Self {
        Self::Bytes(Some(v.to_vec()))
    }
}

impl From<m::Time> for Value {
    fn from(v: m::Time) -> Self {
        Self::Int(Some(v.micros()))
    }
}

impl From<Option<m::Time>> for Value {
    fn from(v: Option<m::Time>) -> Self {
        Self::Int(v.map(m::Time::micros))
    }
}

macro_rules! ids {
    ($($name:ident),+ $(,)?) => {$(
        impl From<m::$name> for Value {
            fn from(id: m::$name) -> Self {
                Self::Bytes(Some(id.bytes().to_vec()))
            }
        }

        impl From<Option<m::$name>> for Value {
            fn from(id: Option<m::$name>) -> Self {
                Self::Bytes(id.map(|id| id.bytes().to_vec()))
            }
        }
    )+};
}

each_id!(ids);

macro_rules! words {
    ($($name:ident),+ $(,)?) => {$(
        impl From<m::$name> for Value {
            fn from(word: m::$name) -> Self {
                Self::Text(Some(word.word().to_owned()))
            }
        }
    )+};
}

each_word!(words);

/// The values of a statement, in the order of `$1`, `$2`, ...
macro_rules! args {
    ($($value:expr),* $(,)?) => {
        Vec::<$crate::value::Value>::from([$($crate::value::Value::from($value)),*])
    };
}

/// Binds values to a statement of either engine.
macro_rules! bound {
    ($query:expr, $args:expr) => {{
        let mut query = $query;
        for value in $args {
            query = match value {
                $crate::value::Value::Text(v) => query.bind(v),
                $crate::value::Value::Int(v) => query.bind(v),
                $crate::value::Value::Bool(v) => query.bind(v),
                $crate::value::Value::Real(v) => query.bind(v),
                $crate::value::Value::Bytes(v) => query.bind(v),
            };
        }
        query
    }};
}

pub(crate) use {args, bound};
