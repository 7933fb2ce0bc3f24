//! Which post an answer goes to, and in which conversation it stands.

use earshot_model::{
    AccountId, Audience, Case, Direction, GuestStanding, Post, PostState, ThreadId, Time,
};
use earshot_store::rooms::{self, Room};
use earshot_store::{Conn, outbox, persons, posts};

use crate::Result;

/// How far back in a case an answer looks for its post.
const BACK: i64 = 500;

/// Where an answer goes.
#[derive(Debug, Clone)]
pub(crate) struct Destination {
    /// The post that it answers.
    pub(crate) to: Post,
    /// The account that gives it.
    pub(crate) account: AccountId,
    /// The conversation that it stands in.
    pub(crate) thread: ThreadId,
}

impl Destination {
    fn beside(to: &Post) -> Self {
        Self { account: to.account_id, thread: to.thread_id, to: to.clone() }
    }
}

/// A private room in which a guest is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OpenRoom {
    account: AccountId,
    thread: ThreadId,
    since: Time,
}

/// Where an answer to this audience goes, if the case has such a place.
pub(super) async fn target(
    conn: &mut Conn,
    case: &Case,
    audience: Audience,
) -> Result<Option<Destination>> {
    let posts = posts::of_case(conn, case.id, BACK).await?;
    let room = open_room(conn, case).await?;
    Ok(choose(&posts.iter(), case, audience, room))
}

/// The private room of a case, while a guest is in.
async fn open_room(conn: &mut Conn, case: &Case) -> Result<Option<OpenRoom>> {
    let Some(room) = rooms::of_case(conn, case.id).await? else { return Ok(None) };
    let guests = rooms::guests(conn, room.id).await?;
    let inside = guests.iter().any(|guest| guest.standing == GuestStanding::In);
    Ok(OpenRoom::of(&room, inside))
}

/// The handle that was invited, when an answer in this conversation would be the first one into a
/// private room of which nobody knows who is in.
pub(super) async fn unproved(
    conn: &mut Conn,
    case: &Case,
    thread: ThreadId,
) -> Result<Option<String>> {
    let room = rooms::of_case(conn, case.id).await?;
    let Some(room) = room.filter(|room| room.thread_id == thread && room.proved_at.is_none())
    else {
        return Ok(None);
    };
    let sent = outbox::of_case(conn, case.id).await?;
    if sent.iter().any(|message| message.thread_id == thread) {
        return Ok(None);
    }
    match room.asked_id {
        Some(id) => Ok(Some(persons::identity(conn, id).await?.handle)),
        None => Ok(Some(String::new())),
    }
}

impl OpenRoom {
    /// This room, if somebody is in.
    pub(crate) fn of(room: &Room, inside: bool) -> Option<Self> {
        let since = room.opened_at.filter(|_| inside)?;
        Some(Self { account: room.account_id, thread: room.thread_id, since })
    }
}

/// In public: the newest open post, of the customer before anybody else's. In private: where the
/// customer was last, in a private conversation or in the room that they came into; else their newest
/// open post, since a channel may write to its author. Nobody but the customer of the case is ever
/// answered in private.
pub(crate) fn choose<'p>(
    newest_first: &(impl Iterator<Item = &'p Post> + Clone),
    case: &Case,
    audience: Audience,
    room: Option<OpenRoom>,
) -> Option<Destination> {
    let said = || {
        newest_first
            .clone()
            .filter(|p| p.direction == Direction::Inbound && p.state != PostState::Deleted)
    };
    let mut theirs = said().filter(|post| post.person_id == case.person_id);
    if audience.is_open() {
        let own = theirs.find(|post| post.audience.is_open());
        return own
            .or_else(|| said().find(|post| post.audience.is_open()))
            .map(Destination::beside);
    }
    let newest = theirs.clone().next();
    let private = theirs.clone().find(|post| post.audience == Audience::Private);
    // They came in and said nothing yet: the first word there is the brand's.
    let silent = room.filter(|room| private.is_none_or(|post| post.posted_at < room.since));
    if let (Some(room), Some(newest)) = (silent, newest) {
        let to = newest.clone();
        return Some(Destination { to, account: room.account, thread: room.thread });
    }
    private.or_else(|| theirs.find(|post| post.audience.is_open())).map(Destination::beside)
}
