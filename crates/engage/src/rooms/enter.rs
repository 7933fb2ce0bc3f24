//! Somebody opens a link.

use earshot_cases::Moment;
use earshot_model::{Actor, CaseStatus, EventKind, GuestStanding, OrgId, RoomId, ThreadRole, Time};
use earshot_store::rooms::{self, Guest, Link, Room};
use earshot_store::{Conn, Tx, cases, organizations};
use serde_json::json;

use super::invite::token_hash;
use super::rules::{self, Door, KNOCKS_WITHIN, MOST_GUESTS, MOST_KNOCKS, Shut};
use crate::staff::token;
use crate::{Engage, Error, Result};

/// What a link is to whoever looks at it. Looking changes nothing: networks look at every link that
/// is posted there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What happens to whoever opens it.
    pub door: Door,
    /// The brand's name; empty for a link that is none.
    pub brand: String,
    /// Where it leads; none for a link that is none.
    pub room: Option<RoomId>,
}

/// Somebody opened a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// What happened.
    pub door: Door,
    /// Where they are; none where the door is shut.
    pub room: Option<RoomId>,
    /// What the browser proves itself with from now on; none when it has something already.
    pub secret: Option<String>,
}

/// A link that is there, with the browser that holds it.
struct Found {
    link: Link,
    room: Room,
    known: Option<Guest>,
    closed: bool,
}

impl Engage {
    /// The room that a link leads to, if it is one.
    ///
    /// # Errors
    /// As the database.
    pub async fn room_of_link(&self, slug: &str, link: &str) -> Result<Option<RoomId>> {
        let Some(org) = self.org_by_slug(slug).await? else { return Ok(None) };
        let found = find(&mut self.db.read(org).await?, link, None).await?;
        Ok(found.map(|found| found.room.id))
    }

    /// What happens to whoever opens this link with this browser. Changes nothing.
    ///
    /// # Errors
    /// As the database.
    pub async fn look_at_link(
        &self,
        slug: &str,
        link: &str,
        secret: Option<&str>,
    ) -> Result<Entry> {
        let nothing = Entry { door: Door::Shut(Shut::Unknown), brand: String::new(), room: None };
        let Some(org) = self.org_by_slug(slug).await? else { return Ok(nothing) };
        let mut conn = self.db.read(org).await?;
        let Some(found) = find(&mut conn, link, secret).await? else { return Ok(nothing) };
        let brand = organizations::find(&mut conn).await?.name;
        Ok(Entry { door: found.door(self.tools.now()), brand, room: Some(found.room.id) })
    }

    /// Opens a link: the first browser of a new room is in; any other one is remembered, and waits
    /// until it is known whose it is. A browser that the room does not know gets a secret of its own,
    /// whatever it brought.
    ///
    /// # Errors
    /// As the database.
    pub async fn open_link(&self, slug: &str, link: &str, secret: Option<&str>) -> Result<Entered> {
        let shut = |why| Entered { door: Door::Shut(why), room: None, secret: None };
        let Some(org) = self.org_by_slug(slug).await? else { return Ok(shut(Shut::Unknown)) };
        let fresh = token::new(org, self.tools.secret());
        let (engage, link) = (self.clone(), link.to_owned());
        let brought = secret.map(ToOwned::to_owned);
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let brought = brought.as_deref();
                    let Some(found) = find(tx, &link, brought).await? else {
                        return Ok(shut(Shut::Unknown));
                    };
                    // Held, and looked at once more: of two that come at once, one is the first.
                    rooms::hold(tx, found.room.id).await?;
                    let Some(found) = find(tx, &link, brought).await? else {
                        return Ok(shut(Shut::Unknown));
                    };
                    let door = found.door(engage.tools.now());
                    if let Door::Shut(why) = door {
                        return Ok(shut(why));
                    }
                    let new = step_in(&engage, tx, &found, door, token::hash(&fresh)).await?;
                    let secret = new.then_some(fresh);
                    Ok(Entered { door, room: Some(found.room.id), secret })
                })
            })
            .await
    }

    async fn org_by_slug(&self, slug: &str) -> Result<Option<OrgId>> {
        let all = self.db.organizations().await?;
        Ok(all.into_iter().find(|(_, known)| known == slug).map(|(id, _)| id))
    }
}

impl Found {
    fn door(&self, now: Time) -> Door {
        let known = self.known.as_ref().map(|guest| guest.standing);
        match rules::door(&self.link, known, self.room.opened_at.is_some(), now) {
            // Nobody comes new into a matter that is over.
            Door::Enter | Door::Wait if self.closed => Door::Shut(Shut::Expired),
            door => door,
        }
    }
}

async fn find(conn: &mut Conn, link: &str, secret: Option<&str>) -> Result<Option<Found>> {
    if !rules::is_letters(link) {
        return Ok(None);
    }
    let org = conn.org();
    let Some(link) = rooms::link_by_token(conn, token_hash(link)).await? else { return Ok(None) };
    let room = rooms::find(conn, link.room_id).await?;
    let known = match secret.and_then(token::read) {
        Some((of, hash)) if of == org => rooms::guest(conn, room.id, hash).await?,
        _ => None,
    };
    let closed = match room.case_id {
        Some(case) => cases::find(conn, case).await?.status == CaseStatus::Closed,
        None => false,
    };
    Ok(Some(Found { link, room, known, closed }))
}

/// Whether the agent hears that a browser waits. It is in the log of the case for good, so a crowd at a
/// link that stands in public is heard a few times, and then only seen.
async fn is_news(tx: &mut Tx, found: &Found, now: Time) -> Result<bool> {
    let waits = |guest: &Guest| guest.standing == GuestStanding::Waiting;
    if found.known.as_ref().is_some_and(waits) {
        return Ok(false);
    }
    let all = rooms::guests(tx, found.room.id).await?;
    let lately =
        all.iter().filter(|guest| waits(guest) && now.since(guest.came_at) < KNOCKS_WITHIN);
    Ok(lately.count() < MOST_KNOCKS)
}

/// Writes down what opening did. Gives whether the browser is new to the room.
async fn step_in(
    engage: &Engage,
    tx: &mut Tx,
    found: &Found,
    door: Door,
    fresh: [u8; 32],
) -> Result<bool> {
    let now = engage.tools.now();
    let (standing, kind) = match door {
        Door::Enter => (GuestStanding::In, EventKind::RoomOpened),
        Door::Wait => (GuestStanding::Waiting, EventKind::RoomKnocked),
        Door::Home | Door::Shut(_) => return Ok(false),
    };
    let told = door == Door::Enter || is_news(tx, found, now).await?;
    rooms::open_link(tx, found.link.id, now).await?;
    if let Some(guest) = &found.known {
        rooms::place_guest(tx, guest.id, standing).await?;
    } else {
        let id = engage.tools.id();
        let guest = Guest { id, room_id: found.room.id, standing, came_at: now, tries: 0 };
        rooms::insert_guest(tx, &guest, fresh).await?;
        rooms::forget_oldest(tx, found.room.id, MOST_GUESTS).await?;
    }
    let Some(case) = found.room.case_id else { return Ok(found.known.is_none()) };
    let case = cases::find(tx, case).await?;
    if door == Door::Enter {
        rooms::open(tx, found.room.id, now).await?;
        cases::add_leg(tx, case.id, found.room.thread_id, ThreadRole::Private, now).await?;
    }
    if told {
        let moment = Moment::new(now, Actor::Account(found.room.account_id));
        let data = json!({ "room": found.room.id, "link": found.link.id });
        tx.emit(moment.event(kind, &case).data(data));
    }
    Ok(found.known.is_none())
}
