//! A case gets an owner.

use earshot_model::{AgentId, Case, CaseId, Permission};
use earshot_store::{Tx, agents, setup};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Gives a case to somebody, or to nobody. Asks `case.assign`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Invalid`] on `owner` for somebody who was
    /// switched off or may not read cases.
    pub async fn assign(&self, who: &Staff, case: CaseId, to: Option<AgentId>) -> Result<Case> {
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseAssign).await?;
                    if let Some(to) = to {
                        can_own(tx, to).await?;
                    }
                    Ok(earshot_cases::assign(tx, &acting.moment, &case, to).await?)
                })
            })
            .await
    }

    /// Takes a case. Asks `case.assign`.
    ///
    /// # Errors
    /// As [`Engage::assign`].
    pub async fn take(&self, who: &Staff, case: CaseId) -> Result<Case> {
        self.assign(who, case, Some(who.id())).await
    }
}

/// An owner sees the case by owning it, if they may read cases anywhere.
async fn can_own(tx: &mut Tx, agent: AgentId) -> Result<()> {
    let found = agents::find(tx, agent).await?;
    if found.disabled_at.is_some() {
        return Err(Error::invalid("owner", "they no longer work here; choose somebody else"));
    }
    if !setup::visibility(tx, agent).await?.holds(Permission::CaseRead) {
        return Err(Error::invalid("owner", "they may not read cases; choose somebody else"));
    }
    Ok(())
}
