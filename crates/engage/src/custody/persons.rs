//! Finding the one customer that a hold or an erasure is about.

use earshot_model::{Permission, PersonId};
use earshot_store::{Conn, cases, holds, lookups, persons};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// How many people one question finds.
const MOST: i64 = 20;

/// Somebody whom a name, a handle or the number of a case found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    /// Who.
    pub id: PersonId,
    /// What we call them.
    pub name: String,
    /// Their handles, each with its channel.
    pub handles: Vec<(String, String)>,
    /// Whether a legal hold is in force on them.
    pub held: bool,
}

impl Engage {
    /// The customers whom a name, a handle or the number of a case finds. Asks `person.erase`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn somebody(&self, who: &Staff, asked: &str) -> Result<Vec<Somebody>> {
        who.must(Permission::PersonErase)?;
        let asked = asked.trim().trim_start_matches(['@', '#']);
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let mut conn = self.db.read(who.org).await?;
        let mut ids = Vec::new();
        if let Ok(number) = asked.parse()
            && let Some(case) = lookups::case_by_number(&mut conn, number).await?
        {
            ids.push(cases::find(&mut conn, case).await?.person_id);
        }
        let named = lookups::people(&mut conn, &who.eyes, asked, MOST).await?;
        ids.extend(named.into_iter().map(|found| found.person_id));
        let mut found: Vec<Somebody> = Vec::new();
        for id in ids {
            if !found.iter().any(|known| known.id == id) {
                found.push(somebody(&mut conn, id).await?);
            }
        }
        Ok(found)
    }

    /// One customer, for a question about them. Asks `person.erase`.
    ///
    /// # Errors
    /// [`Error::NotFound`] also for somebody who was erased, [`Error::Forbidden`].
    pub async fn one_person(&self, who: &Staff, id: PersonId) -> Result<Somebody> {
        who.must(Permission::PersonErase)?;
        somebody(&mut self.db.read(who.org).await?, id).await
    }
}

/// Reads a customer who was not erased.
pub(super) async fn somebody(conn: &mut Conn, id: PersonId) -> Result<Somebody> {
    let person = persons::find(conn, id).await?;
    let identities = persons::identities(conn, id).await?;
    if person.erased_at.is_some() || identities.iter().any(|identity| identity.ours) {
        return Err(Error::NotFound("person"));
    }
    let handles = identities.into_iter().map(|it| (it.channel, it.handle)).collect();
    let held = holds::is_held(conn, id).await?;
    Ok(Somebody { id, name: person.display_name, handles, held })
}
