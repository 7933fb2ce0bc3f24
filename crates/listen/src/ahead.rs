//! While one batch is written, the next one is judged.
//!
//! What is judged ahead has not seen the batch before it. So whatever in it has to do with that batch
//! (the same author, the same conversation, an answer to one of its posts) is judged once more when
//! that batch is written, and everything is, when the brand itself spoke there.

use std::collections::HashSet;

use earshot_model::{AccountId, ChannelItem, OrgId};
use earshot_store::inbox::{self, Waiting};

use crate::judge::{Incoming, Judged, Mode, News, judge};
use crate::{Listen, Result, Stages};

/// A batch that was read and, where that went well, judged.
pub(crate) struct Batch {
    /// The rows as they stand in the inbox.
    pub(crate) rows: Vec<Waiting>,
    /// Those that can be worked on.
    pub(crate) batch: Vec<Incoming>,
    /// Whether a row was put aside.
    pub(crate) aside: bool,
    /// What the stages say, and which stages said it.
    pub(crate) said: Result<(Stages, Vec<Judged>)>,
}

impl Listen {
    /// Reads and judges the batch of at most `most` rows after `last`.
    pub(crate) async fn next_batch(
        &self,
        org: OrgId,
        last: &[u8],
        most: i64,
    ) -> Result<Option<Batch>> {
        let mut conn = self.db.read(org).await?;
        let rows = inbox::waiting(&mut conn, last, most).await?;
        drop(conn);
        if rows.is_empty() {
            return Ok(None);
        }
        let (batch, aside) = self.read_rows(org, rows.clone()).await?;
        let said = self.say(org, &batch, Mode::Live).await;
        Ok(Some(Batch { rows, batch, aside, said }))
    }

    /// Judges a batch, and says by which stages.
    pub(crate) async fn say(
        &self,
        org: OrgId,
        batch: &[Incoming],
        mode: Mode,
    ) -> Result<(Stages, Vec<Judged>)> {
        let stages = self.stages_for(org, batch).await?;
        let judged = judge(&self.db, org, &stages, batch.to_vec(), &[], mode).await?;
        Ok((stages, judged))
    }

    /// Judges once more what has to do with the batch that was written in the meantime.
    pub(crate) async fn judge_again(&self, org: OrgId, before: &Touched, ready: &mut Batch) {
        let Ok((stages, judged)) = &mut ready.said else { return };
        if before.by_brand {
            ready.said = self.say(org, &ready.batch, Mode::Live).await;
            return;
        }
        let again = before.within(judged);
        if again.is_empty() {
            return;
        }
        let is_again = |row: &Option<Vec<u8>>| row.as_ref().is_some_and(|row| again.contains(row));
        let batch = ready.batch.iter().filter(|one| is_again(&one.row)).cloned().collect();
        match judge(&self.db, org, stages, batch, judged, Mode::Live).await {
            Ok(anew) => {
                let mut anew = anew.into_iter();
                for old in judged.iter_mut().filter(|old| is_again(&old.row)) {
                    // The same rows in the same order.
                    if let Some(new) = anew.next() {
                        *old = new;
                    }
                }
            }
            Err(error) => ready.said = Err(error),
        }
    }
}

/// What a batch has to do with.
pub(crate) struct Touched {
    authors: HashSet<(String, String)>,
    threads: HashSet<(AccountId, String)>,
    posts: HashSet<(AccountId, String)>,
    /// Whether the brand itself spoke, or a name of its own was used.
    by_brand: bool,
}

impl Touched {
    /// What is touched by a batch that was judged by these stages.
    pub(crate) fn by(stages: &Stages, judged: &[Judged]) -> Self {
        let mut touched = Self {
            authors: HashSet::new(),
            threads: HashSet::new(),
            posts: HashSet::new(),
            by_brand: false,
        };
        for one in judged {
            let account = &one.account;
            match &one.news {
                News::Post(post) => {
                    let ChannelItem { id, thread, author, .. } = &post.item;
                    touched.by_brand |= post.ours
                        || post.item.sent_as.is_some()
                        || stages.is_our_handle(&account.channel, &author.handle);
                    touched.authors.insert((account.channel.clone(), author.id.clone()));
                    touched.threads.insert((account.id, thread.clone()));
                    touched.posts.insert((account.id, id.clone()));
                }
                News::Delete { id, .. } => {
                    touched.posts.insert((account.id, id.clone()));
                }
            }
        }
        touched
    }

    fn meets(&self, one: &Judged) -> bool {
        let account = &one.account;
        let News::Post(post) = &one.news else { return false };
        let ChannelItem { id, thread, parent, author, .. } = &post.item;
        self.authors.contains(&(account.channel.clone(), author.id.clone()))
            || self.threads.contains(&(account.id, thread.clone()))
            || self.posts.contains(&(account.id, id.clone()))
            || parent.as_ref().is_some_and(|it| self.posts.contains(&(account.id, it.clone())))
    }

    /// The rows of those that have to do with it, each with its whole conversation: how many speak
    /// there counts.
    fn within(&self, judged: &[Judged]) -> HashSet<Vec<u8>> {
        let place = |one: &Judged| match &one.news {
            News::Post(post) => Some((one.account.id, post.item.thread.clone())),
            News::Delete { .. } => None,
        };
        let places: HashSet<_> =
            judged.iter().filter(|one| self.meets(one)).filter_map(place).collect();
        judged
            .iter()
            .filter(|one| place(one).is_some_and(|place| places.contains(&place)))
            .filter_map(|one| one.row.clone())
            .collect()
    }
}
