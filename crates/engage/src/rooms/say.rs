//! A guest says something: it becomes an event of the room's account, and takes the way of every post.

use earshot_cases::Moment;
use earshot_model::{
    AccountId, Actor, Audience, ChannelAuthor, ChannelEvent, ChannelItem, Direction, EventKind,
    Identity, Post, PostState, Surface, Time,
};
use earshot_store::rooms::{self, Room};
use earshot_store::{Conn, cases, persons, posts, threads};
use serde_json::json;
use uuid::Uuid;

use super::rules::{self, LONGEST_TEXT, MOST_FILES};
use super::visitor::{may_write, must_be_in};
use super::{Side, Visitor};
use crate::{Engage, Error, Result};

/// The revision of words as they were first said: before every later one.
const FIRST: &str = "0";
/// How many posts are looked through for what was read.
const BACK: i64 = 50;

/// A file as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// What the guest calls it.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What a guest wants to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Made by the browser, new for each message: the same again is the same message.
    pub key: Uuid,
    /// The words; they may be missing beside files.
    pub text: String,
    /// What comes with them.
    pub files: Vec<Upload>,
}

/// A guest's word as the inbound loop takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// The account through which it comes.
    pub account: AccountId,
    /// The channel's id of the post.
    pub id: String,
    /// What happened.
    pub event: ChannelEvent,
}

impl Engage {
    /// What a guest says, with its files stored. Hand the word to the inbound loop: only what that has
    /// taken is said.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `text` or `file`, [`Error::NotFound`] for one who is not in or where
    /// nobody can write any more.
    pub async fn guest_says(&self, visitor: &Visitor, said: Said) -> Result<Word> {
        must_be_in(visitor)?;
        let id = post_id(&visitor.room, said.key);
        let text = sayable(&said)?;
        let guest = self.writer(visitor).await?;
        // The same message again brings nothing more.
        let files = if self.stands_there(visitor, &id).await? { Vec::new() } else { said.files };
        for file in files {
            self.keep_file(visitor, &id, file).await?;
        }
        let now = self.tools.now();
        self.word(visitor, &guest, id, (text, FIRST.to_owned()), (now, None)).await
    }

    /// Whether such words would be taken at all, before anybody is in a room.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `text` or `file`.
    pub fn may_be_said(&self, said: &Said) -> Result<()> {
        sayable(said).map(drop)
    }

    /// What a guest changes of their own words.
    ///
    /// # Errors
    /// As [`Engage::guest_says`], and [`Error::NotFound`] for words that are not theirs.
    pub async fn guest_edits(&self, visitor: &Visitor, id: &str, text: &str) -> Result<Word> {
        must_be_in(visitor)?;
        let problem = || Error::invalid("text", format!("write 1 to {LONGEST_TEXT} characters"));
        let text = rules::words(text).ok_or_else(problem)?;
        let guest = self.writer(visitor).await?;
        let mut conn = self.db.read(visitor.org).await?;
        let before = own_post(&mut conn, &visitor.room, id).await?;
        drop(conn);
        let now = self.tools.now();
        let revision = format!("1:{:020}", now.micros().max(0));
        self.word(visitor, &guest, id.to_owned(), (text, revision), (before.posted_at, Some(now)))
            .await
    }

    /// A guest takes their words back. Call [`Engage::guest_deleted`] when the inbound loop has it.
    ///
    /// # Errors
    /// As [`Engage::guest_edits`].
    pub async fn guest_deletes(&self, visitor: &Visitor, id: &str) -> Result<Word> {
        must_be_in(visitor)?;
        self.writer(visitor).await?;
        let mut conn = self.db.read(visitor.org).await?;
        own_post(&mut conn, &visitor.room, id).await?;
        drop(conn);
        let event = ChannelEvent::Delete { id: id.to_owned(), at: self.tools.now() };
        Ok(Word { account: visitor.room.account_id, id: id.to_owned(), event })
    }

    /// The guest has read all that stands there. What was read already is no news.
    ///
    /// # Errors
    /// As the database.
    pub async fn guest_reads(&self, visitor: &Visitor) -> Result<()> {
        must_be_in(visitor)?;
        let (now, room) = (self.tools.now(), visitor.room.clone());
        let mut conn = self.db.read(visitor.org).await?;
        let room = rooms::find(&mut conn, room.id).await?;
        let newest = posts::of_thread(&mut conn, room.thread_id, BACK).await?;
        drop(conn);
        let ours = newest.iter().filter(|post| post.direction == Direction::Outbound);
        let newest = ours.map(|post| post.received_at).max();
        if newest.is_none_or(|newest| room.read_at.is_some_and(|read| read >= newest)) {
            return Ok(());
        }
        self.db
            .write::<_, Error, _>(visitor.org, move |tx| {
                Box::pin(async move {
                    if !rooms::read(tx, room.id, now).await? {
                        return Ok(());
                    }
                    let case = match room.case_id {
                        Some(case) => Some(case),
                        None => {
                            let joined = cases::of_threads(tx, vec![room.thread_id]).await?;
                            joined.first().map(|joined| joined.case_id)
                        }
                    };
                    if let Some(case) = case {
                        let case = cases::find(tx, case).await?;
                        let moment = Moment::new(now, Actor::Account(room.account_id));
                        let data = json!({ "room": room.id });
                        tx.emit(moment.event(EventKind::RoomRead, &case).data(data));
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Whether the inbound loop has worked on a word already: it stands in the room.
    ///
    /// # Errors
    /// As the database.
    pub async fn stands_there(&self, visitor: &Visitor, id: &str) -> Result<bool> {
        let mut conn = self.db.read(visitor.org).await?;
        Ok(!posts::known(&mut conn, visitor.room.account_id, vec![id.to_owned()]).await?.is_empty())
    }

    /// Under which name a guest writes, where they can.
    pub(super) async fn writer(&self, visitor: &Visitor) -> Result<Identity> {
        let mut conn = self.db.read(visitor.org).await?;
        if !may_write(&mut conn, &visitor.room).await? {
            return Err(Error::NotFound("open room"));
        }
        Ok(persons::identity(&mut conn, visitor.room.identity_id).await?)
    }

    pub(super) async fn word(
        &self,
        visitor: &Visitor,
        guest: &Identity,
        id: String,
        (text, revision): (String, String),
        (posted_at, edited_at): (Time, Option<Time>),
    ) -> Result<Word> {
        let mut conn = self.db.read(visitor.org).await?;
        let thread = threads::find(&mut conn, visitor.room.thread_id).await?.external_id;
        let item = ChannelItem {
            id: id.clone(),
            revision,
            surface: Surface::Chat,
            audience: Audience::Private,
            thread,
            parent: None,
            author: ChannelAuthor {
                id: guest.external_id.clone(),
                handle: guest.handle.clone(),
                name: guest.display_name.clone(),
                followers: None,
            },
            text,
            language: None,
            url: None,
            rating: None,
            posted_at,
            edited_at,
            sent_as: None,
        };
        let event = ChannelEvent::Upsert { item: Box::new(item) };
        Ok(Word { account: visitor.room.account_id, id, event })
    }
}

/// The words of a message; the names of its files where it has none.
fn sayable(said: &Said) -> Result<String> {
    if said.files.len() > MOST_FILES {
        let problem = format!("send at most {MOST_FILES} files at once");
        return Err(Error::invalid("file", problem));
    }
    let names = said.files.iter().map(|file| rules::file_name(&file.name));
    let names: Vec<String> = names.collect();
    match rules::words(&said.text) {
        Some(text) => Ok(text),
        None if said.text.trim().is_empty() && !names.is_empty() => Ok(names.join("\n")),
        None => {
            let problem = format!("write 1 to {LONGEST_TEXT} characters");
            Err(Error::invalid("text", problem))
        }
    }
}

/// The channel's id of a guest's message: no other room can have it.
pub(super) fn post_id(room: &Room, key: Uuid) -> String {
    format!("{}:{}", room.id, key)
}

/// Words of the guest of this room that stand there.
async fn own_post(conn: &mut Conn, room: &Room, id: &str) -> Result<Post> {
    let known = posts::known(conn, room.account_id, vec![id.to_owned()]).await?;
    let missing = || Error::NotFound("message");
    let post = posts::find(conn, known.first().ok_or_else(missing)?.id).await?;
    let own = rules::sight(&post, room) == Some((Side::Guest, false));
    if own && post.state != PostState::Deleted { Ok(post) } else { Err(missing()) }
}
