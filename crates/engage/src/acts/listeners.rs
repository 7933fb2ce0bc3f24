//! Listeners are made, changed and paused. A query that cannot be read is never stored.

use earshot_matcher::{NamedKind, name_key};
use earshot_model::{
    Actor, EventKind, ListenerId, ListenerPurpose, NewEvent, OrgId, Permission, Time,
};
use earshot_store::Tx;
use earshot_store::listeners::{self, Listener};
use serde_json::json;

use super::names::{Naming, book, read};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// A listener as somebody typed it.
#[derive(Debug, Clone)]
pub struct NewListener {
    /// The name on screens.
    pub name: String,
    /// What it is for.
    pub purpose: ListenerPurpose,
    /// The query.
    pub query: String,
    /// Whether it listens, or rests.
    pub active: bool,
}

impl Engage {
    /// Makes a listener. Asks `listener.write`.
    ///
    /// # Errors
    /// [`Error::Query`] with the position, [`Error::Invalid`] on `name`, [`Error::Taken`] for the
    /// name, [`Error::Forbidden`].
    pub async fn create_listener(&self, who: &Staff, new: NewListener) -> Result<ListenerId> {
        who.must(Permission::ListenerWrite)?;
        self.create_listener_as(who.org, Actor::Agent(who.id()), new).await
    }

    /// Makes a listener on behalf of the command line or the demo: no permission is asked.
    ///
    /// # Errors
    /// As [`Engage::create_listener`].
    pub async fn create_listener_as(
        &self,
        org: OrgId,
        actor: Actor,
        new: NewListener,
    ) -> Result<ListenerId> {
        let name = checked(&new.name)?;
        let row = Listener {
            id: self.tools.id(),
            name,
            purpose: new.purpose,
            query: new.query,
            version: 1,
            active: new.active,
            updated_at: self.tools.now(),
        };
        let id = row.id;
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    can_be_read(tx, &row).await?;
                    listeners::insert(tx, &row, actor).await.map_err(Error::taken("name"))?;
                    tell(tx, actor, &row, row.updated_at);
                    Ok(())
                })
            })
            .await?;
        Ok(id)
    }

    /// Changes name, purpose, query and whether it listens; another query is another version. Asks `listener.write`.
    ///
    /// # Errors
    /// As [`Engage::create_listener`], [`Error::NotFound`], [`Error::InUse`] when others name it and
    /// its name changes, and [`Error::Invalid`] on `query` when they could not be read any more.
    pub async fn edit_listener(&self, who: &Staff, id: ListenerId, new: NewListener) -> Result<()> {
        who.must(Permission::ListenerWrite)?;
        let name = checked(&new.name)?;
        self.change_listener(who, id, move |row| {
            if row.query != new.query {
                row.version = row.version.saturating_add(1);
            }
            row.name = name;
            row.purpose = new.purpose;
            row.query = new.query;
            row.active = new.active;
        })
        .await
    }

    /// Lets a listener rest, or listen again. Asks `listener.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn pause_listener(&self, who: &Staff, id: ListenerId, active: bool) -> Result<()> {
        who.must(Permission::ListenerWrite)?;
        self.change_listener(who, id, move |row| row.active = active).await
    }

    async fn change_listener(
        &self,
        who: &Staff,
        id: ListenerId,
        change: impl FnOnce(&mut Listener) + Send + 'static,
    ) -> Result<()> {
        let (actor, now) = (Actor::Agent(who.id()), self.tools.now());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let before = listeners::find(tx, id).await?;
                    let mut row = before.clone();
                    change(&mut row);
                    row.updated_at = now;
                    if row.name != before.name || row.query != before.query {
                        can_be_read(tx, &row).await?;
                        others_bear(tx, &before, &row).await?;
                    }
                    listeners::update(tx, &row, actor).await.map_err(Error::taken("name"))?;
                    tell(tx, actor, &row, now);
                    Ok(())
                })
            })
            .await
    }
}

/// The name without spaces around it.
fn checked(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 120 {
        return Err(Error::invalid("name", "type a name of 1 to 120 characters"));
    }
    Ok(name.to_owned())
}

/// A query that cannot be read, names nothing that there is, or comes back to itself is not stored.
async fn can_be_read(tx: &mut Tx, row: &Listener) -> Result<()> {
    let book = book(tx, &row.query).await?;
    read(&row.name, NamedKind::Query, &row.query, &book).map_err(Error::Query)?;
    Ok(())
}

/// Listeners and lists that name this one must still find it, and be readable with what it says now.
async fn others_bear(tx: &mut Tx, before: &Listener, row: &Listener) -> Result<()> {
    let naming = Naming::load(tx).await?;
    if name_key(&before.name) != name_key(&row.name) {
        naming.free(NamedKind::Query, &before.name)?;
    }
    naming.bear(NamedKind::Query, &row.name, &row.query, "query")
}

fn tell(tx: &mut Tx, actor: Actor, row: &Listener, at: Time) {
    let data = json!({
        "what": "listener",
        "listener": row.id,
        "version": row.version,
        "active": row.active,
    });
    tx.emit(NewEvent::new(at, EventKind::SetupChanged, actor).data(data));
}
