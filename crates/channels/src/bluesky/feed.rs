//! Lists that begin with the newest: what is said to us, what somebody says, what a search finds.

use std::collections::HashMap;

use earshot_model::{ChannelEvent, ChannelItem};

use super::Bluesky;
use super::calls::Call;
use super::wire::{
    FeedShape, Listed, NotificationsShape, PostsShape, ProfileShape, ProfilesShape, Reach, notified,
};
use crate::access::Access;
use crate::channel::{Page, SourceKind, Wanted};
use crate::fault::Fault;
use crate::pace::Lane;

/// How many a page has.
const PAGE: &str = "50";
/// The most authors of one request.
const PROFILES: usize = 25;
/// What speaks to us: answers, mentions, quotes.
const REASONS: [&str; 3] = ["mention", "reply", "quote"];

impl Bluesky {
    pub(super) async fn page(&self, access: &Access, wanted: &Wanted<'_>) -> Result<Page, Fault> {
        let lane = super::ABOUT.source(wanted.kind).map_or(Lane::Listening, SourceKind::lane);
        self.before.asked(access.account.id, wanted);
        let reach = Reach::read(wanted.cursor);
        let (listed, next) = self.list(access, wanted, lane, reach.server_cursor()).await?;
        let (fresh, reach) = reach.take(listed, next);
        let items = self.with_before(access, lane, fresh).await?;
        let items = self.with_followers(access, lane, items).await;
        let cursor = reach.as_ref().map(Reach::write);
        if let Some(cursor) = &cursor {
            let ids = items.iter().map(|item| item.id.clone()).collect();
            self.before.told(access.account.id, wanted, cursor, ids);
        }
        let upsert = |item| ChannelEvent::Upsert { item: Box::new(item) };
        let more = reach.is_some_and(|reach| reach.is_on_the_way());
        Ok(Page { events: items.into_iter().map(upsert).collect(), cursor, more })
    }

    /// One page of the list, newest first, and the server's cursor to the next one.
    async fn list(
        &self,
        access: &Access,
        wanted: &Wanted<'_>,
        lane: Lane,
        at: Option<&str>,
    ) -> Result<(Vec<Listed>, Option<String>), Fault> {
        let (name, call) = (wanted.name, |method| Call::get(method, lane).with("limit", PAGE));
        match wanted.kind {
            "mentions" => {
                let call = call("app.bsky.notification.listNotifications");
                let call = REASONS.iter().fold(call, |call, one| call.with("reasons", *one));
                let page: NotificationsShape =
                    self.ask(access, call.with_some("cursor", at)).await?;
                let all = page.notifications.iter();
                let ours = all.filter(|one| REASONS.contains(&one.reason.as_str()));
                Ok((ours.filter_map(notified).collect(), page.cursor))
            }
            "author" => {
                let call = call("app.bsky.feed.getAuthorFeed");
                let call = call.with("actor", name.trim_start_matches('@'));
                let call = call.with("filter", "posts_with_replies").with_some("cursor", at);
                let page: FeedShape = self.ask(access, call).await?;
                Ok((page.listed(), page.cursor))
            }
            "hashtag" | "words" => {
                let call = call("app.bsky.feed.searchPosts").with("sort", "latest");
                let call = match wanted.kind {
                    "hashtag" => call.with("q", format!("#{name}")).with("tag", name),
                    _ => call.with("q", name),
                };
                let page: PostsShape = self.ask(access, call.with_some("cursor", at)).await?;
                Ok((page.listed(), page.cursor))
            }
            other => Err(Fault::Invalid(format!("Bluesky has no source {other}"))),
        }
    }

    /// Adds how many follow each author: posts do not carry it. Without it a post is heard all the
    /// same.
    pub(super) async fn with_followers(
        &self,
        access: &Access,
        lane: Lane,
        mut items: Vec<ChannelItem>,
    ) -> Vec<ChannelItem> {
        let mut authors: Vec<String> = items
            .iter()
            .filter(|item| item.author.followers.is_none())
            .map(|item| item.author.id.clone())
            .collect();
        authors.sort_unstable();
        authors.dedup();
        let mut followers: HashMap<String, i64> = HashMap::new();
        for some in authors.chunks(PROFILES) {
            let call = Call::get("app.bsky.actor.getProfiles", lane);
            let call = some.iter().fold(call, |call, did| call.with("actors", did));
            let Ok(told) = self.ask::<ProfilesShape>(access, call).await else { break };
            let counted = |one: ProfileShape| Some((one.did, one.followers_count?));
            followers.extend(told.profiles.into_iter().filter_map(counted));
        }
        for item in &mut items {
            let known = followers.get(&item.author.id).copied();
            item.author.followers = item.author.followers.or(known).filter(|count| *count >= 0);
        }
        items
    }
}
