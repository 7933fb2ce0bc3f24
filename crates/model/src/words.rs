//! Closed lists of words that stand in the database, the API and on screens.

use std::fmt;

/// A word that is not one of a closed list, such as a status that no version of Earshot knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    /// Which list was asked, such as `audience`.
    pub list: &'static str,
    /// What was found instead.
    pub found: String,
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" is not a known {}", self.found, self.list)
    }
}

impl std::error::Error for UnknownWord {}

/// Makes an enum whose variants have one spelling everywhere: database, JSON, CSS and logs.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident as $list:literal {
        $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every value, in the order in which screens list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The one spelling of this value.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::UnknownWord;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                match s {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(crate::UnknownWord { list: $list, found: s.to_owned() }),
                }
            }
        }
    };
}

pub(crate) use words;
