//! Legal holds: what a person wrote stays until the hold is lifted.

use earshot_model::{AgentId, OrgId, Permission, PersonId};
use earshot_store::holds::{self, Shown};
use earshot_store::kept_words::{self, Kept};
use earshot_store::persons;
use uuid::Uuid;

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// How many holds a screen shows.
const SHOWN: i64 = 200;
/// The longest reason, in characters.
const LONGEST: usize = 500;

impl Engage {
    /// Legal holds, those in force first. Asks `person.erase`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn holds(&self, who: &Staff) -> Result<Vec<Shown>> {
        who.must(Permission::PersonErase)?;
        self.holds_as(who.org).await
    }

    /// The same on behalf of the command line: no permission is asked.
    ///
    /// # Errors
    /// As the database.
    pub async fn holds_as(&self, org: OrgId) -> Result<Vec<Shown>> {
        Ok(holds::shown(&mut self.db.read(org).await?, SHOWN).await?)
    }

    /// What posts of a person, and in their cases, said before their source changed or removed them
    /// under a hold. On behalf of the command line: no permission is asked.
    ///
    /// # Errors
    /// As the database.
    pub async fn kept_words_as(&self, org: OrgId, person: PersonId) -> Result<Vec<Kept>> {
        Ok(kept_words::of_person(&mut self.db.read(org).await?, person).await?)
    }

    /// Sets a hold on a person. Asks `person.erase`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `reason`, [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn hold(&self, who: &Staff, person: PersonId, reason: &str) -> Result<Uuid> {
        who.must(Permission::PersonErase)?;
        self.hold_as(who.org, who.id(), person, reason).await
    }

    /// The same on behalf of the command line, in the name of this agent: no permission is asked.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `reason`, [`Error::NotFound`].
    pub async fn hold_as(
        &self,
        org: OrgId,
        by: AgentId,
        person: PersonId,
        reason: &str,
    ) -> Result<Uuid> {
        let reason = reason.trim().to_owned();
        if reason.is_empty() || reason.chars().count() > LONGEST {
            return Err(Error::invalid("reason", format!("give one of 1 to {LONGEST} characters")));
        }
        let (id, now) = (self.tools.id::<Uuid>(), self.tools.now());
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let known = persons::find(tx, person).await?;
                    if known.erased_at.is_some() {
                        return Err(Error::NotFound("person"));
                    }
                    Ok(holds::set(tx, id, person, &reason, by, now).await?)
                })
            })
            .await?;
        Ok(id)
    }

    /// Lifts a hold. Asks `person.erase`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such hold in force, [`Error::Forbidden`].
    pub async fn lift_hold(&self, who: &Staff, id: Uuid) -> Result<()> {
        who.must(Permission::PersonErase)?;
        self.lift_hold_as(who.org, who.id(), id).await
    }

    /// The same on behalf of the command line, in the name of this agent: no permission is asked.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such hold in force.
    pub async fn lift_hold_as(&self, org: OrgId, by: AgentId, id: Uuid) -> Result<()> {
        let now = self.tools.now();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move { Ok(holds::lift(tx, id, by, now).await?) })
            })
            .await
    }
}
