//! Comments, and comments that are looked at again.

use earshot_model::{ChannelEvent, Time};
use serde::{Deserialize, Serialize};

use super::calls::{get, logged_in, me};
use super::wire::{CommentShape, item};
use crate::access::Access;
use crate::channel::Page;
use crate::fault::Fault;
use crate::known::{Known, Looks};
use crate::pace::Lane;

/// How many comments a page has, the most that a site gives.
const PAGE: usize = 100;
/// How many pages are looked through until a comment is met that was shown before.
const PAGES: usize = 5;
/// What is older than this at the first look is history, in microseconds.
const RECENT: i64 = 7 * Time::DAY;

/// The cursor.
#[derive(Serialize, Deserialize)]
struct Written {
    known: String,
}

/// The newest comments. A comment keeps its date while it waits for a moderator, and can be edited: so
/// each look compares the whole newest page with what was shown.
pub(super) async fn page(access: &Access, cursor: Option<&str>) -> Result<Page, Fault> {
    let before = cursor.and_then(|cursor| serde_json::from_str::<Written>(cursor).ok());
    let mut known = before.map(|before| Known::read(&before.known)).unwrap_or_default();
    let (first, now) = (cursor.is_none(), access.now());
    let mut events = Vec::new();
    for number in 1..=PAGES {
        let query = format!("order=desc&orderby=date_gmt&per_page={PAGE}&page={number}");
        let list: Vec<CommentShape> =
            match get(access, Lane::Mentions, "/wp/v2/comments", &query).await {
                // There are no more.
                Err(Fault::Invalid(_)) if number > 1 => break,
                other => other?,
            };
        let (mut met, whole) = (false, list.len() >= PAGE);
        for comment in list.iter().filter(|comment| comment.is_said()) {
            let Some(mut item) = item(comment, me(access)) else { continue };
            match known.show(&item.id, &item.text) {
                Looks::Same => met = true,
                Looks::New if first && now.since(item.posted_at) > RECENT => met = true,
                Looks::New => events.push(item),
                Looks::Changed => {
                    item.revision = format!("{:020}", now.micros());
                    item.edited_at = Some(now);
                    events.push(item);
                }
            }
        }
        if met || !whole {
            break;
        }
    }
    events.reverse();
    let events = events.into_iter().map(|item| ChannelEvent::Upsert { item: Box::new(item) });
    let cursor = serde_json::to_string(&Written { known: known.write() }).ok();
    Ok(Page { events: events.collect(), cursor, more: false })
}

/// A delete for each comment that went, or that is shown to nobody any more.
pub(super) async fn look_again(
    access: &Access,
    ids: &[String],
) -> Result<Vec<ChannelEvent>, Fault> {
    let mut events = Vec::new();
    for id in ids.iter().filter(|id| id.bytes().all(|b| b.is_ascii_digit())) {
        let route = format!("/wp/v2/comments/{id}");
        let gone = match get::<CommentShape>(access, Lane::Cases, &route, "").await {
            Ok(comment) => !comment.is_said(),
            Err(Fault::NotThere(_) | Fault::Forbidden(_)) => true,
            // What waits for a moderator again is shown to nobody without a login.
            Err(Fault::Login(_)) if !logged_in(access) => true,
            Err(other) => return Err(other),
        };
        if gone {
            events.push(ChannelEvent::Delete { id: id.clone(), at: access.now() });
        }
    }
    Ok(events)
}
