//! Whether a letter went out, when nobody heard the mail server's word.

use super::give::{message_id, recipient};
use super::pull::INBOX;
use super::{imap, own};
use crate::access::Access;
use crate::channel::{Outgoing, Receipt};
use crate::fault::Fault;
use crate::pace::Lane;

/// Looks for our letter among what was sent, and for mails that speak of it: an answer, or a report.
/// Mail servers need not keep what they send, so that nothing found proves nothing: then a person
/// decides.
pub(super) async fn find_sent(
    access: &Access,
    answer: &Outgoing,
) -> Result<Option<Receipt>, Fault> {
    let id = message_id(&own(access)?, &recipient(answer)?, answer);
    let mut session = imap::open(access, Lane::Replies).await?;
    let name = imap::sent_mailbox(&mut session).await?;
    let mut found = false;
    let mut session = match imap::look(session, &name).await {
        Ok(mut sent) => {
            found = !sent.hits("Message-ID", &id).await?.is_empty();
            sent.into_session()
        }
        // A server without such a mailbox.
        Err(Fault::Invalid(_)) => imap::open(access, Lane::Replies).await?,
        Err(other) => return Err(other),
    };
    if !found {
        let mut inbox = imap::look(session, INBOX).await?;
        for header in ["In-Reply-To", "References"] {
            found = found || !inbox.hits(header, &id).await?.is_empty();
        }
        session = inbox.into_session();
    }
    imap::leave(session).await;
    if found {
        return Ok(Some(Receipt { id, url: None }));
    }
    Err(Fault::Unknown(
        "the letter is not among what was sent, and nothing speaks of it: ask the customer, or look \
         into the mail server's log"
            .to_owned(),
    ))
}
