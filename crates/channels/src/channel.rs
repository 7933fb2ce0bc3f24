//! What a channel is to Earshot: one trait, few calls. Each channel that the server speaks itself
//! implements it in a folder of its own; `docs/channels/README.md` says how to add one.

use async_trait::async_trait;
use earshot_model::{Audience, Capabilities, ChannelEvent, ChannelItem, OutboxId, Time};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use crate::access::{Access, Fields};
use crate::fault::Fault;
use crate::pace::Lane;

/// What a channel is, as data: the set-up screen and the loops read it.
#[derive(Debug)]
pub struct About {
    /// The word in the database and in listeners, such as `mastodon`.
    pub kind: &'static str,
    /// Its own name, the same in every language.
    pub name: &'static str,
    /// What has to be typed to connect an account.
    pub fields: &'static [Field],
    /// What an account can read.
    pub sources: &'static [SourceKind],
    /// Whether posts of live cases can be looked at again, for edits and deletes that nobody told.
    pub hydrates: bool,
}

/// One field of the set-up screen. Its label is the word `channel-field-KEY`.
#[derive(Debug)]
pub struct Field {
    /// Its name in [`Access::settings`] or [`Access::secrets`].
    pub key: &'static str,
    /// What is typed.
    pub kind: FieldKind,
    /// Whether it may stay empty.
    pub optional: bool,
}

/// What is typed into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// The address of a server. A missing `https://` is put before it.
    Address,
    /// A line.
    Line,
    /// A line that is sealed and never shown again.
    Secret,
}

/// A kind of thing that an account can read. Its label is the word `source-KIND`.
#[derive(Debug)]
pub struct SourceKind {
    /// The word in the database, such as `mentions`.
    pub kind: &'static str,
    /// Whether there are many of it, each with a name, such as hashtags.
    pub named: bool,
    /// Whether it is read from the start.
    pub at_first: bool,
    /// How often it is read, in microseconds, while nobody streams it.
    pub every: i64,
    /// Whether the channel streams it, too. Then it is read every [`RECONCILE`], because a stream is
    /// only a hint.
    pub streams: bool,
    /// Whether it is all that anybody says on the network. Then it is only streamed, never read, and of
    /// it is kept what concerns the brand or a listener asks for.
    pub whole: bool,
}

/// How often a source is read that is streamed at the same time, in microseconds: 5 minutes.
pub const RECONCILE: i64 = 5 * Time::MINUTE;

/// The kind of source that every account of a channel has which can look again at the posts of live
/// cases. It is no part of [`About::sources`].
pub const CASES: &str = "cases";

/// How often the posts of live cases are looked at again, in microseconds: every 10 minutes.
pub const CASES_EVERY: i64 = 10 * Time::MINUTE;

/// What a probe found: who we are there, and what we may do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The channel's lasting id of the account.
    pub id: String,
    /// Its handle, without `@`.
    pub handle: String,
    /// The name beside it.
    pub name: String,
    /// What it can do.
    pub capabilities: Capabilities,
    /// What else is needed later, such as the address of the streaming server. It comes back in
    /// [`Access::settings`].
    pub learned: Fields,
    /// What the login may and may not do, each by the word `right-KEY`.
    pub rights: Vec<Right>,
    /// What answered, such as `Mastodon 4.5.0`.
    pub server: String,
}

/// One thing that a login may do, or may not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Right {
    /// Which.
    pub key: String,
    /// Whether it may; none when the channel does not say.
    pub held: Option<bool>,
}

/// What is to be read: a source, and how far it was read.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'s> {
    /// The kind, one of [`About::sources`].
    pub kind: &'s str,
    /// Which one; empty where the kind says it.
    pub name: &'s str,
    /// What the last page gave as its cursor; none at first.
    pub cursor: Option<&'s str>,
}

/// What a look at a source brought.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// What happened, in any order. The same again does no harm.
    pub events: Vec<ChannelEvent>,
    /// How far that is; none leaves the cursor where it was.
    pub cursor: Option<String>,
    /// Whether more waits behind it.
    pub more: bool,
}

/// What came by a stream.
#[derive(Debug, Clone, PartialEq)]
pub enum Batch {
    /// The stream is open from here on: what was before is read from the source.
    Opened,
    /// Something happened. With a cursor where the stream itself can be resumed from one; then it is
    /// kept with the events, and nothing is read beside.
    Events {
        /// What.
        events: Vec<ChannelEvent>,
        /// How far that is.
        cursor: Option<String>,
    },
    /// What was said on a whole network.
    Network(Box<Flood>),
}

/// A while of what a whole network says. Nothing of it is kept for its own sake.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flood {
    /// What the brand says, and what is said to it.
    pub ours: Vec<ChannelItem>,
    /// Everything else: it is kept if a listener asks for it.
    pub others: Vec<ChannelItem>,
    /// Posts that went, by id, those that we never had among them.
    pub gone: Vec<String>,
    /// People whose account went for good, by id: all that they said went with it.
    pub left: Vec<String>,
    /// How far that is.
    pub cursor: Option<String>,
    /// Until when all is in it that was said.
    pub upto: Option<Time>,
}

/// An answer on its way out.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// Our mark: the same answer has the same, however often it is tried.
    pub id: OutboxId,
    /// The channel's id of the conversation.
    pub thread: String,
    /// The channel's id of the post that is answered.
    pub to: String,
    /// The channel's id of its author.
    pub author: String,
    /// The author's handle.
    pub handle: String,
    /// Who may read the answer. Never show it to more.
    pub audience: Audience,
    /// The words.
    pub text: String,
    /// When it was written: it cannot stand on the channel since before.
    pub written_at: Time,
}

/// An answer stands on the channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The channel's id of the new post.
    pub id: String,
    /// Where it can be seen.
    pub url: Option<String>,
}

/// A channel that the server speaks itself. Everything goes out through [`Access::ask`], which keeps
/// to the channel's limits and tells apart what surely failed and what may have happened.
#[async_trait]
pub trait Channel: Send + Sync {
    /// What it is.
    fn about(&self) -> &'static About;

    /// The name of a source as it is kept, from what somebody typed.
    ///
    /// # Errors
    /// What is wrong with it, for people.
    fn named(&self, kind: &SourceKind, typed: &str) -> Result<String, String> {
        word(kind, typed)
    }

    /// Who are we there, and what may we do? Changes nothing on the channel.
    async fn probe(&self, access: &Access) -> Result<Standing, Fault>;

    /// One page of a source, from its cursor on, oldest first. Without a cursor only what is new
    /// enough to be answered.
    async fn pull(&self, access: &Access, wanted: &Wanted<'_>) -> Result<Page, Fault>;

    /// Hears a source as things happen, until it ends or nobody takes them any more. Says
    /// [`Batch::Opened`] first. What is lost meanwhile is read by [`Channel::pull`].
    async fn stream(
        &self,
        _access: &Access,
        wanted: &Wanted<'_>,
        _heard: mpsc::Sender<Batch>,
    ) -> Result<(), Fault> {
        Err(Fault::Invalid(format!("{} cannot be streamed", wanted.kind)))
    }

    /// Adds to posts of a whole network what it does not tell with them, such as their authors' handles.
    /// It is asked only for those that are kept.
    async fn complete(
        &self,
        _access: &Access,
        items: Vec<ChannelItem>,
    ) -> Result<Vec<ChannelItem>, Fault> {
        Ok(items)
    }

    /// Gives an answer. Use what the channel has to make a second try harmless.
    ///
    /// # Errors
    /// [`Fault::Unknown`] whenever it may stand there all the same.
    async fn send(&self, access: &Access, answer: &Outgoing) -> Result<Receipt, Fault>;

    /// Looks whether an answer stands there. `None` says that it surely does not.
    async fn find_sent(&self, access: &Access, answer: &Outgoing)
    -> Result<Option<Receipt>, Fault>;

    /// Looks at posts again: gives each that is there as it is now, and a delete for each that went.
    async fn hydrate(&self, _access: &Access, _ids: &[String]) -> Result<Vec<ChannelEvent>, Fault> {
        Ok(Vec::new())
    }
}

impl About {
    /// The kind of source with this word.
    #[must_use]
    pub fn source(&self, kind: &str) -> Option<&'static SourceKind> {
        self.sources.iter().find(|source| source.kind == kind)
    }
}

impl SourceKind {
    /// In which lane it is read: what speaks to the brand goes before what is only listened to.
    #[must_use]
    pub const fn lane(&self) -> Lane {
        if self.named { Lane::Listening } else { Lane::Mentions }
    }
}

/// The most characters of a source's name.
const LONGEST: usize = 500;

/// A name that is a word or a few, such as a hashtag or a handle: case makes no difference.
fn word(kind: &SourceKind, typed: &str) -> Result<String, String> {
    let name = typed.trim().trim_start_matches('#');
    let odd =
        |c: char| c.is_control() || (kind.kind == "hashtag" && !c.is_alphanumeric() && c != '_');
    if name.is_empty() || name.chars().count() > LONGEST || name.contains(odd) {
        return Err("type one word, such as the hashtag without #".to_owned());
    }
    Ok(name.to_lowercase())
}
