//! Answers: written once, handed over once, kept among what was sent.

use std::time::Duration;

use super::imap;
use super::pull::INBOX;
use super::wire::{Letter, Mail, Mailbox, Own, item_id, item_message_id, read, write};
use super::{own, smtp};
use crate::access::Access;
use crate::channel::{Outgoing, Receipt};
use crate::fault::Fault;
use crate::pace::Lane;

/// How long the mail that is answered is looked for: an answer goes without it, too. All that an answer
/// takes has to fit into the time of one call, or nobody knows what became of it.
const PARENT: Duration = Duration::from_secs(8);
/// How long the goodbye and the copy among what was sent may take, once a letter went.
const COPY: Duration = Duration::from_secs(5);
/// How many mails are looked at whose id holds the one that is answered.
const HITS: usize = 8;
/// How many bytes of each: its headers stand before its words.
const HEAD: usize = 64 * 1024;

pub(super) async fn send(access: &Access, answer: &Outgoing) -> Result<Receipt, Fault> {
    if answer.audience.is_open() {
        return Err(Fault::Forbidden("e-mail has no public answers".to_owned()));
    }
    let own = own(access)?;
    let to = recipient(answer)?;
    if own.is_own(&to) || to.is_machine() {
        return Err(Fault::Invalid("this would be a letter to ourselves".to_owned()));
    }
    // The letter needs the subject and the line of mails before it. Without them it goes all the same.
    let answered = tokio::time::timeout(PARENT, answered(access, answer)).await;
    let answered = answered.unwrap_or_else(|_| {
        tracing::info!("the mail that is answered is not found in time");
        None
    });
    let message_id = message_id(&own, &to, answer);
    let letter = letter(access, &own, &to, answer, answered.as_ref(), &message_id)?;
    let mut post = smtp::open(access).await?;
    post.hand(&own.mailbox.address, &to.address, &letter).await?;
    // It went. Nothing that takes long from here on may leave a doubt about that.
    let after = async {
        post.leave().await;
        keep(access, &message_id, &letter).await;
    };
    if tokio::time::timeout(COPY, after).await.is_err() {
        tracing::info!("a letter is not kept among what was sent: that takes too long");
    }
    Ok(Receipt { id: message_id, url: None })
}

/// Who gets an answer.
pub(super) fn recipient(answer: &Outgoing) -> Result<Mailbox, Fault> {
    Mailbox::of(&answer.author, "").ok_or_else(|| {
        Fault::Invalid(format!("\"{}\" is no address that can be written to", answer.author))
    })
}

/// The id of an answer's letter.
pub(super) fn message_id(own: &Own, to: &Mailbox, answer: &Outgoing) -> String {
    own.message_id(answer.id, &answer.thread, to, answer.written_at)
}

fn letter(
    access: &Access,
    own: &Own,
    to: &Mailbox,
    answer: &Outgoing,
    answered: Option<&Mail>,
    message_id: &str,
) -> Result<Vec<u8>, Fault> {
    let mut references = answered.map(|mail| mail.references.clone()).unwrap_or_default();
    if references.is_empty() {
        references.extend(answered.into_iter().flat_map(|mail| mail.in_reply_to.iter().cloned()));
    }
    references.extend(item_message_id(&answer.to).map(ToOwned::to_owned));
    let sender = access.setting("sender");
    let name = if sender.is_empty() { access.account.name.as_str() } else { sender };
    let letter = Letter {
        own,
        // Before the account has a name it is called by its address; that says nothing new.
        name: if name.contains('@') { "" } else { name },
        to,
        subject: answered.map_or("", |mail| mail.subject.as_str()),
        text: &answer.text,
        message_id,
        references: &references,
        thread: takes_plus(access).then_some(answer.thread.as_str()),
        at: answer.written_at,
    };
    write(&letter).map_err(Fault::Invalid)
}

/// Whether the server delivers `name+word@` to `name@`.
fn takes_plus(access: &Access) -> bool {
    matches!(access.setting("plus").to_lowercase().as_str(), "yes" | "ja" | "y" | "j" | "1" | "+")
}

/// The mail that is answered; nothing where it is not in the mailbox any more.
async fn answered(access: &Access, answer: &Outgoing) -> Option<Mail> {
    let id = item_message_id(&answer.to)?;
    let found = async {
        let session = imap::open(access, Lane::Replies).await?;
        let mut inbox = imap::look(session, INBOX).await?;
        let mut answered = None;
        for uid in inbox.hits("Message-ID", id).await?.into_iter().take(HITS) {
            let mail = inbox.one(uid, HEAD).await?.and_then(|kept| read(&kept.bytes));
            // The id of another's mail may hold this one, or be the same: only the very mail counts,
            // or one customer would get the subject of another.
            answered = mail.filter(|mail| item_id(mail) == answer.to);
            if answered.is_some() {
                break;
            }
        }
        imap::leave(inbox.into_session()).await;
        Ok::<_, Fault>(answered)
    };
    match found.await {
        Ok(mail) => mail,
        Err(fault) => {
            tracing::info!(%fault, "the mail that is answered cannot be read");
            None
        }
    }
}

/// Puts a letter among what was sent, unless the server did so itself. It went already: nothing that
/// fails here is told.
async fn keep(access: &Access, message_id: &str, letter: &[u8]) {
    let kept = async {
        let mut session = imap::open(access, Lane::Replies).await?;
        let name = imap::sent_mailbox(&mut session).await?;
        let mut sent = imap::look(session, &name).await?;
        let there = !sent.hits("Message-ID", message_id).await?.is_empty();
        let mut session = sent.into_session();
        if !there {
            imap::put(&mut session, &name, letter).await?;
        }
        imap::leave(session).await;
        Ok::<_, Fault>(())
    };
    if let Err(fault) = kept.await {
        tracing::info!(%fault, "a letter is not kept among what was sent");
    }
}
