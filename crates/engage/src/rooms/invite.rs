//! A customer is invited into the private room of their case: a one-time link is made.

use earshot_model::{
    Account, Actor, CaseId, CaseStatus, Direction, EventKind, Identity, Permission, PostState,
    RoomId, RoomKind, Time,
};
use earshot_store::rooms::{self, Link, Room};
use earshot_store::threads::{self, Thread};
use earshot_store::{Conn, Tx, organizations, persons, posts};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{home, rules};
use crate::acts::Acting;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The setting with the days that a link can be opened.
const DAYS_KEY: &str = "rooms.days";
/// The days without that setting.
const DAYS: i64 = 7;
/// The most days.
pub const MOST_DAYS: i64 = 90;
/// How far back in a case whoever asked is looked for.
const BACK: i64 = 500;

/// A link that was made. Of its secret the rooms keep only the hash; the words that carry it stand in
/// the draft, and in the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Where it leads.
    pub room: RoomId,
    /// The path that opens it, such as `/r/altavela/kqz...`.
    pub path: String,
    /// The handle that it is for.
    pub handle: String,
    /// Until when it can be opened.
    pub expires_at: Time,
}

impl Engage {
    /// Makes a link into the private room of a case, for whoever asked there. The room is made with
    /// the first one; a later link takes the place of those that nobody opened. Once somebody was in,
    /// a link lets nobody in by itself. Asks `reply.private`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `room` when the case is closed or nobody asked anything in it,
    /// [`Error::NotFound`], [`Error::Forbidden`].
    pub async fn invite(&self, who: &Staff, case: CaseId) -> Result<Invited> {
        let (engage, acting, agent) = (self.clone(), self.acting(who), who.id());
        let mut noise = [0; 16];
        self.tools.noise.fill(&mut noise);
        let secret = rules::letters(noise);
        let hash = token_hash(&secret);
        let (room, slug, handle, expires_at) = self
            .db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::ReplyPrivate).await?;
                    if case.status == CaseStatus::Closed {
                        return Err(Error::invalid("room", "this case is closed: reopen it first"));
                    }
                    let asked = asked(tx, &case).await?;
                    let room = match rooms::of_case(tx, case.id).await? {
                        Some(room) => room,
                        None => make(&engage, tx, &acting, &case, &asked).await?,
                    };
                    let now = acting.at();
                    rooms::withdraw_links(tx, room.id, now).await?;
                    let days = days(tx).await?;
                    let link = Link {
                        id: engage.tools.id(),
                        room_id: room.id,
                        agent_id: agent,
                        made_at: now,
                        expires_at: now.plus(days * Time::DAY),
                        opened_at: None,
                        withdrawn_at: None,
                    };
                    rooms::insert_link(tx, &link, hash).await?;
                    let data = json!({ "room": room.id, "link": link.id, "days": days });
                    tx.emit(acting.moment.event(EventKind::RoomInvited, &case).data(data));
                    let slug = organizations::find(tx).await?.slug;
                    Ok((room.id, slug, asked.handle, link.expires_at))
                })
            })
            .await?;
        Ok(Invited { room, path: format!("/r/{slug}/{secret}"), handle, expires_at })
    }

    /// How many days a link can be opened.
    ///
    /// # Errors
    /// As the database.
    pub async fn link_days(&self, who: &Staff) -> Result<i64> {
        days(&mut self.db.read(who.org).await?).await
    }

    /// Changes how many days a link can be opened: 1 to [`MOST_DAYS`]. Asks `admin.write`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `days`, [`Error::Forbidden`].
    pub async fn change_link_days(&self, who: &Staff, days: i64) -> Result<()> {
        who.must(Permission::AdminWrite)?;
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(Error::invalid("days", format!("choose 1 to {MOST_DAYS} days")));
        }
        let moment = earshot_cases::Moment::new(self.tools.now(), Actor::Agent(who.id()));
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    organizations::set_setting(tx, DAYS_KEY, &days.to_string()).await?;
                    let event = earshot_model::NewEvent::new(
                        moment.at,
                        EventKind::SetupChanged,
                        moment.actor,
                    );
                    tx.emit(event.data(json!({ "what": "rooms", "days": days })));
                    Ok(())
                })
            })
            .await
    }
}

/// What the database keeps of a link.
pub(super) fn token_hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

async fn days(conn: &mut Conn) -> Result<i64> {
    let set = organizations::setting(conn, DAYS_KEY).await?;
    let days = set.and_then(|days| days.trim().parse::<i64>().ok());
    Ok(days.filter(|days| (1..=MOST_DAYS).contains(days)).unwrap_or(DAYS))
}

/// Under which handle the customer of a case asked last, in any place but a room.
async fn asked(conn: &mut Conn, case: &earshot_model::Case) -> Result<Identity> {
    let room = rooms::of_case(conn, case.id).await?;
    let said = posts::of_case(conn, case.id, BACK).await?;
    let newest = said.iter().find(|post| {
        post.direction == Direction::Inbound
            && post.person_id == case.person_id
            && post.state != PostState::Deleted
            && room.as_ref().is_none_or(|room| room.thread_id != post.thread_id)
    });
    let nobody = || Error::invalid("room", "nobody has asked anything here who could be invited");
    Ok(persons::identity(conn, newest.ok_or_else(nobody)?.identity_id).await?)
}

/// A room for this case: its conversation, and the guest under the handle that asked.
async fn make(
    engage: &Engage,
    tx: &mut Tx,
    acting: &Acting,
    case: &earshot_model::Case,
    asked: &Identity,
) -> Result<Room> {
    let account = home(engage, tx, acting.moment.actor).await?;
    let room = furnish(engage, tx, &account, asked, RoomKind::Private, acting.at()).await?;
    let room = Room { case_id: Some(case.id), asked_id: Some(asked.id), ..room };
    rooms::insert(tx, &room).await?;
    Ok(room)
}

/// A room that is not stored yet, with its conversation and its guest, who are.
pub(super) async fn furnish(
    engage: &Engage,
    tx: &mut Tx,
    account: &Account,
    guest: &Identity,
    kind: RoomKind,
    now: Time,
) -> Result<Room> {
    let id: RoomId = engage.tools.id();
    let thread = Thread {
        id: engage.tools.id(),
        account_id: account.id,
        external_id: id.to_string(),
        created_at: now,
    };
    let identity = Identity {
        id: engage.tools.id(),
        channel: account.channel.clone(),
        external_id: id.to_string(),
        followers: None,
        ours: false,
        evidence: kind.word().to_owned(),
        created_at: now,
        ..guest.clone()
    };
    threads::insert_all(tx, std::slice::from_ref(&thread)).await?;
    persons::insert_identities(tx, std::slice::from_ref(&identity)).await?;
    Ok(Room {
        id,
        kind,
        account_id: account.id,
        thread_id: thread.id,
        case_id: None,
        person_id: identity.person_id,
        identity_id: identity.id,
        asked_id: None,
        created_at: now,
        opened_at: None,
        read_at: None,
        proved_at: None,
        wish: String::new(),
    })
}
