//! Many cases, few transactions: what time does to a case costs far less than a commit.

use earshot_model::{CaseId, OrgId};
use earshot_store::{Tx, Work};

use crate::{Error, Listen, Result};

/// How many cases one transaction changes: enough to share a commit, and over before anybody waits for
/// one of them.
const TOGETHER: usize = 20;

impl Listen {
    /// Does the same to each of these cases, several in one transaction. Where one of them fails, those
    /// with it are taken one by one, so that a broken case keeps no other waiting.
    ///
    /// # Errors
    /// The first that a case met by itself.
    pub(crate) async fn each<F>(&self, org: OrgId, mut cases: Vec<CaseId>, act: F) -> Result<()>
    where
        F: for<'a> Fn(&'a mut Tx, CaseId) -> Work<'a, (), Error> + Clone + Send + Sync + 'static,
    {
        // In one order everywhere, so that two who want the same cases do not wait for each other.
        cases.sort_unstable();
        let mut done = Ok(());
        for some in cases.chunks(TOGETHER) {
            match self.together(org, some.to_vec(), act.clone()).await {
                Err(_) if some.len() > 1 => {
                    for one in some {
                        done = done.and(self.together(org, vec![*one], act.clone()).await);
                    }
                }
                this => done = done.and(this),
            }
        }
        done
    }

    async fn together<F>(&self, org: OrgId, cases: Vec<CaseId>, act: F) -> Result<()>
    where
        F: for<'a> Fn(&'a mut Tx, CaseId) -> Work<'a, (), Error> + Clone + Send + Sync + 'static,
    {
        self.db
            .write(org, move |tx| {
                Box::pin(async move {
                    for case in cases {
                        act(tx, case).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}
