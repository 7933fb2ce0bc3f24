//! What a Jetstream told, gathered until it is handed on.

use std::collections::BTreeMap;
use std::fmt;

use earshot_model::{ChannelItem, Time};
use serde_json::Value;

use super::frame::{Commit, Frame};
use super::item::{Wrote, item};
use super::record::Record;
use super::shapes::ProfileShape;
use crate::channel::Flood;

/// The collection that posts are in.
const POSTS: &str = "app.bsky.feed.post";
/// How far ahead of our clock an event may be, in microseconds. One that says it is further would make
/// us miss what comes before.
const AHEAD: i64 = Time::MINUTE;
/// How many kinds of events are counted by their names.
const KINDS: usize = 20;

/// What a Jetstream told since it was handed on last.
#[derive(Debug)]
pub struct Gathered {
    me: String,
    flood: Flood,
    cursor: Option<i64>,
    counts: Counts,
}

/// How much was told in all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Events that could be read.
    pub events: u64,
    /// New posts among them.
    pub posts: u64,
    /// What could not be read.
    pub broken: u64,
    /// Events of no use here, by kind: likes, handles that change, and what we do not know.
    pub others: BTreeMap<String, u64>,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { events, posts, broken, others } = self;
        write!(f, "{events} events, {posts} posts, {broken} broken")?;
        others.iter().try_for_each(|(kind, count)| write!(f, ", {count} {kind}"))
    }
}

impl Gathered {
    /// Nothing yet. `me` is our own lasting id, `cursor` how far was heard before.
    #[must_use]
    pub fn new(me: &str, cursor: Option<&str>) -> Self {
        let cursor = cursor.and_then(|cursor| cursor.parse().ok());
        let (flood, counts) = (Flood::default(), Counts::default());
        Self { me: me.to_owned(), flood, cursor, counts }
    }

    /// How many posts wait to be handed on.
    #[must_use]
    pub const fn posts(&self) -> usize {
        self.flood.ours.len() + self.flood.others.len()
    }

    /// How much was told in all.
    #[must_use]
    pub const fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Takes one event. What cannot be read is counted, and harms nothing.
    pub fn take(&mut self, text: &str, now: Time) {
        let Ok(frame) = Frame::read(text) else {
            self.counts.broken += 1;
            return;
        };
        self.counts.events += 1;
        let at = frame.time_us.min(now.plus(AHEAD).micros());
        self.cursor = Some(self.cursor.unwrap_or(0).max(at));
        self.flood.upto = Some(Time(at.min(now.micros())));
        match (frame.kind.as_ref(), &frame.commit, &frame.account) {
            ("commit", Some(commit), _) if commit.collection == POSTS => {
                self.commit(&frame, commit);
            }
            ("commit", Some(commit), _) => self.count(&commit.collection),
            ("account", _, Some(standing)) if standing.is_gone() => {
                self.flood.left.push(frame.did.into_owned());
            }
            (kind, ..) => self.count(kind),
        }
    }

    /// Everything was told until now.
    pub const fn all_told(&mut self, now: Time) {
        self.flood.upto = Some(now);
    }

    /// What was gathered, if anything was.
    pub fn give(&mut self) -> Option<Flood> {
        let mut flood = std::mem::take(&mut self.flood);
        flood.upto?;
        flood.cursor = self.cursor.map(|cursor| cursor.to_string());
        Some(flood)
    }

    fn commit(&mut self, frame: &Frame<'_>, commit: &Commit<'_>) {
        let uri = format!("at://{}/{POSTS}/{}", frame.did, commit.rkey);
        match commit.operation.as_ref() {
            "delete" => {
                // One that came and went within a moment was never there.
                let stays = |item: &ChannelItem| item.id != uri;
                self.flood.ours.retain(stays);
                self.flood.others.retain(stays);
                self.flood.gone.push(uri);
            }
            "create" | "update" => {
                let Some(record) = commit.record else {
                    self.counts.broken += 1;
                    return;
                };
                self.post(frame, commit, &uri, record.get());
            }
            other => self.count(other),
        }
    }

    fn post(&mut self, frame: &Frame<'_>, commit: &Commit<'_>, uri: &str, record: &str) {
        let Ok(record) = serde_json::from_str::<Value>(record) else {
            self.counts.broken += 1;
            return;
        };
        let record = Record::read(&record);
        let author = ProfileShape { did: frame.did.to_string(), ..ProfileShape::default() };
        let wrote = Wrote { author: &author, at: Some(Time(frame.time_us)) };
        let Some(mut post) = item(uri, &wrote, &record) else {
            self.counts.broken += 1;
            return;
        };
        self.counts.posts += 1;
        if commit.operation == "update" {
            // Nobody's own programs do it, but a record can be overwritten.
            post.revision = format!("1:{}", commit.rev);
            post.edited_at = Some(Time(frame.time_us));
        }
        if self.concerns_us(&frame.did, &record) {
            self.flood.ours.push(post);
        } else {
            self.flood.others.push(post);
        }
    }

    /// Whether a post is ours, answers us, names us or quotes us.
    fn concerns_us(&self, author: &str, record: &Record) -> bool {
        let me = self.me.as_str();
        let of_ours = |uri: &str| {
            uri.strip_prefix("at://").and_then(|rest| rest.split('/').next()) == Some(me)
        };
        !me.is_empty()
            && (author == me
                || record.named.iter().any(|did| did == me)
                || record.reply.as_ref().is_some_and(|(root, to)| of_ours(root) || of_ours(to))
                || record.quoted.as_deref().is_some_and(of_ours))
    }

    fn count(&mut self, kind: &str) {
        let known = self.counts.others.contains_key(kind) || self.counts.others.len() < KINDS;
        let short = known.then(|| kind.chars().take(60).filter(|c| !c.is_control()).collect());
        let kind: String = short.unwrap_or_else(|| "of other kinds".to_owned());
        *self.counts.others.entry(kind).or_default() += 1;
    }
}
