//! Lists that listeners share are made, changed and removed. One that cannot be read is never stored,
//! and none that somebody uses goes away.

use earshot_matcher::{NamedKind, name_key};
use earshot_model::{Actor, EventKind, ListId, NewEvent, Permission, Time};
use earshot_store::Tx;
use earshot_store::lists::{self, List};
use serde_json::json;

use super::names::{Naming, book, read};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// A list as somebody typed it.
#[derive(Debug, Clone)]
pub struct NewList {
    /// The name on screens and in queries.
    pub name: String,
    /// One query a line; a post matches the list when it matches a line.
    pub words: String,
}

impl Engage {
    /// Makes a list. Asks `listener.write`.
    ///
    /// # Errors
    /// [`Error::Query`] with the position in the words, [`Error::Invalid`] on `name`,
    /// [`Error::Taken`] for the name, [`Error::Forbidden`].
    pub async fn create_list(&self, who: &Staff, new: NewList) -> Result<ListId> {
        who.must(Permission::ListenerWrite)?;
        let name = checked(&new.name)?;
        let (actor, now) = (Actor::Agent(who.id()), self.tools.now());
        let row = List {
            id: self.tools.id(),
            name_key: name_key(&name),
            name,
            words: new.words,
            version: 1,
            updated_at: now,
        };
        let id = row.id;
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let book = book(tx, &row.words).await?;
                    read(&row.name, NamedKind::List, &row.words, &book).map_err(Error::Query)?;
                    lists::insert(tx, &row).await.map_err(Error::taken("name"))?;
                    tell(tx, actor, &row, now);
                    Ok(())
                })
            })
            .await?;
        Ok(id)
    }

    /// Changes name and words of a list; whoever uses it listens by the new words at once. Asks
    /// `listener.write`.
    ///
    /// # Errors
    /// As [`Engage::create_list`], [`Error::NotFound`], [`Error::InUse`] when the name of a used list
    /// changes, and [`Error::Invalid`] on `words` when a user could not be read any more.
    pub async fn edit_list(&self, who: &Staff, id: ListId, new: NewList) -> Result<()> {
        who.must(Permission::ListenerWrite)?;
        let name = checked(&new.name)?;
        let (actor, now) = (Actor::Agent(who.id()), self.tools.now());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let mut row = lists::find(tx, id).await?;
                    let naming = Naming::load(tx).await?;
                    if row.name_key != name_key(&name) {
                        naming.free(NamedKind::List, &row.name)?;
                    }
                    let book = book(tx, &new.words).await?;
                    read(&name, NamedKind::List, &new.words, &book).map_err(Error::Query)?;
                    naming.bear(NamedKind::List, &name, &new.words, "words")?;
                    row.name_key = name_key(&name);
                    row.name = name;
                    row.words = new.words;
                    row.version = row.version.saturating_add(1);
                    row.updated_at = now;
                    lists::update(tx, &row).await.map_err(Error::taken("name"))?;
                    tell(tx, actor, &row, now);
                    Ok(())
                })
            })
            .await
    }

    /// Removes a list that nobody uses. Asks `listener.write`.
    ///
    /// # Errors
    /// [`Error::InUse`], [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn remove_list(&self, who: &Staff, id: ListId) -> Result<()> {
        who.must(Permission::ListenerWrite)?;
        let (actor, now) = (Actor::Agent(who.id()), self.tools.now());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let row = lists::find(tx, id).await?;
                    Naming::load(tx).await?.free(NamedKind::List, &row.name)?;
                    lists::remove(tx, id).await?;
                    tell(tx, actor, &row, now);
                    Ok(())
                })
            })
            .await
    }
}

/// The name without spaces around it, once it can stand in a query.
fn checked(name: &str) -> Result<String> {
    let name = name.trim();
    let fits = (1..=120).contains(&name.chars().count())
        && !name_key(name).is_empty()
        && !name.chars().any(|c| c.is_control() || "\"“”„«»".contains(c));
    if fits {
        return Ok(name.to_owned());
    }
    Err(Error::invalid("name", "type a name of 1 to 120 characters, without quotes"))
}

fn tell(tx: &mut Tx, actor: Actor, row: &List, at: Time) {
    let data = json!({ "what": "list", "list": row.id, "version": row.version });
    tx.emit(NewEvent::new(at, EventKind::SetupChanged, actor).data(data));
}
