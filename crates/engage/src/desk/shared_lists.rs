//! The lists that listeners share, and who uses them.

use earshot_matcher::{NameBook, NamedKind};
use earshot_model::{ListId, Permission};
use earshot_store::lists::{self, List};

use crate::acts::names;
use crate::staff::Staff;
use crate::{Engage, Result};

/// A list, or a listener, that names a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedBy {
    /// Whether it is a list.
    pub is_list: bool,
    /// Its name.
    pub name: String,
}

/// A list with those who use it.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedList {
    /// The list.
    pub list: List,
    /// Who names it, by way of other lists and listeners too.
    pub used_by: Vec<NamedBy>,
}

impl Engage {
    /// All lists, by name. Asks `listener.read`.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`].
    pub async fn shared_lists(&self, who: &Staff) -> Result<Vec<SharedList>> {
        who.must(Permission::ListenerRead)?;
        let mut conn = self.db.read(who.org).await?;
        let lists = lists::all(&mut conn).await?;
        let naming = names::Naming::load(&mut conn).await?;
        let shared = |list: List| {
            let users = naming.users(NamedKind::List, &list.name).into_iter();
            let used_by = users.map(|(is_list, name)| NamedBy { is_list, name }).collect();
            SharedList { list, used_by }
        };
        Ok(lists.into_iter().map(shared).collect())
    }

    /// One list with those who use it. Asks `listener.read`.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`], [`crate::Error::Forbidden`].
    pub async fn shared_list(&self, who: &Staff, id: ListId) -> Result<SharedList> {
        let all = self.shared_lists(who).await?;
        all.into_iter().find(|shared| shared.list.id == id).ok_or(crate::Error::NotFound("list"))
    }

    /// What the names in a query stand for. Asks `listener.read`.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`].
    pub async fn names_in(&self, who: &Staff, text: &str) -> Result<NameBook> {
        who.must(Permission::ListenerRead)?;
        names::book(&mut self.db.read(who.org).await?, text).await
    }
}
