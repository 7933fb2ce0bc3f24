//! A matter is settled.

use earshot_model::{ApprovalState, Case, CaseId, Permission};
use earshot_store::approvals;

use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Resolves a live case; one that is over stays as it is. Asks `case.resolve`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Invalid`] while an answer waits for somebody's
    /// word: nobody has answered yet.
    pub async fn resolve(&self, who: &Staff, case: CaseId) -> Result<Case> {
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseResolve).await?;
                    let asked = approvals::of_case(tx, case.id).await?;
                    if asked.iter().any(|row| row.state == ApprovalState::Waiting) {
                        let problem = "an answer waits for somebody's word: let it go, or take it \
                                       back, before the case is resolved";
                        return Err(Error::invalid("case", problem));
                    }
                    Ok(earshot_cases::resolve(tx, &acting.moment, &case).await?)
                })
            })
            .await
    }
}
