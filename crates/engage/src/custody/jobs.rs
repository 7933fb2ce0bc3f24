//! Work that the server does by itself and could not do.

use earshot_model::{JobId, Permission};
use earshot_store::jobs::{self, Failing};

use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// How many failing jobs a screen shows.
const SHOWN: i64 = 50;

impl Engage {
    /// Jobs that did not work when they were tried last, those that are not tried again by themselves
    /// first. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn failing_jobs(&self, who: &Staff) -> Result<Vec<Failing>> {
        who.must(Permission::AdminWrite)?;
        Ok(jobs::failing(&mut self.db.read(who.org).await?, SHOWN).await?)
    }

    /// Lets a failing job run at once, from its first try. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it does not fail (any more), or runs; [`Error::Forbidden`].
    pub async fn run_job_again(&self, who: &Staff, id: JobId) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        let now = self.tools.now();
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let found = jobs::again(tx, id, now).await?;
                    if found { Ok(()) } else { Err(Error::NotFound("failing job")) }
                })
            })
            .await
    }
}
