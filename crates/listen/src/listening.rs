//! The listeners of one organization at work: compiled once, and kept as they are stored.
//!
//! The log says which listeners and lists were changed, and only those are compiled again; whoever
//! matches does not wait for it. Now and then a few numbers are compared with the database, for what
//! was changed without a word in the log.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use earshot_matcher::{Listener, ListenerSet, NameBook, NamedKind, Query};
use earshot_model::{ListenerId, Time};
use earshot_store::listeners::{Listener as Stored, Sum};
use earshot_store::setup_changes::SetupChange;
use earshot_store::{Conn, listeners, lists};
use serde::Deserialize;

use crate::{Error, Result};

/// The listeners of an organization.
pub(crate) struct Listening {
    set: Arc<ListenerSet>,
    known: HashMap<ListenerId, Known>,
    lists: lists::Sum,
}

/// What is known of a stored listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    version: i64,
    active: bool,
    updated_at: Time,
    /// Whether it may name lists or other listeners, and changes with them.
    names: bool,
}

/// What changes of the set-up mean for those who listen.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    listeners: Vec<ListenerId>,
    lists: bool,
    /// Something else, such as an account or the playbook.
    pub(crate) others: bool,
}

#[derive(Deserialize)]
struct Told {
    what: Option<String>,
    listener: Option<ListenerId>,
}

impl Changes {
    /// Reads what the log says. What cannot be read counts as something else.
    pub(crate) fn read(rows: &[SetupChange]) -> Self {
        let mut changes = Self::default();
        for row in rows {
            match serde_json::from_str::<Told>(&row.data) {
                Ok(Told { listener: Some(listener), .. }) => changes.listeners.push(listener),
                Ok(told) if told.what.as_deref() == Some("list") => changes.lists = true,
                _ => changes.others = true,
            }
        }
        changes.listeners.sort_unstable();
        changes.listeners.dedup();
        changes
    }
}

impl Listening {
    /// All stored listeners.
    pub(crate) async fn load(conn: &mut Conn) -> Result<Self> {
        let lists = lists::sum(conn).await?;
        let stored = listeners::all(conn).await?;
        let book = book(conn, &stored).await?;
        let made = away(move || {
            let Compiled { listeners, known } = Compiled::of(stored, &book);
            let set = Arc::new(ListenerSet::new(listeners));
            Self { set, known: known.into_iter().collect(), lists }
        });
        made.await
    }

    /// The engine over them. It stays the same while they change.
    pub(crate) fn set(&self) -> Arc<ListenerSet> {
        self.set.clone()
    }

    /// Takes up what the log says.
    pub(crate) async fn follow(&mut self, conn: &mut Conn, changes: &Changes) -> Result<()> {
        if changes.lists {
            self.lists = lists::sum(conn).await?;
        }
        if changes.lists || !changes.listeners.is_empty() {
            self.read_again(conn, changes.listeners.clone()).await?;
        }
        Ok(())
    }

    /// Compares what is at work with what is stored, and takes up the difference.
    pub(crate) async fn reconcile(&mut self, conn: &mut Conn) -> Result<()> {
        let lists = lists::sum(conn).await?;
        if listeners::sum(conn).await? == self.sum() && lists == self.lists {
            return Ok(());
        }
        self.lists = lists;
        let mut unmet = self.known.clone();
        let mut changed = Vec::new();
        for mark in listeners::marks(conn).await? {
            let same = unmet.remove(&mark.id).is_some_and(|known| {
                (known.version, known.active, known.updated_at)
                    == (mark.version, mark.active, mark.updated_at)
            });
            if !same {
                changed.push(mark.id);
            }
        }
        changed.extend(unmet.into_keys());
        self.read_again(conn, changed).await
    }

    /// Reads these listeners again, and all that may name others, and compiles them.
    async fn read_again(&mut self, conn: &mut Conn, mut ids: Vec<ListenerId>) -> Result<()> {
        ids.extend(self.known.iter().filter(|(_, known)| known.names).map(|(id, _)| *id));
        ids.sort_unstable();
        ids.dedup();
        let stored = listeners::some(conn, &ids).await?;
        let book = book(conn, &stored).await?;
        let set = self.set.clone();
        let (known, ids) = away(move || {
            let compiled = Compiled::of(stored, &book);
            let working: HashSet<ListenerId> = compiled.listeners.iter().map(|l| l.id).collect();
            // Those that rest, are gone or cannot be read any more.
            let resting = |id: &&ListenerId| !working.contains(id);
            let gone: Vec<ListenerId> = ids.iter().filter(resting).copied().collect();
            set.change(compiled.listeners, &gone);
            (compiled.known, ids)
        })
        .await?;
        for id in &ids {
            self.known.remove(id);
        }
        self.known.extend(known);
        Ok(())
    }

    fn sum(&self) -> Sum {
        self.known.values().fold(Sum::default(), |sum, known| Sum {
            listeners: sum.listeners + 1,
            active: sum.active + i64::from(known.active),
            versions: sum.versions + known.version,
            latest: sum.latest.max(known.updated_at.micros()),
        })
    }
}

/// Stored listeners, read.
struct Compiled {
    listeners: Vec<Listener>,
    known: Vec<(ListenerId, Known)>,
}

impl Compiled {
    fn of(stored: Vec<Stored>, book: &NameBook) -> Self {
        let mut compiled = Self { listeners: Vec::new(), known: Vec::new() };
        for row in stored {
            let Stored { version, active, updated_at, .. } = row;
            let known =
                Known { version, active, updated_at, names: NameBook::is_asked(&row.query) };
            compiled.known.push((row.id, known));
            if active {
                compiled.listeners.extend(listener(&row, book));
            }
        }
        compiled
    }
}

/// A stored listener, ready to match. One that does not parse any more listens to nothing, and says
/// so: it was checked when it was saved, so only a change of the language can lead here.
fn listener(stored: &Stored, book: &NameBook) -> Option<Listener> {
    match Query::parse_with(&stored.query, book, Some(&stored.name)) {
        Ok(query) => Some(Listener {
            id: stored.id,
            version: stored.version,
            purpose: stored.purpose,
            query,
        }),
        Err(problem) => {
            tracing::error!(listener = %stored.id, %problem, "a stored listener cannot be read");
            None
        }
    }
}

/// What these listeners may name.
async fn book(conn: &mut Conn, stored: &[Stored]) -> Result<NameBook> {
    match stored.iter().find(|row| NameBook::is_asked(&row.query)) {
        Some(row) => names(conn, &row.query).await,
        None => Ok(NameBook::default()),
    }
}

/// What a query may name; nothing is looked up where it names nothing.
pub(crate) async fn names(conn: &mut Conn, query: &str) -> Result<NameBook> {
    if !NameBook::is_asked(query) {
        return Ok(NameBook::default());
    }
    let kind = |is_list| if is_list { NamedKind::List } else { NamedKind::Query };
    let named = lists::named(conn).await?.into_iter();
    Ok(named.map(|one| (kind(one.is_list), one.name, one.text)).collect())
}

/// Compiling is arithmetic: away from the threads that serve requests.
async fn away<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| Error::Delivery("its listeners could not be compiled"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(data: &str) -> SetupChange {
        SetupChange { seq: 1, data: data.to_owned() }
    }

    #[test]
    fn the_log_says_what_was_changed() {
        let id = ListenerId(uuid::Uuid::from_u128(7));
        let listener = row(&serde_json::json!({ "what": "listener", "listener": id }).to_string());
        let changes = Changes::read(&[listener.clone(), listener]);
        assert_eq!(changes, Changes { listeners: vec![id], ..Changes::default() });
        assert!(Changes::read(&[row(r#"{"what":"list"}"#)]).lists);
        for other in [r#"{"what":"account"}"#, "{}", "7", ""] {
            let others = Changes { others: true, ..Changes::default() };
            assert_eq!(Changes::read(&[row(other)]), others, "{other}");
        }
        assert_eq!(Changes::read(&[]), Changes::default());
    }
}
