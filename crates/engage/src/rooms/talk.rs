//! What a guest sees of their room.

use std::collections::HashMap;

use earshot_model::{Agent, Identity, Post, Presence, RoomKind, Time};
use earshot_store::rooms::{self, Room, RoomFile};
use earshot_store::{Conn, accounts, agents, cases, organizations, persons, posts};

use super::rules::{Side, sight};
use super::visitor::{may_write, must_be_in};
use super::{Typed, Visitor};
use crate::{Engage, Result};

/// The most posts of a room that are shown: the newest.
const MOST: i64 = 400;

/// One thing that was said.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The channel's id of the post: what a guest edits or deletes it by.
    pub id: String,
    /// Whose words.
    pub side: Side,
    /// Whether it was said in public.
    pub public: bool,
    /// The words.
    pub text: String,
    /// When.
    pub at: Time,
    /// When it was last changed.
    pub edited_at: Option<Time>,
    /// What came with it.
    pub files: Vec<RoomFile>,
}

/// A room as its guest sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Talk {
    /// The room.
    pub room: Room,
    /// The brand's name.
    pub brand: String,
    /// Who of the brand works on it, by the name that customers know; none where nobody does.
    pub host: Option<String>,
    /// The handle that was invited; empty in a chat.
    pub handle: String,
    /// The kind of channel on which it was; empty in a chat.
    pub channel: String,
    /// What was said, oldest first.
    pub lines: Vec<Line>,
    /// The IANA time zone of the brand: for pages without a script.
    pub zone: String,
    /// Whether the guest can write.
    pub open: bool,
    /// Whether a code was sent and waits to be typed.
    pub code: bool,
    /// Whether somebody is here to answer; always so in a private room, where nobody asks.
    pub here: bool,
    /// The time of all of it.
    pub now: Time,
}

impl Engage {
    /// The room of a guest who is in.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for one who is not.
    pub async fn talk(&self, visitor: &Visitor) -> Result<Talk> {
        must_be_in(visitor)?;
        let now = self.tools.now();
        let mut conn = self.db.read(visitor.org).await?;
        let room = rooms::find(&mut conn, visitor.room.id).await?;
        let lines = lines(&mut conn, &room).await?;
        let asked = match room.asked_id {
            Some(id) => Some(persons::identity(&mut conn, id).await?),
            None => None,
        };
        let organization = organizations::find(&mut conn).await?;
        let brand = match room.kind {
            RoomKind::Private => organization.name,
            RoomKind::Chat => accounts::find(&mut conn, room.account_id).await?.name,
        };
        Ok(Talk {
            brand,
            zone: organization.time_zone,
            host: host(&mut conn, &room).await?,
            handle: asked.as_ref().map(|asked| asked.handle.clone()).unwrap_or_default(),
            channel: asked.map(|asked: Identity| asked.channel).unwrap_or_default(),
            lines,
            open: may_write(&mut conn, &room).await?,
            code: waits_for_code(&mut conn, &room, now).await?,
            here: room.kind == RoomKind::Private || somebody_is_here(&mut conn).await?,
            now,
            room,
        })
    }

    /// Whether a browser that waits could come in by a code now, and the handle that it goes to.
    ///
    /// # Errors
    /// As the database.
    pub async fn waiting_room(&self, visitor: &Visitor) -> Result<(bool, String, String)> {
        let mut conn = self.db.read(visitor.org).await?;
        let now = self.tools.now();
        let brand = organizations::find(&mut conn).await?.name;
        let handle = match visitor.room.asked_id {
            Some(id) => persons::identity(&mut conn, id).await?.handle,
            None => String::new(),
        };
        Ok((waits_for_code(&mut conn, &visitor.room, now).await?, brand, handle))
    }
}

impl Engage {
    /// The number of the log's latest event about the case of a room: while it stays, nothing there is
    /// new.
    ///
    /// # Errors
    /// As the database.
    pub async fn latest_in_room(&self, visitor: &Visitor) -> Result<Option<i64>> {
        let mut conn = self.db.read(visitor.org).await?;
        Ok(rooms::latest_event(&mut conn, &visitor.room).await?)
    }
}

/// Whether a code was sent that still counts.
async fn waits_for_code(conn: &mut Conn, room: &Room, now: Time) -> Result<bool> {
    let checks = rooms::checks(conn, room.id).await?;
    Ok(checks.iter().any(|check| super::rules::typed(check, 0, "", now) != Typed::Over))
}

async fn lines(conn: &mut Conn, room: &Room) -> Result<Vec<Line>> {
    let mut found = posts::of_thread(conn, room.thread_id, MOST).await?;
    if let Some(case) = room.case_id {
        // Its public side by itself: however much others say there, the room stays whole.
        let public = posts::of_case(conn, case, MOST).await?;
        found.extend(public.into_iter().filter(|post| post.thread_id != room.thread_id));
    }
    found.sort_by_key(|post| (post.posted_at, post.id));
    let mut files: HashMap<String, Vec<RoomFile>> = HashMap::new();
    for file in rooms::files(conn, vec![room.id]).await? {
        files.entry(file.external_id.clone()).or_default().push(file);
    }
    let line = |post: Post| {
        let (side, public) = sight(&post, room)?;
        Some(Line {
            side,
            public,
            files: if public {
                Vec::new()
            } else {
                files.remove(&post.external_id).unwrap_or_default()
            },
            id: post.external_id,
            text: post.text,
            at: post.posted_at,
            edited_at: post.edited_at,
        })
    };
    Ok(found.into_iter().filter_map(line).collect())
}

/// Who works on the newest case of the room, by the short name that customers know.
async fn host(conn: &mut Conn, room: &Room) -> Result<Option<String>> {
    let owner = match room.case_id {
        Some(case) => cases::find(conn, case).await?.owner_id,
        None => {
            let joined = cases::of_threads(conn, vec![room.thread_id]).await?;
            joined.first().and_then(|joined| joined.owner_id)
        }
    };
    match owner {
        Some(agent) => Ok(Some(agents::find(conn, agent).await?.short_name)),
        None => Ok(None),
    }
}

/// Whether anybody takes new work now.
pub(super) async fn somebody_is_here(conn: &mut Conn) -> Result<bool> {
    let here = |agent: &Agent| agent.disabled_at.is_none() && agent.presence == Presence::Online;
    Ok(agents::all(conn).await?.iter().any(here))
}
