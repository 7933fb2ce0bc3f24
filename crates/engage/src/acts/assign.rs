//! A case gets an owner.

use earshot_cases::HandOver;
use earshot_model::{AgentId, Case, CaseId, Permission, Reason, Time};
use earshot_store::{Tx, agents, setup, waiting};
use serde_json::json;

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// At most so many cases that were due before are counted.
const COUNTED: i64 = 100;

impl Engage {
    /// Gives a case to somebody, or to nobody. Asks `case.assign`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Invalid`] on `owner` for somebody who was
    /// switched off or may not read cases.
    pub async fn assign(&self, who: &Staff, case: CaseId, to: Option<AgentId>) -> Result<Case> {
        let (acting, by) = (self.acting(who), who.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseAssign).await?;
                    if let Some(to) = to {
                        can_own(tx, to).await?;
                    }
                    let over = pulled(tx, &case, to, by).await?;
                    Ok(earshot_cases::hand_over(tx, &acting.moment, &case, over).await?)
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

/// What the log tells of somebody who takes a waiting case themselves: how many cases of its queue were
/// due before it.
async fn pulled(tx: &mut Tx, case: &Case, to: Option<AgentId>, by: AgentId) -> Result<HandOver> {
    let mut over = HandOver { to, ..HandOver::default() };
    if to == Some(by) && case.owner_id.is_none() {
        let due = case.clocks.due_at().unwrap_or(Time(i64::MAX));
        let ahead = waiting::ahead(tx, case.queue_id, due, COUNTED).await?;
        let values = vec![("ahead".to_owned(), ahead.to_string())];
        let reason = Reason { line: None, key: "reason-pulled".to_owned(), values };
        over.why.insert("how".to_owned(), json!("pulled"));
        over.why.insert("ahead".to_owned(), json!(ahead));
        over.why.insert("reasons".to_owned(), json!([reason]));
    }
    Ok(over)
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
