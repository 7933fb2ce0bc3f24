//! Bluesky, and any network of the AT Protocol: an account on a PDS, seen through its AppView.
//!
//! `wire` reads what the network says, and is pure; `calls` are the requests and `session` what proves
//! them; `feed`, `around`, `chat`, `give`, `look` and `network` do what the trait asks. The protocol:
//! <https://atproto.com/specs/atp>, its methods: <https://docs.bsky.app/docs/category/http-reference>.

mod around;
mod calls;
mod chat;
mod feed;
mod give;
mod look;
mod network;
mod probe;
mod session;
pub mod wire;

use async_trait::async_trait;
use earshot_model::{Audience, ChannelEvent, ChannelItem, Time};
use tokio::sync::mpsc;

use crate::access::Access;
use crate::channel::{
    About, Batch, Channel, Field, FieldKind, Outgoing, Page, Receipt, SourceKind, Standing, Wanted,
};
use crate::fault::Fault;
use around::Before;
use chat::Members;
use session::Sessions;

/// How often what is only listened to is asked for, in microseconds.
const LISTENING: i64 = Time::MINUTE;

static ABOUT: About = About {
    kind: "bluesky",
    name: "Bluesky",
    fields: &[
        Field { key: "address", kind: FieldKind::Address, optional: false },
        Field { key: "handle", kind: FieldKind::Line, optional: false },
        Field { key: "app_password", kind: FieldKind::Secret, optional: false },
    ],
    sources: &[
        read("mentions", false, 10 * Time::SECOND),
        read("messages", false, 10 * Time::SECOND),
        read("author", true, LISTENING),
        read("hashtag", true, LISTENING),
        read("words", true, LISTENING),
        SourceKind {
            kind: "network",
            named: true,
            at_first: false,
            every: LISTENING,
            streams: true,
            whole: true,
        },
    ],
    hydrates: true,
};

/// A source that is asked for; those without a name from the start.
const fn read(kind: &'static str, named: bool, every: i64) -> SourceKind {
    SourceKind { kind, named, at_first: !named, every, streams: false, whole: false }
}

/// The channel.
#[derive(Debug, Default)]
pub struct Bluesky {
    sessions: Sessions,
    before: Before,
    members: Members,
}

#[async_trait]
impl Channel for Bluesky {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    async fn probe(&self, access: &Access) -> Result<Standing, Fault> {
        self.who_are_we(access).await
    }

    async fn pull(&self, access: &Access, wanted: &Wanted<'_>) -> Result<Page, Fault> {
        match wanted.kind {
            "messages" => self.messages(access, wanted).await,
            _ => self.page(access, wanted).await,
        }
    }

    async fn stream(
        &self,
        access: &Access,
        wanted: &Wanted<'_>,
        heard: mpsc::Sender<Batch>,
    ) -> Result<(), Fault> {
        match wanted.kind {
            "network" => self.hear(access, wanted, &heard).await,
            other => Err(Fault::Invalid(format!("{other} cannot be streamed"))),
        }
    }

    async fn complete(
        &self,
        access: &Access,
        items: Vec<ChannelItem>,
    ) -> Result<Vec<ChannelItem>, Fault> {
        self.with_authors(access, items).await
    }

    async fn send(&self, access: &Access, answer: &Outgoing) -> Result<Receipt, Fault> {
        match answer.audience {
            Audience::Public | Audience::Unlisted => self.post(access, answer).await,
            Audience::Private => self.message(access, answer).await,
            Audience::Followers | Audience::Internal => Err(Fault::Invalid(
                "Bluesky has no posts for followers only: answer in public, or in private"
                    .to_owned(),
            )),
        }
    }

    async fn find_sent(
        &self,
        access: &Access,
        answer: &Outgoing,
    ) -> Result<Option<Receipt>, Fault> {
        match answer.audience {
            Audience::Private => self.find_message(access, answer).await,
            _ => self.find_post(access, answer).await,
        }
    }

    async fn hydrate(&self, access: &Access, ids: &[String]) -> Result<Vec<ChannelEvent>, Fault> {
        self.look_again(access, ids).await
    }
}
