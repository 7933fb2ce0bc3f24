//! One look at a feed.

use earshot_egress::Method;
use earshot_model::{ChannelEvent, Time};

use super::address::{address, host};
use super::wire::{Document, Memory, Place, Shown, item, parse};
use crate::access::{Access, Fetched};
use crate::channel::{Page, Wanted};
use crate::fault::Fault;
use crate::known::Looks;

/// What is asked for.
pub(super) const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, \
     application/xml;q=0.9, application/json;q=0.8, */*;q=0.5";
/// What is older than this when a feed is looked at for the first time is history, in microseconds.
const RECENT: i64 = 7 * Time::DAY;
/// What is older than this is not taken up when it is edited, in microseconds.
const OLD: i64 = 60 * Time::DAY;

pub(super) async fn page(access: &Access, wanted: &Wanted<'_>) -> Result<Page, Fault> {
    let url = if wanted.name.is_empty() { access.setting("feed") } else { wanted.name };
    let url = address(url).map_err(Fault::Invalid)?;
    let first = wanted.cursor.is_none();
    let mut memory = Memory::read(wanted.cursor.unwrap_or_default());
    let now = access.now();
    if memory.rest_until > now {
        return Ok(Page::default());
    }
    let mut headers = vec![("accept", ACCEPT.to_owned())];
    headers.extend(memory.conditions());
    let found = access.fetch(Method::GET, &url, &headers).await?;
    if found.answer.status == 304 {
        // It stands as it stood.
        return Ok(Page::default());
    }
    memory.note_answer(&found.answer);
    let feed = document(found).await?;
    memory.rest_until = now.plus(feed.rest);
    let comments = wanted.kind == "comments";
    let place = Place {
        host: host(&url),
        comments,
        handle: &access.account.handle,
        own_name: access.setting("own_name"),
        now,
    };
    let mut events = Vec::new();
    // Feeds stand newest first.
    for written in feed.entries.iter().rev() {
        let shown = match memory.known.show(&written.id, &written.words()) {
            Looks::Same => continue,
            Looks::New if first && !is_recent(written.at(), now) => continue,
            // What is so old that no case is about it is not taken up for a word that changed in it.
            Looks::Changed if written.at().is_some_and(|at| now.since(at) > OLD) => continue,
            Looks::New => Shown::First,
            Looks::Changed => Shown::Again,
        };
        let item = item(&feed, written, &place, shown);
        events.push(ChannelEvent::Upsert { item: Box::new(item) });
    }
    Ok(Page { events, cursor: Some(memory.write()), more: false })
}

fn is_recent(at: Option<Time>, now: Time) -> bool {
    at.is_some_and(|at| now.since(at) < RECENT)
}

/// The feed in an answer. It is read away from the threads that serve requests: what is written in it
/// is anybody's, and a reader that stumbles must take nothing with it.
pub(super) async fn document(found: Fetched) -> Result<Document, Fault> {
    let read = tokio::task::spawn_blocking(move || parse(&found.answer.body, &found.url)).await;
    match read {
        Ok(Ok(document)) => Ok(document),
        Ok(Err(problem)) => Err(Fault::Invalid(problem)),
        Err(_) => Err(Fault::Invalid("what stands there cannot be read".to_owned())),
    }
}
