//! A customer asks to be forgotten.

use earshot_model::{Actor, Permission, PersonId};
use earshot_store::erasure::{self, Erased, Going};

use super::persons::{Somebody, somebody};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// What somebody sees before they say yes.
#[derive(Debug, Clone)]
pub struct Erasing {
    /// Who.
    pub person: Somebody,
    /// What would go.
    pub going: Going,
    /// What has to be typed: the name, or the first handle of somebody without a name.
    pub word: String,
}

impl Engage {
    /// What would go with a person, and what has to be typed so that it goes. Asks `person.erase`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn erasing(&self, who: &Staff, id: PersonId) -> Result<Erasing> {
        who.must(Permission::PersonErase)?;
        let mut conn = self.db.read(who.org).await?;
        let person = somebody(&mut conn, id).await?;
        let going = erasure::going(&mut conn, id).await?;
        let word = word(&person);
        Ok(Erasing { person, going, word })
    }

    /// Erases a person once their name was typed. Asks `person.erase`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `word` when something else was typed, [`Error::Held`],
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn erase(&self, who: &Staff, id: PersonId, typed: &str) -> Result<Erased> {
        who.must(Permission::PersonErase)?;
        let files = self.files.as_ref().ok_or(Error::NotFound("folder of files"))?;
        let person = somebody(&mut self.db.read(who.org).await?, id).await?;
        let word = word(&person);
        if typed.trim() != word {
            return Err(Error::invalid("word", format!("type {word} exactly as it is written")));
        }
        let actor = Actor::Agent(who.id());
        let now = self.tools.now();
        Ok(erasure::erase_person(&self.db, files, who.org, id, actor, now).await?)
    }
}

fn word(person: &Somebody) -> String {
    let handle = || person.handles.first().map(|(_, handle)| handle.clone());
    let name = Some(person.name.trim().to_owned()).filter(|name| !name.is_empty());
    name.or_else(handle).filter(|word| !word.is_empty()).unwrap_or_else(|| person.id.to_string())
}
