//! E-mail: reads a mailbox over IMAP and answers over SMTP.
//!
//! `wire` reads and writes mail, and is pure; `imap` and `smtp` are the conversations with the two
//! servers; `pull`, `hear`, `give` and `probe` do what the trait asks. RFC 3501 (IMAP), 2177 (IDLE),
//! 6409 (submission), 5322 (mail), 3464 (reports), 3834 (automatic answers).

mod cursor;
mod find;
mod give;
mod hear;
mod imap;
mod place;
mod probe;
mod pull;
mod smtp;
pub mod wire;

use async_trait::async_trait;
use earshot_model::Time;
use tokio::sync::mpsc;

use crate::access::{Access, OWN_KEY};
use crate::channel::{
    About, Batch, Channel, Field, FieldKind, Outgoing, Page, Receipt, SourceKind, Standing, Wanted,
};
use crate::fault::Fault;
use wire::{Mailbox, Own};

static ABOUT: About = About {
    kind: "email",
    name: "E-mail",
    fields: &[
        Field { key: "mailbox", kind: FieldKind::Line, optional: false },
        Field { key: "imap", kind: FieldKind::Line, optional: false },
        Field { key: "smtp", kind: FieldKind::Line, optional: false },
        Field { key: "login", kind: FieldKind::Line, optional: true },
        Field { key: "password", kind: FieldKind::Secret, optional: false },
        Field { key: "sender", kind: FieldKind::Line, optional: true },
        Field { key: "plus", kind: FieldKind::Line, optional: true },
    ],
    sources: &[SourceKind {
        kind: "inbox",
        named: false,
        at_first: true,
        every: Time::MINUTE,
        streams: true,
        whole: false,
    }],
    hydrates: false,
};

/// The channel.
#[derive(Debug, Default)]
pub struct Email;

#[async_trait]
impl Channel for Email {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    async fn probe(&self, access: &Access) -> Result<Standing, Fault> {
        probe::probe(access).await
    }

    async fn pull(&self, access: &Access, wanted: &Wanted<'_>) -> Result<Page, Fault> {
        pull::page(access, wanted.cursor).await
    }

    async fn stream(
        &self,
        access: &Access,
        _: &Wanted<'_>,
        heard: mpsc::Sender<Batch>,
    ) -> Result<(), Fault> {
        hear::listen(access, &heard).await
    }

    async fn send(&self, access: &Access, answer: &Outgoing) -> Result<Receipt, Fault> {
        give::send(access, answer).await
    }

    async fn find_sent(
        &self,
        access: &Access,
        answer: &Outgoing,
    ) -> Result<Option<Receipt>, Fault> {
        find::find_sent(access, answer).await
    }
}

/// The account's own address, and what it signs with.
fn own(access: &Access) -> Result<Own, Fault> {
    let typed = access.setting("mailbox");
    let mailbox = Mailbox::of(typed, "").ok_or_else(|| {
        Fault::Invalid(format!("\"{typed}\" is no address: write it as support@example.org"))
    })?;
    let key = access.secret(OWN_KEY);
    if key.is_empty() {
        return Err(Fault::Login(
            "the key that its letters are signed with is gone: type the password again".to_owned(),
        ));
    }
    Ok(Own::new(mailbox, key))
}

/// The name that the account logs in with: its address, unless another one was typed.
fn login(access: &Access) -> &str {
    let typed = access.setting("login");
    if typed.is_empty() { access.setting("mailbox") } else { typed }
}
