//! Answers: written once, handed over once, kept among what was sent.

use super::imap;
use super::pull::INBOX;
use super::wire::{Letter, Mail, Mailbox, Own, item_message_id, read, write};
use super::{own, smtp};
use crate::access::Access;
use crate::channel::{Outgoing, Receipt};
use crate::fault::Fault;
use crate::pace::Lane;

pub(super) async fn send(access: &Access, answer: &Outgoing) -> Result<Receipt, Fault> {
    if answer.audience.is_open() {
        return Err(Fault::Forbidden("e-mail has no public answers".to_owned()));
    }
    let own = own(access)?;
    let to = Mailbox::of(&answer.author, "").ok_or_else(|| {
        Fault::Invalid(format!("\"{}\" is no address that can be written to", answer.author))
    })?;
    if own.is_own(&to) || to.is_machine() {
        return Err(Fault::Invalid("this would be a letter to ourselves".to_owned()));
    }
    // The letter needs the subject and the line of mails before it. Without them it goes all the same.
    let answered = answered(access, answer).await;
    let message_id = own.message_id(answer.id, &answer.thread);
    let letter = letter(access, &own, &to, answer, answered.as_ref(), &message_id)?;
    let mut post = smtp::open(access).await?;
    post.hand(&own.mailbox.address, &to.address, &letter).await?;
    post.leave().await;
    keep(access, &message_id, &letter).await;
    Ok(Receipt { id: message_id, url: None })
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
        let uid = inbox.has("Message-ID", id).await?;
        let mails = inbox.fetch(uid.as_slice()).await?;
        imap::leave(inbox.into_session()).await;
        Ok::<_, Fault>(mails.first().and_then(|mail| read(&mail.bytes)))
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
        let there = sent.has("Message-ID", message_id).await?.is_some();
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
