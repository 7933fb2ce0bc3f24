//! Indexes posts anew that an older tokenizer has indexed, so that a search finds them by the words
//! of today. It works beside everything else, in short transactions, newest posts first.

use std::time::Duration;

use earshot_model::OrgId;
use earshot_store::search;
use earshot_text::search_tokens;

use crate::{Listen, Result};

/// Posts of one transaction: enough to share the cost of a commit, few enough that nobody else's
/// write waits long.
const BATCH: i64 = 256;
/// Rest between two transactions, so that others come first.
const REST: Duration = Duration::from_millis(5);

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reindexed {
    /// Posts that are done.
    pub done: i64,
    /// Posts that an older tokenizer had indexed when it began.
    pub all: i64,
}

impl Listen {
    /// Indexes posts of an organization anew, as far as an older tokenizer has indexed them. `told` hears
    /// after each batch how far it has come. Stopped in between, it goes on where it was.
    ///
    /// # Errors
    /// As the store.
    pub async fn reindex(&self, org: OrgId, mut told: impl FnMut(Reindexed)) -> Result<Reindexed> {
        let version = i64::from(earshot_text::VERSION);
        let all = search::count_outdated(&mut self.db.read(org).await?, version).await?;
        let (mut progress, mut before) = (Reindexed { done: 0, all }, None);
        loop {
            // Words are read in the transaction that indexes them: an edit comes before or after.
            let batch = self.db.write::<_, crate::Error, _>(org, move |tx| {
                Box::pin(async move {
                    let docs = search::outdated(tx, version, before, BATCH).await?;
                    let (last, count) = (docs.last().map(|doc| doc.doc_id), docs.len());
                    let docs = docs.into_iter().map(|doc| {
                        let tokens = search_tokens(&doc.text).collect();
                        (doc, tokens)
                    });
                    search::replace_all(tx, docs.collect(), version).await?;
                    Ok((last, count))
                })
            });
            let (last, count) = batch.await?;
            if count == 0 {
                return Ok(progress);
            }
            before = last;
            progress.done += i64::try_from(count).unwrap_or(i64::MAX);
            told(progress);
            tokio::time::sleep(REST).await;
        }
    }
}
