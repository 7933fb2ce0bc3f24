//! What an account reads, and whether it is on.

use earshot_model::{AccountId, Actor, EventKind, NewEvent, Permission, SourceId};
use earshot_store::{accounts, channel_logins, sources};
use serde_json::json;

use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Lets an account read one more thing, such as a hashtag. Gives whether it is new. Asks
    /// `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `kind` or `name`, [`Error::NotFound`].
    pub async fn add_source(
        &self,
        who: &Staff,
        account: AccountId,
        kind: &str,
        name: &str,
    ) -> Result<bool> {
        who.must(Permission::AdminWrite)?;
        let row = accounts::find(&mut self.db.read(who.org).await?, account).await?;
        let spoken = self.channels.as_ref().and_then(|channels| channels.find(&row.channel));
        let found = spoken.and_then(|spoken| Some((spoken, spoken.about().source(kind)?)));
        let (spoken, kind) =
            found.ok_or_else(|| Error::invalid("kind", "choose one of the list"))?;
        let name = if kind.named {
            spoken.named(kind, name).map_err(|problem| Error::invalid("name", problem))?
        } else {
            String::new()
        };
        let now = self.tools.now();
        let source = self.source(account, kind.kind, &name, kind.streams, now);
        let actor = Actor::Agent(who.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    if channel_logins::find(tx, account).await?.is_none() {
                        return Err(Error::NotFound("account"));
                    }
                    let new = sources::insert(tx, &source).await?;
                    if new {
                        let data =
                            json!({ "what": "source", "account": account, "kind": source.kind });
                        tx.emit(NewEvent::new(now, EventKind::SetupChanged, actor).data(data));
                    }
                    Ok(new)
                })
            })
            .await
    }

    /// Stops reading a source. What it read stays. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn stop_source(&self, who: &Staff, account: AccountId, id: SourceId) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        let (now, actor) = (self.tools.now(), Actor::Agent(who.id()));
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    sources::stop(tx, account, id, now).await?;
                    let data = json!({ "what": "source", "account": account, "stopped": id });
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, actor).data(data));
                    Ok(())
                })
            })
            .await
    }

    /// Switches an account off or on: while it is off, nothing is read and nothing goes out. Asks
    /// `admin.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn switch_account(&self, who: &Staff, account: AccountId, on: bool) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        let (now, actor) = (self.tools.now(), Actor::Agent(who.id()));
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    accounts::switch(tx, account, (!on).then_some(now)).await?;
                    if on {
                        sources::hurry(tx, account, now).await?;
                    }
                    let data = json!({ "what": "account", "account": account, "on": on });
                    tx.emit(NewEvent::new(now, EventKind::SetupChanged, actor).data(data));
                    Ok(())
                })
            })
            .await?;
        self.wake.notify_waiters();
        Ok(())
    }
}
