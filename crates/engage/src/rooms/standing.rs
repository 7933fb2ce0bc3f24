//! How the private room of a case stands, for the agent who works on it.

use earshot_channels::allowed::{CommandKind, allowed};
use earshot_model::{
    Capabilities, Case, Direction, GuestStanding, Identity, PostState, ThreadId, Time,
};
use earshot_store::rooms::{self, Check, Guest, Link, Room, RoomFile};
use earshot_store::{Conn, accounts, persons, posts};

use crate::Result;

/// How far back the place of the handle is looked for.
const BACK: i64 = 500;

/// How the private room of a case stands.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomStanding {
    /// The room.
    pub room: Room,
    /// The handle that was invited.
    pub asked: Option<Identity>,
    /// Its latest link.
    pub link: Option<Link>,
    /// The browsers that it knows, latest first.
    pub guests: Vec<Guest>,
    /// The checks, latest first.
    pub checks: Vec<Check>,
    /// Whether a code can go to the handle.
    pub can_send_code: bool,
}

impl RoomStanding {
    /// Whether somebody is in.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.guests.iter().any(|guest| guest.standing == GuestStanding::In)
    }

    /// The browsers that wait to come in, latest first.
    pub fn waiting(&self) -> impl Iterator<Item = &Guest> {
        self.guests.iter().filter(|guest| guest.standing == GuestStanding::Waiting)
    }

    /// Whether a code was sent that can still be typed.
    #[must_use]
    pub fn code_is_out(&self, now: Time) -> bool {
        self.checks
            .iter()
            .any(|check| super::rules::typed(check, 0, "", now) != super::rules::Typed::Over)
    }

    /// What an agent looked at, where that is what proved it.
    #[must_use]
    pub fn proved_by(&self) -> Option<&Check> {
        self.room.proved_at?;
        self.checks.iter().find(|check| check.passed_at.is_some())
    }
}

/// The private room of a case, and the files of all rooms among these conversations.
pub(crate) async fn standing(
    conn: &mut Conn,
    case: &Case,
    threads: Vec<ThreadId>,
) -> Result<(Option<RoomStanding>, Vec<RoomFile>)> {
    let all = rooms::of_threads(conn, threads).await?;
    let files = rooms::files(conn, all.iter().map(|room| room.id).collect()).await?;
    let Some(room) = rooms::of_case(conn, case.id).await? else { return Ok((None, files)) };
    let asked = match room.asked_id {
        Some(id) => Some(persons::identity(conn, id).await?),
        None => None,
    };
    let standing = RoomStanding {
        link: rooms::links(conn, room.id).await?.into_iter().next(),
        guests: rooms::guests(conn, room.id).await?,
        checks: rooms::checks(conn, room.id).await?,
        can_send_code: can_send_code(conn, case, &room).await?,
        asked,
        room,
    };
    Ok((Some(standing), files))
}

/// Whether the channel of the handle has direct messages.
async fn can_send_code(conn: &mut Conn, case: &Case, room: &Room) -> Result<bool> {
    let said = posts::of_case(conn, case.id, BACK).await?;
    let theirs = said.iter().find(|post| {
        post.direction == Direction::Inbound
            && Some(post.identity_id) == room.asked_id
            && post.state != PostState::Deleted
    });
    let Some(post) = theirs else { return Ok(false) };
    let account = accounts::find(conn, post.account_id).await?;
    let can: Capabilities = serde_json::from_str(&account.capabilities).unwrap_or_default();
    let on = account.disabled_at.is_none() && !post.imported;
    Ok(on && allowed(&can, CommandKind::ReplyPrivate).is_yes())
}
