//! Mail as it arrives: IDLE (RFC 2177).

use std::time::{Duration, Instant};

use async_imap::extensions::idle::IdleResponse;
use tokio::sync::mpsc;

use super::imap::{self, Mailbox, within};
use super::pull::{INBOX, event};
use super::{own, wire::Own};
use crate::access::Access;
use crate::channel::Batch;
use crate::fault::Fault;
use crate::pace::Lane;

/// How long one IDLE lasts. RFC 2177 asks for less than 29 minutes; routers on the way forget a silent
/// connection sooner, and a word that a server says just before is lost.
const IDLE: Duration = Duration::from_secs(2 * 60);
/// How long a connection is kept. A new one begins with nothing left over.
const LASTS: Duration = Duration::from_secs(2 * 3_600);

pub(super) async fn listen(access: &Access, heard: &mpsc::Sender<Batch>) -> Result<(), Fault> {
    let own = own(access)?;
    let mut session = imap::open(access, Lane::Mentions).await?;
    let can = within(session.capabilities()).await?;
    if !can.has_str("IDLE") {
        return Err(Fault::NotThere("the mail server knows no IDLE".to_owned()));
    }
    let mut inbox = imap::look(session, INBOX).await?;
    // What is there now is read from the source.
    let mut next = inbox.next;
    if heard.send(Batch::Opened).await.is_err() {
        return Ok(());
    }
    let began = Instant::now();
    while began.elapsed() < LASTS {
        inbox = idle(inbox).await?;
        if !tell(&mut inbox, &mut next, &own, heard).await? {
            return Ok(());
        }
    }
    imap::leave(inbox.into_session()).await;
    Ok(())
}

/// Waits until something happens, or a while.
async fn idle(inbox: Mailbox) -> Result<Mailbox, Fault> {
    let (validity, next) = (inbox.validity, inbox.next);
    let mut handle = inbox.into_session().idle();
    within(handle.init()).await?;
    let (waiting, _interrupt) = handle.wait_with_timeout(IDLE);
    let woken = waiting.await.map_err(|problem| imap::fault(&problem))?;
    if woken == IdleResponse::ManualInterrupt {
        return Err(Fault::Passing("the mail server hung up".to_owned()));
    }
    let session = within(handle.done()).await?;
    Ok(Mailbox::again(session, validity, next))
}

/// Tells what arrived since; gives whether anybody still hears it.
async fn tell(
    inbox: &mut Mailbox,
    next: &mut u32,
    own: &Own,
    heard: &mpsc::Sender<Batch>,
) -> Result<bool, Fault> {
    let mut uids = inbox.search(&format!("UID {next}:*")).await?;
    uids.retain(|uid| uid >= next);
    // A hint and no more: what is beyond a page is read from the source.
    uids.truncate(20);
    let fetched = inbox.fetch(&uids).await?;
    if let Some(last) = fetched.read_to {
        *next = last.saturating_add(1);
    }
    let events: Vec<_> = fetched.mails.iter().filter_map(|mail| event(mail, own)).collect();
    if events.is_empty() {
        return Ok(!heard.is_closed());
    }
    Ok(heard.send(Batch::Events { events, cursor: None }).await.is_ok())
}
