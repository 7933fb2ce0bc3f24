//! Posts of the network as posts of ours.

use earshot_model::{Audience, ChannelAuthor, ChannelItem, Surface, Time};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::record::Record;
use super::shapes::{FeedShape, NotificationShape, PostShape, PostsShape, ProfileShape};
use super::words::words;
use crate::http::Limits;

/// A post's revision. Nobody can edit one, so there is one.
const FIRST: &str = "0";

/// Something in a list that begins with the newest.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Tells it from all others, shortly: 12 hexadecimal digits.
    pub mark: String,
    /// Its place in the list.
    pub at: Time,
    /// The post, where it is one that can be read.
    pub item: Option<ChannelItem>,
}

impl Listed {
    fn of(id: &str, at: Time, item: Option<ChannelItem>) -> Self {
        let sum: [u8; 32] = Sha256::digest(id).into();
        let mark = sum.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Self { mark, at, item }
    }
}

impl FeedShape {
    /// Its entries. What an author only repeats keeps its place and is no post.
    #[must_use]
    pub fn listed(&self) -> Vec<Listed> {
        let entry = |one: &super::FeedItemShape| match &one.reason {
            None => in_list(&one.post),
            Some(reason) => {
                let at = reason.get("indexedAt").and_then(|at| moment(at.as_str()?));
                let id = format!("again:{}", one.post.uri);
                Listed::of(&id, at.unwrap_or(Time(0)), None)
            }
        };
        self.feed.iter().map(entry).collect()
    }
}

impl PostsShape {
    /// Its entries.
    #[must_use]
    pub fn listed(&self) -> Vec<Listed> {
        self.posts.iter().map(in_list).collect()
    }
}

fn in_list(post: &PostShape) -> Listed {
    let record = Record::read(&post.record);
    let at = when(&record.created_at, moment(&post.indexed_at));
    Listed::of(&post.uri, at.unwrap_or(Time(0)), item_of(post))
}

/// A notification as an entry of its list; nothing for one that is of no post.
#[must_use]
pub fn notified(told: &NotificationShape) -> Option<Listed> {
    if !is_post(&told.uri) {
        return None;
    }
    let record = Record::read(&told.record);
    let indexed_at = moment(&told.indexed_at);
    let wrote = Wrote { author: &told.author, at: indexed_at };
    let at = indexed_at.or_else(|| moment(&record.created_at)).unwrap_or(Time(0));
    Some(Listed::of(&told.uri, at, item(&told.uri, &wrote, &record)))
}

/// A post as the AppView shows it; nothing for one that has no readable date.
#[must_use]
pub fn item_of(post: &PostShape) -> Option<ChannelItem> {
    let wrote = Wrote { author: &post.author, at: moment(&post.indexed_at) };
    item(&post.uri, &wrote, &Record::read(&post.record))
}

/// Who wrote a post, and when the network took notice of it.
#[derive(Debug, Clone, Copy)]
pub struct Wrote<'w> {
    /// Who.
    pub author: &'w ProfileShape,
    /// When it was seen first, if somebody says.
    pub at: Option<Time>,
}

/// A record as a post of ours; nothing for one whose id is none of a post, or without any date.
#[must_use]
pub fn item(uri: &str, wrote: &Wrote<'_>, record: &Record) -> Option<ChannelItem> {
    if !is_post(uri) {
        return None;
    }
    let author = wrote.author;
    let hidden = author.labels.iter().any(|one| one.val == "!no-unauthenticated" && !one.neg);
    let (root, parent) = record.reply.clone().unzip();
    let parent = parent.filter(|parent| parent != uri);
    Some(ChannelItem {
        id: uri.to_owned(),
        revision: FIRST.to_owned(),
        surface: if parent.is_some() { Surface::Comment } else { Surface::Post },
        audience: if hidden || record.is_for_known_people() {
            Audience::Unlisted
        } else {
            Audience::Public
        },
        thread: root.unwrap_or_else(|| uri.to_owned()),
        parent,
        author: author_of(author),
        text: cut(&words(record), Limits::TEXT),
        language: record.language.clone().filter(|it| !it.is_empty() && it.len() <= 40),
        url: web_address(uri),
        rating: None,
        posted_at: when(&record.created_at, wrote.at)?,
        edited_at: None,
        sent_as: None,
    })
}

/// Somebody as an author. A handle that leads nowhere is that of nobody: then the lasting id stands in
/// for it.
#[must_use]
pub fn author_of(profile: &ProfileShape) -> ChannelAuthor {
    let handle = match profile.handle.as_str() {
        "" | "handle.invalid" => &profile.did,
        handle => handle,
    };
    let name = profile.display_name.as_deref().unwrap_or_default();
    ChannelAuthor {
        id: profile.did.clone(),
        handle: cut(handle, Limits::LINE),
        name: cut(name, Limits::LINE),
        followers: profile.followers_count.filter(|count| *count >= 0),
    }
}

/// Where people see a post.
#[must_use]
pub fn web_address(uri: &str) -> Option<String> {
    let rest = uri.strip_prefix("at://")?;
    let (did, rest) = rest.split_once('/')?;
    let key = rest.strip_prefix("app.bsky.feed.post/")?;
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-._:%".contains(c));
    (plain(did) && plain(key)).then(|| format!("https://bsky.app/profile/{did}/post/{key}"))
}

/// Whether an id is that of a post.
pub(super) fn is_post(uri: &str) -> bool {
    uri.len() <= Limits::ID && web_address(uri).is_some()
}

/// When a post was written. The author's program says so, and can say anything: what the network did
/// not know of earlier was not written later than when it was seen, nor before there were networks.
fn when(created_at: &str, seen: Option<Time>) -> Option<Time> {
    let told = moment(created_at).filter(|at| *at >= Limits::EARLIEST);
    match (told, seen) {
        (Some(told), Some(seen)) => Some(told.min(seen)),
        (told, seen) => told.or(seen),
    }
}

/// A date of the network.
#[must_use]
pub fn moment(text: &str) -> Option<Time> {
    text.parse::<Timestamp>().ok().map(Time::from)
}

pub(super) fn cut(text: &str, most: usize) -> String {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}
