//! What a whole network says is sifted: kept is what concerns the brand, what a listener asks for, and
//! what became of posts that we have.

use std::collections::HashSet;

use earshot_channels::{Fault, Flood};
use earshot_matcher::{Mark, PostView};
use earshot_model::{Account, ChannelEvent, ChannelItem, OrgId, Time};
use earshot_store::inbox::{self, Delivery};
use earshot_store::sources::{self, Source, Streamed};
use earshot_store::{persons, posts};

use super::Reading;
use super::ready::Ready;
use crate::{Error, Listen, Result, Stages};

/// While nothing of it is kept, it is written down only so often how far was heard, in microseconds:
/// 5 seconds. So much is heard again after a break.
const SAVED_EVERY: i64 = 5 * Time::SECOND;

/// When it was written down last how far was heard.
#[derive(Debug, Default)]
pub(super) struct Saved(Option<Time>);

impl Saved {
    fn is_due(&self, now: Time) -> bool {
        self.0.is_none_or(|at| now.since(at) >= SAVED_EVERY)
    }
}

impl Listen {
    /// Keeps of a flood what is to be kept, with how far that is. Gives why it could not be: then the
    /// stream has to be opened again from where it was.
    pub(super) async fn keep_flood(
        &self,
        reading: &Reading,
        org: OrgId,
        (source, ready): (&Source, &Ready),
        flood: Flood,
        saved: &mut Saved,
    ) -> Result<Option<Fault>> {
        let Flood { ours, others, gone, left, cursor, upto } = flood;
        let now = self.tools.now();
        let items = self.asked_for(org, &ready.access.account, ours, others).await?;
        let mut events = self.gone(org, source, gone, left, now).await?;
        if !items.is_empty() {
            match ready.channel.complete(&ready.access, items).await {
                Ok(items) => events.extend(
                    items.into_iter().map(|item| ChannelEvent::Upsert { item: Box::new(item) }),
                ),
                Err(fault) => return Ok(Some(fault)),
            }
        }
        if events.is_empty() && !saved.is_due(now) {
            return Ok(None);
        }
        if !events.is_empty() {
            self.rest_while_full(org).await;
        }
        let deliveries = self.deliveries(reading, org, source.account_id, events).await?;
        self.keep_flowed(org, source.clone(), deliveries, (cursor, upto)).await?;
        saved.0 = Some(now);
        Ok(None)
    }

    /// What concerns the brand, and what a listener asks for.
    async fn asked_for(
        &self,
        org: OrgId,
        account: &Account,
        mut ours: Vec<ChannelItem>,
        others: Vec<ChannelItem>,
    ) -> Result<Vec<ChannelItem>> {
        if others.is_empty() {
            return Ok(ours);
        }
        let stages = self.stages(org).await?;
        let channel = account.channel.clone();
        // Matching is arithmetic: away from the threads that serve requests.
        let sifting = tokio::task::spawn_blocking(move || {
            let asked = |item: &ChannelItem| is_asked_for(&stages, &channel, item);
            others.into_iter().filter(asked).collect::<Vec<_>>()
        });
        ours.extend(sifting.await.map_err(|_| Error::Delivery("a listener panicked on it"))?);
        Ok(ours)
    }

    /// Deletes of what we have: everybody's deletes are told, and nearly all of them concern nobody here.
    async fn gone(
        &self,
        org: OrgId,
        source: &Source,
        mut gone: Vec<String>,
        left: Vec<String>,
        at: Time,
    ) -> Result<Vec<ChannelEvent>> {
        if gone.is_empty() && left.is_empty() {
            return Ok(Vec::new());
        }
        let (account, mut conn) = (source.account_id, self.db.read(org).await?);
        let known = posts::known(&mut conn, account, gone.clone()).await?;
        let mut ours: HashSet<String> = known.into_iter().map(|post| post.external_id).collect();
        // What was delivered a moment ago may not be worked on yet.
        gone.retain(|id| !ours.contains(id));
        let keys = gone.iter().map(|id| first_key(id)).collect();
        let delivered = inbox::delivered(&mut conn, account, keys).await?;
        ours.extend(gone.into_iter().filter(|id| delivered.contains(&first_key(id))));
        if !left.is_empty() {
            let channel = earshot_store::accounts::find(&mut conn, account).await?.channel;
            let people = persons::identities_by_external(&mut conn, &channel, left).await?;
            let people: Vec<_> = people.into_iter().map(|identity| identity.id).collect();
            if !people.is_empty() {
                ours.extend(posts::of_identities(&mut conn, account, people).await?);
            }
        }
        Ok(ours.into_iter().map(|id| ChannelEvent::Delete { id, at }).collect())
    }

    async fn keep_flowed(
        &self,
        org: OrgId,
        source: Source,
        deliveries: Vec<Delivery>,
        (cursor, upto): (Option<String>, Option<Time>),
    ) -> Result<()> {
        let now = self.tools.now();
        let any = !deliveries.is_empty();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let new = inbox::insert(tx, deliveries, now).await?;
                    let heard = i64::try_from(new.len()).unwrap_or(i64::MAX);
                    let kept = Streamed { cursor, heard, upto };
                    if sources::flowed(tx, &source, &kept, now).await? {
                        Ok(())
                    } else {
                        Err(Error::NotOurs)
                    }
                })
            })
            .await?;
        if any {
            self.wake.notify_one();
        }
        Ok(())
    }

    /// Writes down why a stream ended that nothing is read beside.
    pub(super) async fn tell_dry(&self, org: OrgId, source: Source, why: String) -> Result<()> {
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move { Ok(sources::stopped_flowing(tx, &source, &why).await?) })
            })
            .await
    }
}

/// The key of the first delivery of a post, which every channel that tells a whole network gives it.
fn first_key(id: &str) -> String {
    format!("u:0:{id}")
}

/// Whether a listener asks for a post, or may once there is a verdict.
fn is_asked_for(stages: &Stages, channel: &str, item: &ChannelItem) -> bool {
    stages.matcher.asks_for(&PostView {
        text: &item.text,
        author_handle: &item.author.handle,
        author_name: &item.author.name,
        language: item.language.as_deref(),
        channel,
        url: item.url.as_deref(),
        surface: Some(item.surface),
        audience: Some(item.audience),
        marks: item.parent.iter().map(|_| Mark::Reply).collect(),
        followers: item.author.followers,
        ..PostView::default()
    })
}
