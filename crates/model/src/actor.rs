//! Who did something.

use std::fmt;
use std::str::FromStr;

use crate::{AccountId, AgentId, UnknownWord};

/// Who caused an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Earshot itself: the playbook, the router, a job.
    System,
    /// A person who was logged in.
    Agent(AgentId),
    /// What a channel delivered through this account.
    Account(AccountId),
    /// An import of history.
    Import,
}

/// `system`, `import`, `agent:ID` or `account:ID`.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("system"),
            Self::Import => f.write_str("import"),
            Self::Agent(id) => write!(f, "agent:{id}"),
            Self::Account(id) => write!(f, "account:{id}"),
        }
    }
}

impl FromStr for Actor {
    type Err = UnknownWord;

    fn from_str(s: &str) -> Result<Self, UnknownWord> {
        let unknown = || UnknownWord { list: "actor", found: s.to_owned() };
        match s.split_once(':') {
            None if s == "system" => Ok(Self::System),
            None if s == "import" => Ok(Self::Import),
            Some(("agent", id)) => id.parse().map(Self::Agent).map_err(|_| unknown()),
            Some(("account", id)) => id.parse().map(Self::Account).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}
