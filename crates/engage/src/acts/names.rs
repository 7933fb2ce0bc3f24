//! Lists and listeners name each other: what a name stands for, who uses it, and whom a change of it
//! would break.

use earshot_matcher::{NameBook, NamedKind, Problem, Query, QueryError, name_key};
use earshot_store::Conn;
use earshot_store::lists::{self, NamedText};

use crate::{Error, Result};

/// What the names in a text stand for. Nothing is looked up where it names nothing.
///
/// # Errors
/// As the store.
pub(crate) async fn book(conn: &mut Conn, text: &str) -> Result<NameBook> {
    if !NameBook::is_asked(text) {
        return Ok(NameBook::default());
    }
    let named = lists::named(conn).await?.into_iter();
    Ok(named.map(|one| (kind(one.is_list), one.name, one.text)).collect())
}

/// The lists and listeners that name a list or a listener, and what all names stand for.
pub(crate) struct Naming {
    texts: Vec<NamedText>,
    book: NameBook,
}

impl Naming {
    pub(crate) async fn load(conn: &mut Conn) -> Result<Self> {
        let texts = lists::naming(conn).await?;
        let book = if texts.is_empty() { NameBook::default() } else { book(conn, "list:").await? };
        Ok(Self { texts, book })
    }

    /// Who names it, by way of others too: whether each is a list, and its name.
    pub(crate) fn users(&self, named: NamedKind, name: &str) -> Vec<(bool, String)> {
        let key = (named, name_key(name));
        let itself = |one: &NamedText| kind(one.is_list) == named && name_key(&one.name) == key.1;
        let uses = |one: &&NamedText| {
            let read = read(&one.name, kind(one.is_list), &one.text, &self.book);
            !itself(one) && read.is_ok_and(|query| query.names().contains(&key))
        };
        self.texts.iter().filter(uses).map(|one| (one.is_list, one.name.clone())).collect()
    }

    /// Nobody may use a name that is to go.
    ///
    /// # Errors
    /// [`Error::InUse`] with those who do.
    pub(crate) fn free(&self, named: NamedKind, name: &str) -> Result<()> {
        let by: Vec<String> = self.users(named, name).into_iter().map(|(_, name)| name).collect();
        if by.is_empty() { Ok(()) } else { Err(Error::InUse { by: by.join(", ") }) }
    }

    /// Whether others could still be read if a name stood for another text.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `field` with the first that could not.
    pub(crate) fn bear(
        &self,
        named: NamedKind,
        name: &str,
        text: &str,
        field: &'static str,
    ) -> Result<()> {
        let mut then = self.book.clone();
        then.set(named, name, text);
        for one in &self.texts {
            let kind = kind(one.is_list);
            if kind == named && name_key(&one.name) == name_key(name) {
                continue;
            }
            if read(&one.name, kind, &one.text, &self.book).is_ok()
                && let Err(problem) = read(&one.name, kind, &one.text, &then)
            {
                let problem =
                    format!("\"{}\" uses it, and could not be read any more: {problem}", one.name);
                return Err(Error::invalid(field, problem));
            }
        }
        Ok(())
    }
}

/// Reads the query of a listener, or a list as the queries that name it do.
pub(crate) fn read(
    name: &str,
    kind: NamedKind,
    text: &str,
    book: &NameBook,
) -> Result<Query, QueryError> {
    match kind {
        NamedKind::Query => Query::parse_with(text, book, Some(name)),
        NamedKind::List => {
            let mut book = book.clone();
            book.set(NamedKind::List, name, text);
            let asked = format!("list:\"{name}\"");
            Query::parse_search_with(&asked, &book, None).map_err(|error| match error.problem {
                // The place within the list says more than that of its name.
                Problem::InName { inner, .. } => *inner,
                _ => error,
            })
        }
    }
}

const fn kind(is_list: bool) -> NamedKind {
    if is_list { NamedKind::List } else { NamedKind::Query }
}
