//! Who is behind a request of a guest.

use earshot_model::{GuestStanding, OrgId, RoomId, RoomKind};
use earshot_store::rooms::{self, Guest, Room};
use earshot_store::{Conn, cases};

use crate::staff::token;
use crate::{Engage, Error, Result};

/// A browser that a room knows.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The organization.
    pub org: OrgId,
    /// The room.
    pub room: Room,
    /// The browser.
    pub guest: Guest,
}

impl Visitor {
    /// Whether they may read and write.
    #[must_use]
    pub fn is_in(&self) -> bool {
        self.guest.standing == GuestStanding::In
    }
}

impl Engage {
    /// The browser with this secret, if this room knows it; nobody for a secret that is none.
    ///
    /// # Errors
    /// As the database.
    pub async fn visitor(&self, room: RoomId, secret: &str) -> Result<Option<Visitor>> {
        let Some((org, hash)) = token::read(secret) else { return Ok(None) };
        let mut conn = self.db.read(org).await?;
        let Some(guest) = rooms::guest(&mut conn, room, hash).await? else { return Ok(None) };
        let room = rooms::find(&mut conn, room).await?;
        Ok(Some(Visitor { org, room, guest }))
    }
}

/// Whether a guest can write: the case of a private room is not closed, and the account is on.
pub(super) async fn may_write(conn: &mut Conn, room: &Room) -> Result<bool> {
    let account = earshot_store::accounts::find(conn, room.account_id).await?;
    if account.disabled_at.is_some() {
        return Ok(false);
    }
    match (room.kind, room.case_id) {
        (RoomKind::Private, Some(case)) => {
            Ok(cases::find(conn, case).await?.status != earshot_model::CaseStatus::Closed)
        }
        _ => Ok(true),
    }
}

/// Whoever is not in learns nothing but that.
pub(super) fn must_be_in(visitor: &Visitor) -> Result<()> {
    if visitor.is_in() { Ok(()) } else { Err(Error::NotFound("room")) }
}
