//! History comes in: the same path as live posts, on its own time. Nobody is asked, nothing is sent,
//! no clock runs.

use std::collections::{BTreeSet, HashMap};

use earshot_cases::{IDLE, Moment, close};
use earshot_model::{
    Account, AccountId, Actor, Capabilities, ChannelEvent, EventKind, NewEvent, OrgId, Time,
};
use earshot_store::accounts::{self, Keys};
use earshot_store::cases;
use serde_json::json;

use crate::apply::Tally;
use crate::import::Summary;
use crate::import::threads::{Conversation, Rebuilt};
use crate::judge::{Incoming, Mode, Past};
use crate::{Listen, Result};

/// How many posts one transaction takes: a server on the same database is served in between.
const BATCH: usize = 200;
/// How many cases one transaction closes.
const CLOSED_AT_ONCE: i64 = 200;
/// The kind of channel of the set.
const CHANNEL: &str = "twitter";
/// The account of conversations in which no brand wrote and none is named.
const NOBODY: &str = "unknown-brand";

/// Told after each batch: how many posts were taken of how many.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

impl Listen {
    /// Brings conversations in. What is there already stays as it is.
    ///
    /// # Errors
    /// As the store; what went in before stays, and the same file can be taken again.
    pub async fn import(
        &self,
        org: OrgId,
        history: Rebuilt,
        progress: Progress<'_>,
    ) -> Result<Summary> {
        let accounts = self.brands(org, &history).await?;
        let threads = u64::try_from(history.conversations.len()).unwrap_or(u64::MAX);
        let posts = in_order(history.conversations, &accounts);
        let all = u64::try_from(posts.len()).unwrap_or(u64::MAX);
        let mut tally = Tally::default();
        let mut done = 0;
        let mut rest = posts.into_iter().peekable();
        while rest.peek().is_some() {
            let batch: Vec<Incoming> = rest.by_ref().take(BATCH).collect();
            done += u64::try_from(batch.len()).unwrap_or(u64::MAX);
            tally.add(self.take(org, batch, Mode::History).await?);
            progress(done, all);
        }
        self.close_history(org).await?;
        let summary = Summary {
            read: all + history.repeated,
            new: tally.new,
            duplicate: tally.known + history.repeated,
            broken: 0,
            threads,
            cases: tally.opened,
        };
        self.note_import(org, summary).await?;
        Ok(summary)
    }

    /// The accounts of the brands; unknown ones are made, without a way to send.
    async fn brands(&self, org: OrgId, history: &Rebuilt) -> Result<HashMap<String, AccountId>> {
        // Also brands that are spoken to and never answer: their customers' words are history too.
        let mut handles: BTreeSet<&str> = history.brands.iter().map(String::as_str).collect();
        handles.extend(history.conversations.iter().map(handle_of));
        let new: Vec<(Account, Keys)> =
            handles.into_iter().map(|handle| self.silent_account(org, handle)).collect();
        let found = self
            .db
            .write(org, move |tx| {
                Box::pin(async move {
                    let mut found = HashMap::new();
                    for (account, keys) in new {
                        let handle = account.handle.clone();
                        let known = accounts::by_handle(tx, CHANNEL, &handle).await?;
                        let id = match known {
                            Some(known) => known.id,
                            None => {
                                accounts::insert(tx, &account, &keys).await?;
                                account.id
                            }
                        };
                        found.insert(handle, id);
                    }
                    Ok::<_, crate::Error>(found)
                })
            })
            .await?;
        self.look_again(org).await; // the stages must see the new accounts at once
        Ok(found)
    }

    /// An account that history belongs to: it can send nothing, and no connector has its token.
    fn silent_account(&self, org: OrgId, handle: &str) -> (Account, Keys) {
        let now = self.tools.now();
        let capabilities =
            Capabilities { reply_public: false, reply_private: false, ..Capabilities::default() };
        let account = Account {
            org_id: org,
            id: self.tools.id(),
            channel: CHANNEL.to_owned(),
            handle: handle.to_owned(),
            name: handle.to_owned(),
            capabilities: serde_json::to_string(&capabilities).unwrap_or_default(),
            created_at: now,
            disabled_at: None,
        };
        let keys = Keys {
            token_hash: self.tools.secret(),
            sealed_secret: None,
            webhook_url: None,
            disabled_at: None,
        };
        (account, keys)
    }

    /// Closes what history left open, 72 hours after its last word.
    pub(crate) async fn close_history(&self, org: OrgId) -> Result<()> {
        let before = self.tools.now().plus(-IDLE);
        loop {
            let mut conn = self.db.read(org).await?;
            let quiet = cases::quiet_history(&mut conn, before, CLOSED_AT_ONCE).await?;
            drop(conn);
            if quiet.is_empty() {
                return Ok(());
            }
            self.db
                .write(org, move |tx| {
                    Box::pin(async move {
                        for case in quiet {
                            let case = cases::hold(tx, case.id).await?;
                            if case.active_at >= before {
                                continue; // a live post has joined it in between
                            }
                            let moment = Moment::new(case.active_at.plus(IDLE), Actor::Import);
                            close(tx, &moment, &case, "imported").await?;
                        }
                        Ok::<_, crate::Error>(())
                    })
                })
                .await?;
        }
    }

    async fn note_import(&self, org: OrgId, summary: Summary) -> Result<()> {
        let event = NewEvent::new(self.tools.now(), EventKind::ImportFinished, Actor::Import)
            .data(json!({ "new": summary.new, "cases": summary.cases }));
        self.db
            .write(org, move |tx| {
                Box::pin(async move {
                    tx.emit(event);
                    Ok::<_, crate::Error>(())
                })
            })
            .await
    }
}

/// The account that a conversation stands under.
fn handle_of(conversation: &Conversation) -> &str {
    conversation.account.as_deref().unwrap_or(NOBODY)
}

/// The posts of all conversations in the order in which they were written, so that a person is known
/// by the time they write again.
fn in_order(
    conversations: Vec<Conversation>,
    accounts: &HashMap<String, AccountId>,
) -> Vec<Incoming> {
    let mut posts: Vec<(Time, Incoming)> = Vec::new();
    for conversation in conversations {
        let Some(account) = accounts.get(handle_of(&conversation)) else { continue };
        let answered: std::collections::HashSet<String> = conversation
            .posts
            .iter()
            .filter(|post| post.ours)
            .filter_map(|post| post.item.parent.clone())
            .collect();
        for post in conversation.posts {
            let at = post.item.posted_at;
            let past = Past { ours: post.ours, answered: answered.contains(&post.item.id) };
            let event = ChannelEvent::Upsert { item: Box::new(post.item) };
            let incoming =
                Incoming { row: None, account: *account, event, received_at: at, past: Some(past) };
            posts.push((at, incoming));
        }
    }
    // Stable: within one second a post stays behind the one that it answers.
    posts.sort_by_key(|(at, _)| *at);
    posts.into_iter().map(|(_, incoming)| incoming).collect()
}
