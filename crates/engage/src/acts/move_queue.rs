//! A case goes to another queue.

use earshot_model::{Case, CaseId, Permission, QueueId};
use earshot_store::setup;

use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Moves a case to a queue, also to one that this agent cannot see: handing over is not looking
    /// in. Asks `case.assign` where the case is now.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the case or the queue, [`Error::Forbidden`].
    pub async fn move_queue(&self, who: &Staff, case: CaseId, to: QueueId) -> Result<Case> {
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::CaseAssign).await?;
                    let queues = setup::queues(tx).await?;
                    let queue = queues
                        .iter()
                        .find(|queue| queue.id == to)
                        .ok_or(Error::NotFound("queue"))?;
                    Ok(earshot_cases::move_to_queue(tx, &acting.moment, &case, queue).await?)
                })
            })
            .await
    }
}
