//! Mentions, hashtags, and posts that are looked at again.

use earshot_model::{ChannelEvent, ChannelItem};

use super::Mastodon;
use super::calls::{escaped, get, me};
use super::wire::{ContextShape, NotificationShape, StatusShape, item, thread_of};
use crate::access::Access;
use crate::channel::{Page, Wanted};
use crate::fault::Fault;
use crate::pace::Lane;

/// How many a page has.
const PAGE: usize = 20;

impl Mastodon {
    pub(super) async fn page(
        &self,
        access: &Access,
        wanted: &Wanted<'_>,
        lane: Lane,
    ) -> Result<Page, Fault> {
        let from = from(wanted.cursor);
        let (newest, count, statuses) = match wanted.kind {
            "mentions" => {
                let path = format!("/api/v1/notifications?types[]=mention&limit={PAGE}{from}");
                let all: Vec<NotificationShape> = get(access, lane, &path).await?;
                let newest = all.first().map(|one| one.id.clone());
                let count = all.len();
                let mentions = all.into_iter().filter(|one| one.kind == "mention");
                (newest, count, mentions.filter_map(|one| one.status).collect::<Vec<_>>())
            }
            "hashtag" => {
                let tag = escaped(wanted.name);
                let path = format!("/api/v1/timelines/tag/{tag}?limit={PAGE}{from}");
                let all: Vec<StatusShape> = get(access, lane, &path).await?;
                (all.first().map(|one| one.id.clone()), all.len(), all)
            }
            other => return Err(Fault::Invalid(format!("Mastodon has no source {other}"))),
        };
        let mut events = Vec::new();
        // A page begins with the newest.
        for status in statuses.iter().rev() {
            self.tell(access, lane, status, &mut events).await?;
        }
        // Without a cursor the newest page is the beginning; what is older is history.
        let more = wanted.cursor.is_some() && count >= PAGE;
        // Where nothing was said yet, everything from now on is news, however much comes at once.
        let cursor = newest.or_else(|| wanted.cursor.is_none().then(|| "0".to_owned()));
        Ok(Page { events, cursor, more })
    }

    /// A status as events: itself, and what stands before it in its conversation, so that whoever reads
    /// it knows what it is about.
    pub(super) async fn tell(
        &self,
        access: &Access,
        lane: Lane,
        status: &StatusShape,
        events: &mut Vec<ChannelEvent>,
    ) -> Result<(), Fault> {
        let me = me(access);
        let upsert = |item: ChannelItem| ChannelEvent::Upsert { item: Box::new(item) };
        if let Some(thread) = thread_of(status, me) {
            self.roots.remember(access.account.id, &status.id, &thread);
            events.extend(item(status, me, thread).map(upsert));
            return Ok(());
        }
        let account = access.account.id;
        let parent = status.in_reply_to_id.as_deref().unwrap_or(&status.id);
        let known = self.roots.of(account, parent).filter(|root| !root.starts_with("direct:"));
        let root = if let Some(root) = known {
            root
        } else {
            let before = before(access, lane, &status.id).await?;
            let root = before.first().map_or(parent, |first| first.id.as_str()).to_owned();
            for earlier in &before {
                let thread = thread_of(earlier, me).unwrap_or_else(|| root.clone());
                self.roots.remember(account, &earlier.id, &thread);
                events.extend(item(earlier, me, thread).map(upsert));
            }
            root
        };
        self.roots.remember(account, &status.id, &root);
        events.extend(item(status, me, root).map(upsert));
        Ok(())
    }

    pub(super) async fn look_again(
        &self,
        access: &Access,
        ids: &[String],
    ) -> Result<Vec<ChannelEvent>, Fault> {
        let mut events = Vec::new();
        for id in ids {
            let path = format!("/api/v1/statuses/{}", escaped(id));
            match get::<StatusShape>(access, Lane::Cases, &path).await {
                // What was never changed stands here as it does there.
                Ok(status) if status.edited_at.is_none() => {}
                Ok(status) => {
                    let known = self.roots.of(access.account.id, id);
                    let thread = thread_of(&status, me(access)).or(known);
                    let thread = thread.unwrap_or_else(|| status.id.clone());
                    let item = item(&status, me(access), thread);
                    events.extend(item.map(|item| ChannelEvent::Upsert { item: Box::new(item) }));
                }
                Err(Fault::NotThere(_)) => {
                    events.push(ChannelEvent::Delete { id: id.clone(), at: access.now() });
                }
                Err(other) => return Err(other),
            }
        }
        Ok(events)
    }
}

/// From where a page goes on. Servers that do not know `min_id` know `since_id`.
fn from(cursor: Option<&str>) -> String {
    cursor.map_or_else(String::new, |cursor| {
        let cursor = escaped(cursor);
        format!("&min_id={cursor}&since_id={cursor}")
    })
}

/// What stands before a status, from the first on. A status that went has nothing before it.
async fn before(access: &Access, lane: Lane, id: &str) -> Result<Vec<StatusShape>, Fault> {
    let path = format!("/api/v1/statuses/{}/context", escaped(id));
    match get::<ContextShape>(access, lane, &path).await {
        Ok(context) => Ok(context.ancestors),
        Err(Fault::NotThere(_) | Fault::Forbidden(_)) => Ok(Vec::new()),
        Err(other) => Err(other),
    }
}
