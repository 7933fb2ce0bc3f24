//! Stories and comments with certain words, and those that are looked at again.

use earshot_model::{ChannelEvent, Time};
use serde::{Deserialize, Serialize};

use super::wire::{Found, ItemShape, item};
use super::{escaped, get};
use crate::access::Access;
use crate::channel::{Page, Wanted};
use crate::fault::Fault;
use crate::known::{Known, Looks};
use crate::pace::Lane;

/// How many hits a page has.
const PAGE: usize = 100;
/// How many such pages are read in one look.
const PAGES: usize = 5;
/// What is older than this at the first look is history, in microseconds.
const RECENT: i64 = 7 * Time::DAY;
/// How far back each later look goes: for so long, words there can be edited, and the search may learn late
/// of them.
const OVERLAP: i64 = 2 * Time::HOUR;

/// The cursor: until when everything was shown, and what was.
#[derive(Serialize, Deserialize)]
struct Written {
    upto: i64,
    known: String,
}

pub(super) async fn page(access: &Access, wanted: &Wanted<'_>) -> Result<Page, Fault> {
    let before = wanted.cursor.and_then(|cursor| serde_json::from_str::<Written>(cursor).ok());
    let now = access.now();
    let since =
        before.as_ref().map_or(now.plus(-RECENT), |before| Time(before.upto).plus(-OVERLAP));
    let mut known = before.map(|before| Known::read(&before.known)).unwrap_or_default();
    let mut events = Vec::new();
    for number in 0..PAGES {
        // Newest first, from `since` on.
        let path = format!(
            "/api/v1/search_by_date?query={}&tags=(story,comment)&hitsPerPage={PAGE}&page={number}\
             &numericFilters=created_at_i%3E%3D{}",
            escaped(wanted.name),
            since.micros() / Time::SECOND,
        );
        let found: Found = get(access, Lane::Listening, &path).await?;
        let whole = found.hits.len() >= PAGE;
        for hit in &found.hits {
            let Some(mut item) = item(hit) else { continue };
            match known.show(&item.id, &item.text) {
                Looks::Same => {}
                Looks::New => events.push(item),
                Looks::Changed => {
                    item.revision = format!("{:020}", now.micros());
                    item.edited_at = Some(now);
                    events.push(item);
                }
            }
        }
        if !whole {
            break;
        }
    }
    events.reverse();
    let events = events.into_iter().map(|item| ChannelEvent::Upsert { item: Box::new(item) });
    let cursor = serde_json::to_string(&Written { upto: now.micros(), known: known.write() }).ok();
    Ok(Page { events: events.collect(), cursor, more: false })
}

/// A delete for each that went, or that nobody is shown.
pub(super) async fn look_again(
    access: &Access,
    ids: &[String],
) -> Result<Vec<ChannelEvent>, Fault> {
    let mut events = Vec::new();
    for id in ids.iter().filter(|id| id.bytes().all(|b| b.is_ascii_digit())) {
        let path = format!("/api/v1/items/{id}");
        let gone = match get::<ItemShape>(access, Lane::Cases, &path).await {
            Ok(item) => item.is_gone(),
            Err(Fault::NotThere(_)) => true,
            Err(other) => return Err(other),
        };
        if gone {
            events.push(ChannelEvent::Delete { id: id.clone(), at: access.now() });
        }
    }
    Ok(events)
}
