//! A case is over for good, or may end without a public word.

use earshot_model::{Case, CaseId, Permission};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// Why a case of public origin may end without a public word.
pub use earshot_cases::Waiver;

impl Engage {
    /// Closes a case for good; what the customer says next is a new matter. Asks `case.resolve`.
    ///
    /// # Errors
    /// [`Error::Open`] with what has to be done before, [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn close_case(&self, who: &Staff, case: CaseId) -> Result<Case> {
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseResolve).await?;
                    let closed = earshot_cases::close_by_hand(tx, &acting.moment, &case).await?;
                    closed.map_err(Error::Open)
                })
            })
            .await
    }

    /// Lets a case that began in public end without a public word. Asks `case.resolve`.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Invalid`] on `reason` without one.
    pub async fn waive_loop(&self, who: &Staff, case: CaseId, why: Option<Waiver>) -> Result<Case> {
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseResolve).await?;
                    let why = why.ok_or_else(|| Error::invalid("reason", "choose a reason"))?;
                    Ok(earshot_cases::waive_loop(tx, &acting.moment, &case, why).await?)
                })
            })
            .await
    }
}
