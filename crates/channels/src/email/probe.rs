//! Who are we there, and what may we do?

use earshot_model::{Capabilities, LengthRule, LengthUnit};

use super::imap::{self, within};
use super::pull::INBOX;
use super::{own, smtp};
use crate::access::{Access, Fields};
use crate::channel::{Right, Standing};
use crate::fault::Fault;
use crate::pace::Lane;

/// The most characters of an answer. Mail itself has no such limit; people do.
const LONGEST: u32 = 20_000;

pub(super) async fn probe(access: &Access) -> Result<Standing, Fault> {
    let own = own(access)?;
    let mut session = imap::open(access, Lane::Replies).await?;
    let can = within(session.capabilities()).await?;
    let idles = can.has_str("IDLE");
    let inbox = imap::look(session, INBOX).await?;
    imap::leave(inbox.into_session()).await;
    smtp::open(access).await?.leave().await;
    let rule = LengthRule { unit: LengthUnit::Chars, max: LONGEST, link_counts: None };
    let right = |key: &str, held| Right { key: key.to_owned(), held: Some(held) };
    Ok(Standing {
        id: own.mailbox.address.clone(),
        handle: own.mailbox.address.clone(),
        name: access.setting("sender").to_owned(),
        capabilities: Capabilities {
            reply_public: false,
            reply_private: true,
            find_sent: true,
            length_public: rule,
            length_private: rule,
            by_hand: false,
        },
        learned: Fields::new(),
        // Both servers let us in: that is what was asked.
        rights: vec![right("read", true), right("write", true)],
        server: if idles { "IMAP (IDLE), SMTP" } else { "IMAP, SMTP" }.to_owned(),
    })
}
