//! Somebody opens a link.

use earshot_cases::Moment;
use earshot_model::{Actor, EventKind, GuestStanding, OrgId, RoomId, ThreadRole};
use earshot_store::rooms::{self, Guest, Link, Room};
use earshot_store::{Conn, Tx, cases, organizations};
use serde_json::json;

use super::invite::token_hash;
use super::rules::{self, Door, Shut};
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
    org: OrgId,
    link: Link,
    room: Room,
    known: Option<Guest>,
    guests: i64,
}

impl Engage {
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

    /// Opens a link: the first browser is in, and takes the place of whoever was; any other one is
    /// remembered, and waits.
    ///
    /// # Errors
    /// As the database.
    pub async fn open_link(&self, slug: &str, link: &str, secret: Option<&str>) -> Result<Entered> {
        let shut = |why| Entered { door: Door::Shut(why), room: None, secret: None };
        let Some(org) = self.org_by_slug(slug).await? else { return Ok(shut(Shut::Unknown)) };
        // A browser that is known here keeps its secret: it may be in several rooms.
        let kept = secret.filter(|secret| token::read(secret).is_some_and(|(of, _)| of == org));
        let fresh = token::new(org, self.tools.secret());
        let holds = kept.unwrap_or(&fresh).to_owned();
        let new = kept.is_none().then_some(fresh);
        let (engage, link) = (self.clone(), link.to_owned());
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let Some(found) = find(tx, &link, Some(&holds)).await? else {
                        return Ok(shut(Shut::Unknown));
                    };
                    // Held, and looked at once more: of two that come at once, one is the first.
                    rooms::hold(tx, found.room.id).await?;
                    let Some(found) = find(tx, &link, Some(&holds)).await? else {
                        return Ok(shut(Shut::Unknown));
                    };
                    let door = found.door(engage.tools.now());
                    step_in(&engage, tx, &found, door, token::hash(&holds)).await?;
                    let room = (!matches!(door, Door::Shut(_))).then_some(found.room.id);
                    Ok(Entered { door, room, secret: new.filter(|_| room.is_some()) })
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
    fn door(&self, now: earshot_model::Time) -> Door {
        rules::door(&self.link, self.known.as_ref().map(|guest| guest.standing), self.guests, now)
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
    let guests = rooms::count_guests(conn, room.id).await?;
    Ok(Some(Found { org, link, room, known, guests }))
}

/// Writes down what opening did.
async fn step_in(
    engage: &Engage,
    tx: &mut Tx,
    found: &Found,
    door: Door,
    secret_hash: [u8; 32],
) -> Result<()> {
    let now = engage.tools.now();
    let standing = match door {
        Door::Enter => GuestStanding::In,
        Door::Wait => GuestStanding::Waiting,
        Door::Home | Door::Shut(_) => return Ok(()),
    };
    let id = match &found.known {
        Some(guest) => {
            rooms::place_guest(tx, guest.id, standing).await?;
            guest.id
        }
        None => {
            let id = engage.tools.id();
            let guest = Guest { id, room_id: found.room.id, standing, came_at: now };
            rooms::insert_guest(tx, &guest, secret_hash).await?;
            id
        }
    };
    let kind = if door == Door::Enter {
        rooms::open_link(tx, found.link.id, now).await?;
        rooms::open(tx, found.room.id, now).await?;
        rooms::put_out_others(tx, found.room.id, id).await?;
        // Somebody else may sit there now: what was proved before says nothing of them.
        rooms::prove(tx, found.room.id, None).await?;
        EventKind::RoomOpened
    } else if found.known.is_none() {
        EventKind::RoomKnocked
    } else {
        return Ok(());
    };
    let Some(case) = found.room.case_id else { return Ok(()) };
    let case = cases::find(tx, case).await?;
    if door == Door::Enter {
        cases::add_leg(tx, case.id, found.room.thread_id, ThreadRole::Private, now).await?;
    }
    let moment = Moment::new(now, Actor::Account(found.room.account_id));
    let data = json!({ "room": found.room.id, "link": found.link.id });
    debug_assert_eq!(found.org, case.org_id, "a room and its case are of one organization");
    tx.emit(moment.event(kind, &case).data(data));
    Ok(())
}
