//! A matter is settled.

use earshot_model::{Case, CaseId, Permission};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Resolves a live case; one that is over stays as it is. Asks `case.resolve`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn resolve(&self, who: &Staff, case: CaseId) -> Result<Case> {
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseResolve).await?;
                    Ok(earshot_cases::resolve(tx, &acting.moment, &case).await?)
                })
            })
            .await
    }
}
