//! Who is the guest? A code goes to the handle that was invited, or an agent writes down what they
//! looked at.

use earshot_cases::Moment;
use earshot_model::{
    Actor, Audience, Case, CaseId, CheckKind, Direction, EventKind, GuestStanding, OutboxId,
    Permission, Post, PostState, RoomGuestId, Time,
};
use earshot_store::rooms::{self, Check, Guest, Room};
use earshot_store::{Tx, accounts, cases, posts};
use serde_json::json;

use super::Visitor;
use super::rules::{self, CODE_LASTS, Typed};
use crate::reply::ReplyRefusal;
use crate::staff::{Staff, token};
use crate::{Engage, Error, Result};

/// How far back in a case a post of the handle is looked for.
const BACK: i64 = 500;
/// The longest note of what was looked at, in characters.
const LONGEST_NOTE: usize = 200;

/// What a typed code did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// It was right: they are in, and it is known who they are.
    Right,
    /// It was wrong; so many tries are left.
    Wrong {
        /// How many.
        left: i64,
    },
    /// No code counts now.
    Over,
}

impl Engage {
    /// Sends a code to the handle that was invited, as a direct message on its own channel, where
    /// `words` has `{code}` in the place of the code. It goes at once. Asks `reply.private`.
    ///
    /// # Errors
    /// [`ReplyRefusal::CannotSend`] where the channel has no direct messages;
    /// [`Error::NotFound`] for a case without a room.
    pub async fn send_code(
        &self,
        who: &Staff,
        case: CaseId,
        words: &str,
    ) -> Result<(), ReplyRefusal> {
        let (engage, by, words) = (self.clone(), who.clone(), words.to_owned());
        let (acting, key) = (self.acting(who), self.tools.id::<OutboxId>());
        let code = rules::code(self.tools.secret());
        self.db
            .write::<_, ReplyRefusal, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::ReplyPrivate).await?;
                    let room = room_of(tx, &case).await?;
                    let to = post_of_handle(tx, &case, &room).await?;
                    let text = words.replace("{code}", &spaced(&code));
                    crate::reply::direct(&engage, tx, &by, &case, (key, &text), &to).await?;
                    let now = acting.at();
                    rooms::void_checks(tx, room.id, now).await?;
                    let id = engage.tools.id();
                    let check = Check {
                        id,
                        room_id: room.id,
                        agent_id: by.id(),
                        how: CheckKind::Code,
                        code_hash: Some(rules::code_hash(room.id, id, &code).to_vec()),
                        note: String::new(),
                        made_at: now,
                        expires_at: now.plus(CODE_LASTS),
                        tries: 0,
                        passed_at: None,
                    };
                    rooms::insert_check(tx, &check).await?;
                    rooms::tries_anew(tx, room.id).await?;
                    let data = json!({ "room": room.id, "how": CheckKind::Code });
                    tx.emit(acting.moment.event(EventKind::RoomAsked, &case).data(data));
                    Ok(())
                })
            })
            .await?;
        self.wake.notify_waiters();
        Ok(())
    }

    /// Writes down that it is known who the guest is, and what was looked at. `admit` names a browser
    /// that waits: it comes in by that, and takes the place of whoever was in; without it, whoever is
    /// in stays. Asks `reply.private`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `note`, [`Error::NotFound`] for a case without a room, or for a browser
    /// that does not wait there.
    pub async fn mark_proved(
        &self,
        who: &Staff,
        case: CaseId,
        note: &str,
        admit: Option<RoomGuestId>,
    ) -> Result<()> {
        let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
        let (engage, acting, agent) = (self.clone(), self.acting(who), who.id());
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, case, Permission::ReplyPrivate).await?;
                    if !(3..=LONGEST_NOTE).contains(&note.chars().count()) {
                        let problem =
                            format!("say in 3 to {LONGEST_NOTE} characters what you looked at");
                        return Err(Error::invalid("note", problem));
                    }
                    let room = room_of(tx, &case).await?;
                    let now = acting.at();
                    if let Some(guest) = admit {
                        let_in(tx, &room, guest).await?;
                    }
                    let check = Check {
                        id: engage.tools.id(),
                        room_id: room.id,
                        agent_id: agent,
                        how: CheckKind::Seen,
                        code_hash: None,
                        note,
                        made_at: now,
                        expires_at: now,
                        tries: 0,
                        passed_at: Some(now),
                    };
                    rooms::insert_check(tx, &check).await?;
                    rooms::prove(tx, room.id, Some(now)).await?;
                    let data = json!({ "room": room.id, "how": CheckKind::Seen });
                    tx.emit(acting.moment.event(EventKind::RoomProved, &case).data(data));
                    Ok(())
                })
            })
            .await
    }

    /// A guest types the code. The right one proves the handle, and lets a browser in that waited: it
    /// takes the place of whoever was in. Gives with it what the browser proves itself with from then
    /// on.
    ///
    /// # Errors
    /// As the database.
    pub async fn guest_proves(
        &self,
        visitor: &Visitor,
        code: &str,
    ) -> Result<(Proof, Option<String>)> {
        let (now, guest, code) = (self.tools.now(), visitor.guest.clone(), code.to_owned());
        if guest.standing == GuestStanding::Out {
            return Err(Error::NotFound("room"));
        }
        let fresh = token::new(visitor.org, self.tools.secret());
        let hash = token::hash(&fresh);
        let proof = self
            .db
            .write::<_, Error, _>(visitor.org, move |tx| {
                Box::pin(async move { try_code(tx, &guest, &code, hash, now).await })
            })
            .await?;
        Ok((proof, (proof == Proof::Right).then_some(fresh)))
    }
}

async fn try_code(
    tx: &mut Tx,
    guest: &Guest,
    code: &str,
    fresh: [u8; 32],
    now: Time,
) -> Result<Proof> {
    let Some(check) = rooms::check_hold(tx, guest.room_id).await? else { return Ok(Proof::Over) };
    // As it stands now: another try of the same browser may have been counted.
    let all = rooms::guests(tx, guest.room_id).await?;
    let Some(guest) = all.into_iter().find(|known| known.id == guest.id) else {
        return Err(Error::NotFound("room"));
    };
    match rules::typed(&check, guest.tries, code, now) {
        Typed::Over => Ok(Proof::Over),
        Typed::Wrong { left } => {
            rooms::count_try(tx, guest.id).await?;
            rooms::settle_check(tx, check.id, check.tries + 1, None).await?;
            Ok(Proof::Wrong { left })
        }
        Typed::Right => {
            rooms::settle_check(tx, check.id, check.tries, Some(now)).await?;
            rooms::place_guest(tx, guest.id, GuestStanding::In).await?;
            rooms::put_out_others(tx, guest.room_id, guest.id).await?;
            rooms::renew_guest(tx, guest.id, fresh).await?;
            rooms::prove(tx, guest.room_id, Some(now)).await?;
            tell(tx, guest.room_id, now).await?;
            Ok(Proof::Right)
        }
    }
}

/// Lets a browser in that waits.
async fn let_in(tx: &mut Tx, room: &Room, guest: RoomGuestId) -> Result<()> {
    rooms::hold(tx, room.id).await?;
    let all = rooms::guests(tx, room.id).await?;
    let waits = |known: &&Guest| known.id == guest && known.standing == GuestStanding::Waiting;
    let guest = all.iter().find(waits).ok_or(Error::NotFound("browser"))?;
    rooms::place_guest(tx, guest.id, GuestStanding::In).await?;
    rooms::put_out_others(tx, room.id, guest.id).await?;
    Ok(())
}

async fn tell(tx: &mut Tx, room: earshot_model::RoomId, now: Time) -> Result<()> {
    let room = rooms::find(tx, room).await?;
    let Some(case) = room.case_id else { return Ok(()) };
    let case = cases::find(tx, case).await?;
    let moment = Moment::new(now, Actor::Account(room.account_id));
    let data = json!({ "room": room.id, "how": CheckKind::Code });
    tx.emit(moment.event(EventKind::RoomProved, &case).data(data));
    Ok(())
}

/// The private room of a case.
async fn room_of(tx: &mut Tx, case: &Case) -> Result<Room> {
    rooms::of_case(tx, case.id).await?.ok_or(Error::NotFound("room"))
}

/// The newest post of the handle that was invited: a direct message answers it.
async fn post_of_handle(tx: &mut Tx, case: &Case, room: &Room) -> Result<Post, ReplyRefusal> {
    let said = posts::of_case(tx, case.id, BACK).await.map_err(Error::from)?;
    let theirs = said.into_iter().find(|post| {
        post.direction == Direction::Inbound
            && Some(post.identity_id) == room.asked_id
            && post.state != PostState::Deleted
    });
    let post = theirs.ok_or(ReplyRefusal::NothingToAnswer(Audience::Private))?;
    let account = accounts::find(tx, post.account_id).await.map_err(Error::from)?;
    if account.disabled_at.is_some() {
        return Err(ReplyRefusal::CannotSend { reason: "channel-account-off", alternative: None });
    }
    Ok(post)
}

/// A code as people read it: `482 913`.
fn spaced(code: &str) -> String {
    let (first, rest) = code.split_at_checked(3).unwrap_or((code, ""));
    format!("{first} {rest}")
}
