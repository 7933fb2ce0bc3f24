//! A matter is not settled after all.

use earshot_model::{Case, CaseId, Permission};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Opens a case that was over; a live one stays as it is. Asks `case.resolve`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn reopen(&self, who: &Staff, case: CaseId) -> Result<Case> {
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseResolve).await?;
                    Ok(earshot_cases::reopen(tx, &acting.moment, &case).await?)
                })
            })
            .await
    }
}
