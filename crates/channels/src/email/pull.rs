//! What arrived in the mailbox, page by page.

use earshot_model::{ChannelEvent, ResultState, Time};

use super::cursor::Cursor;
use super::imap::{self, Kept, Mailbox};
use super::own;
use super::wire::{Kind, Own, item, judge, read};
use crate::access::Access;
use crate::channel::Page;
use crate::fault::Fault;
use crate::pace::Lane;

/// How many mails a page has.
const PAGE: usize = 20;
/// The mailbox that is read.
pub(super) const INBOX: &str = "INBOX";
/// How far back a mailbox is read again whose numbers mean nothing any more, in seconds: two days
/// before the newest mail that was read, as servers search by days.
const AGAIN: i64 = 2 * 24 * 3_600;

pub(super) async fn page(access: &Access, cursor: Option<&str>) -> Result<Page, Fault> {
    let own = own(access)?;
    let session = imap::open(access, Lane::Mentions).await?;
    let mut inbox = imap::look(session, INBOX).await?;
    let known = cursor.and_then(Cursor::read);
    let page = match known {
        Some(known) if known.validity == inbox.validity => newer(&mut inbox, known, &own).await,
        known => first(&mut inbox, known, &own).await,
    };
    imap::leave(inbox.into_session()).await;
    page
}

/// What came after the cursor, oldest first.
async fn newer(inbox: &mut Mailbox, known: Cursor, own: &Own) -> Result<Page, Fault> {
    let from = known.uid.saturating_add(1);
    let mut waiting = inbox.search(&format!("UID {from}:*")).await?;
    // A range that ends with `*` always holds the newest mail, however small its number.
    waiting.retain(|uid| *uid > known.uid);
    let more = waiting.len() > PAGE;
    waiting.truncate(PAGE);
    told(inbox, &waiting, known, more, own).await
}

/// The first look takes the newest page. Where the numbers changed, everything since the last mail is
/// read again; what is known already does no harm.
async fn first(inbox: &mut Mailbox, known: Option<Cursor>, own: &Own) -> Result<Page, Fault> {
    let since = known.map(|known| known.arrived).filter(|arrived| *arrived > 0);
    let query = match since {
        Some(arrived) => format!("SINCE {}", imap::day(arrived.saturating_sub(AGAIN))),
        None => "ALL".to_owned(),
    };
    let mut waiting = inbox.search(&query).await?;
    let start = Cursor { validity: inbox.validity, uid: 0, arrived: since.unwrap_or(0) };
    if since.is_some() {
        // Page by page from the oldest on. Where nothing is that young, the rest is history.
        let before = before(inbox, &waiting).await?;
        let more = waiting.len() > PAGE;
        waiting.truncate(PAGE);
        let start = Cursor { uid: before, ..start };
        return told(inbox, &waiting, start, more, own).await;
    }
    let skip = waiting.len().saturating_sub(PAGE);
    // What is older is history.
    let newest: Vec<u32> = waiting.into_iter().skip(skip).collect();
    let start = Cursor { uid: before(inbox, &newest).await?, ..start };
    told(inbox, &newest, start, false, own).await
}

/// The number before the first of these; the last number of the mailbox where there are none.
async fn before(inbox: &mut Mailbox, waiting: &[u32]) -> Result<u32, Fault> {
    if let Some(first) = waiting.first() {
        return Ok(first.saturating_sub(1));
    }
    if inbox.next > 0 {
        return Ok(inbox.next.saturating_sub(1));
    }
    // A server that does not tell its next number.
    Ok(inbox.search("ALL").await?.last().copied().unwrap_or(0))
}

async fn told(
    inbox: &mut Mailbox,
    uids: &[u32],
    from: Cursor,
    more: bool,
    own: &Own,
) -> Result<Page, Fault> {
    let fetched = inbox.fetch(uids).await?;
    let events = fetched.mails.iter().filter_map(|mail| event(mail, own)).collect();
    let read_to = fetched.read_to.unwrap_or(0).max(from.uid);
    let arrived = fetched.mails.iter().filter_map(|mail| mail.arrived).max().unwrap_or(0);
    let cursor = Cursor { uid: read_to, arrived: arrived.max(from.arrived), ..from };
    Ok(Page { events, cursor: Some(cursor.write()), more: more || fetched.more })
}

/// What a mail tells; nothing for one that nobody has to read.
pub(super) fn event(kept: &Kept, own: &Own) -> Option<ChannelEvent> {
    let Some(mail) = read(&kept.bytes) else {
        tracing::info!(uid = kept.uid, "a mail cannot be read");
        return None;
    };
    let seconds = kept.arrived.unwrap_or(0);
    let arrived = Time(seconds.saturating_mul(Time::SECOND));
    let arrived = if seconds > 0 { arrived } else { mail.written_at.unwrap_or(arrived) };
    match judge(&mail, own, arrived) {
        Kind::Post => {
            let item = item(&mail, own, arrived)?;
            Some(ChannelEvent::Upsert { item: Box::new(item) })
        }
        Kind::Bounce { message, why } => Some(ChannelEvent::Status {
            sent: message,
            state: ResultState::Rejected,
            id: None,
            detail: Some(why).filter(|why| !why.is_empty()),
        }),
        Kind::Passed(why) => {
            tracing::info!(uid = kept.uid, why, "a mail is passed over");
            None
        }
    }
}
