//! Web chat: visitors of the brand's own pages write through an embedded window.
//!
//! What they say comes in over HTTP, in the rooms of the server (`engage::rooms`), and what is answered
//! stands there as soon as it is sent. So there is nothing to fetch and nothing to send elsewhere: the
//! channel says what has to be set up, and checks it.

mod origins;

use async_trait::async_trait;
use earshot_model::{Capabilities, LengthRule, LengthUnit, RoomKind};

use crate::access::{Access, Fields};
use crate::channel::{
    About, Channel, Field, FieldKind, Outgoing, Page, Receipt, Right, Standing, Wanted,
};
use crate::fault::Fault;

pub use origins::origins;

/// The longest answer, in characters: as long as what a visitor may write.
const LONGEST: u32 = 4_000;

static ABOUT: About = About {
    kind: RoomKind::Chat.channel(),
    name: "Web chat",
    fields: &[
        Field { key: "title", kind: FieldKind::Line, optional: false },
        Field { key: "greeting", kind: FieldKind::Line, optional: true },
        Field { key: "origins", kind: FieldKind::Line, optional: false },
    ],
    sources: &[],
    hydrates: false,
};

/// The channel.
#[derive(Debug, Default)]
pub struct WebChat;

#[async_trait]
impl Channel for WebChat {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    /// Looks at what was typed: it is all there is.
    async fn probe(&self, access: &Access) -> Result<Standing, Fault> {
        let pages = origins(access.setting("origins")).map_err(Fault::Invalid)?;
        let length = LengthRule { unit: LengthUnit::Chars, max: LONGEST, link_counts: None };
        let name = access.setting("title").trim().to_owned();
        let learned = Fields::from([("origins".to_owned(), pages.join(" "))]);
        let count = pages.len();
        Ok(Standing {
            id: "chat".to_owned(),
            handle: handle(&name),
            name,
            capabilities: Capabilities {
                reply_public: false,
                reply_private: true,
                find_sent: true,
                length_public: length,
                length_private: length,
                by_hand: false,
            },
            learned,
            rights: vec![Right { key: "frame".to_owned(), held: Some(count > 0) }],
            server: "Earshot".to_owned(),
        })
    }

    async fn pull(&self, _: &Access, _: &Wanted<'_>) -> Result<Page, Fault> {
        Ok(Page::default())
    }

    /// The post that the outbox makes is the answer: its id is the message's own.
    async fn send(&self, _: &Access, answer: &Outgoing) -> Result<Receipt, Fault> {
        Ok(Receipt { id: answer.id.to_string(), url: None })
    }

    async fn find_sent(&self, _: &Access, answer: &Outgoing) -> Result<Option<Receipt>, Fault> {
        Ok(Some(Receipt { id: answer.id.to_string(), url: None }))
    }
}

/// A handle from a name: small letters and digits, with hyphens between.
fn handle(name: &str) -> String {
    let folded = name.to_lowercase();
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let handle = words.collect::<Vec<_>>().join("-");
    if handle.is_empty() { "chat".to_owned() } else { handle }
}

#[cfg(test)]
mod tests {
    use super::handle;

    #[test]
    fn a_handle_is_made_of_the_name() {
        assert_eq!(handle("Altavela Help"), "altavela-help");
        assert_eq!(handle("  Grüße & Co. "), "grüße-co");
        assert_eq!(handle("!!"), "chat");
    }
}
