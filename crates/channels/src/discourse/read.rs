//! The newest posts, posts with certain words, and posts that are looked at again.

use earshot_model::{ChannelEvent, Time};
use serde::{Deserialize, Serialize};

use super::calls::{escaped, get, me};
use super::wire::{HitsShape, LatestShape, PostShape, item, place};
use crate::access::Access;
use crate::channel::{Page, Wanted};
use crate::fault::Fault;
use crate::known::{Known, Looks};
use crate::pace::Lane;

/// How many pages are looked through until a post is met that was shown before.
const PAGES: usize = 5;
/// The most posts of a search that are asked for one by one in a look.
const HITS: usize = 20;
/// What is older than this at the first look is history, in microseconds.
const RECENT: i64 = 7 * Time::DAY;

/// The cursor.
#[derive(Serialize, Deserialize)]
struct Written {
    known: String,
}

/// What a look has found so far.
struct Look {
    known: Known,
    first: bool,
    now: Time,
    events: Vec<ChannelEvent>,
}

impl Look {
    /// Takes a post up, unless it was shown as it is. Gives whether it was.
    fn take(&mut self, access: &Access, post: &PostShape) -> bool {
        let Some(mut item) = item(post, me(access)) else { return false };
        match self.known.show(&item.id, &item.text) {
            Looks::Same => return true,
            Looks::New if self.first && self.now.since(item.posted_at) > RECENT => return true,
            Looks::New => {}
            Looks::Changed => {
                let at = post.updated().unwrap_or(self.now);
                item.revision = format!("{:020}", at.micros().max(0));
                item.edited_at = Some(at);
            }
        }
        self.events.push(ChannelEvent::Upsert { item: Box::new(item) });
        false
    }
}

pub(super) async fn page(access: &Access, wanted: &Wanted<'_>) -> Result<Page, Fault> {
    let before = wanted.cursor.and_then(|cursor| serde_json::from_str::<Written>(cursor).ok());
    let mut look = Look {
        known: before.map(|before| Known::read(&before.known)).unwrap_or_default(),
        first: wanted.cursor.is_none(),
        now: access.now(),
        events: Vec::new(),
    };
    if wanted.kind == "words" {
        found(access, wanted.name, &mut look).await?;
    } else {
        latest(access, &mut look).await?;
    }
    look.events.reverse();
    let cursor = serde_json::to_string(&Written { known: look.known.write() }).ok();
    Ok(Page { events: look.events, cursor, more: false })
}

/// The newest posts, back to one that was shown before.
async fn latest(access: &Access, look: &mut Look) -> Result<(), Fault> {
    let mut path = "/posts.json".to_owned();
    for _ in 0..PAGES {
        let list: LatestShape = get(access, Lane::Mentions, &path).await?;
        let Some(oldest) = list.latest_posts.iter().map(|post| post.id).min() else { break };
        let mut met = false;
        for post in &list.latest_posts {
            met |= look.take(access, post);
        }
        if met || look.first {
            break;
        }
        path = format!("/posts.json?before={oldest}");
    }
    Ok(())
}

/// The newest posts with certain words. The search tells only where they are.
async fn found(access: &Access, words: &str, look: &mut Look) -> Result<(), Fault> {
    let path = format!("/search.json?q={}%20order%3Alatest", escaped(words));
    let hits: HitsShape = get(access, Lane::Listening, &path).await?;
    for hit in hits.posts.iter().take(HITS) {
        // Each is asked for once: an edit of it is told by the newest posts.
        let seen = format!("hit:{}", hit.id);
        if look.known.show(&seen, "") != Looks::New {
            continue;
        }
        match get::<PostShape>(access, Lane::Listening, &format!("/posts/{}.json", hit.id)).await {
            Ok(post) => {
                look.take(access, &post);
            }
            Err(Fault::NotThere(_) | Fault::Forbidden(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

/// Posts as they are now, and a delete for each that went or that is shown to nobody any more.
pub(super) async fn look_again(
    access: &Access,
    ids: &[String],
) -> Result<Vec<ChannelEvent>, Fault> {
    let mut events = Vec::new();
    for id in ids {
        let Some((topic, number)) = place(id) else { continue };
        let path = format!("/posts/by_number/{topic}/{number}.json");
        let post = match get::<PostShape>(access, Lane::Cases, &path).await {
            Ok(post) => Some(post),
            Err(Fault::NotThere(_) | Fault::Forbidden(_)) => None,
            Err(other) => return Err(other),
        };
        match post.filter(PostShape::is_said) {
            None => events.push(ChannelEvent::Delete { id: id.clone(), at: access.now() }),
            // What was never changed stands here as it does there.
            Some(post) if post.version <= 1 => {}
            Some(post) => {
                let item = item(&post, me(access));
                events.extend(item.map(|item| ChannelEvent::Upsert { item: Box::new(item) }));
            }
        }
    }
    Ok(events)
}
