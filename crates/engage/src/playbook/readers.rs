//! Who has read the version at work.

use earshot_model::{Actor, Agent, EventKind, NewEvent, Permission, Time};
use earshot_playbook::{Change, diff};
use earshot_store::playbooks::{self, readers};
use serde_json::json;

use super::change::tell;
use super::read::document;
use crate::settings::working;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// Who has read the version at work.
#[derive(Debug, Clone)]
pub struct Readers {
    /// Its number.
    pub version: i64,
    /// When whoever asks said that they have read it.
    pub mine: Option<Time>,
    /// The version that they read before, with what changed since; nothing where they read none, or
    /// have read this one.
    pub since: Option<(i64, Vec<Change>)>,
    /// Everybody who works here, with when they said so; nothing for who may not write the playbook.
    pub people: Option<Vec<(Agent, Option<Time>)>>,
}

impl Engage {
    /// Who has read the version at work. Asks `playbook.read`; who else has read it is told to those
    /// who may write the playbook.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::NotFound`] where no version is at work.
    pub async fn playbook_readers(&self, who: &Staff) -> Result<Readers> {
        who.must(Permission::PlaybookRead)?;
        let mut conn = self.db.read(who.org).await?;
        let at_work = playbooks::active(&mut conn).await?;
        let at_work = at_work.ok_or(Error::NotFound("version of the playbook"))?;
        let newest = readers::newest(&mut conn).await?;
        let read = |agent: &Agent| {
            newest
                .iter()
                .find(|one| one.agent_id == agent.id && one.version == at_work.version)
                .map(|one| one.read_at)
        };
        let before = newest.iter().find(|one| one.agent_id == who.id());
        let before = before.map(|one| one.version).filter(|read| *read < at_work.version);
        let since = match before {
            Some(before) => match playbooks::version(&mut conn, before).await? {
                Some(old) => Some((before, diff(&document(&old)?, &document(&at_work)?))),
                None => None,
            },
            None => None,
        };
        let people = if who.eyes.holds(Permission::PlaybookWrite) {
            let people = working(&mut conn).await?.into_iter();
            let told = people.map(|agent| {
                let at = read(&agent);
                (agent, at)
            });
            Some(told.collect())
        } else {
            None
        };
        Ok(Readers { version: at_work.version, mine: read(&who.agent), since, people })
    }

    /// Somebody says that they have read this version, which must be at work. Saying it twice changes
    /// nothing. Asks `playbook.read`.
    ///
    /// # Errors
    /// [`Error::Invalid`] when another version is at work by now, [`Error::Forbidden`].
    pub async fn confirm_playbook(&self, who: &Staff, version: i64) -> Result<()> {
        who.must(Permission::PlaybookRead)?;
        let (now, by) = (self.tools.now(), who.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    if playbooks::active_version(tx).await? != Some(version) {
                        let problem = "another version went to work meanwhile; read that one";
                        return Err(Error::invalid("version", problem));
                    }
                    if readers::note(tx, by, version, now).await? {
                        let event =
                            NewEvent::new(now, EventKind::PlaybookChanged, Actor::Agent(by));
                        tell(tx, event, json!({ "what": "read", "version": version }));
                    }
                    Ok(())
                })
            })
            .await
    }
}
