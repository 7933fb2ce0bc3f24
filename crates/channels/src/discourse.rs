//! Discourse: the posts of a forum, read and answered over its API.
//!
//! `wire` reads what a forum says, and is pure; `calls` are the requests; `probe`, `read` and `give` do what
//! the trait asks. The API: <https://docs.discourse.org>.

mod calls;
mod give;
mod probe;
mod read;
pub mod wire;

use async_trait::async_trait;
use earshot_model::{ChannelEvent, Time};

use crate::access::Access;
use crate::channel::{
    About, Channel, Field, FieldKind, Outgoing, Page, Receipt, SourceKind, Standing, Wanted,
};
use crate::fault::Fault;

static ABOUT: About = About {
    kind: "discourse",
    name: "Discourse",
    fields: &[
        Field { key: "address", kind: FieldKind::Address, optional: false },
        Field { key: "username", kind: FieldKind::Line, optional: true },
        Field { key: "api_key", kind: FieldKind::Secret, optional: true },
    ],
    sources: &[
        SourceKind {
            kind: "latest",
            named: false,
            at_first: true,
            every: Time::MINUTE,
            streams: false,
            whole: false,
        },
        SourceKind {
            kind: "words",
            named: true,
            at_first: false,
            every: 5 * Time::MINUTE,
            streams: false,
            whole: false,
        },
    ],
    hydrates: true,
};

/// The channel.
#[derive(Debug, Default)]
pub struct Discourse;

#[async_trait]
impl Channel for Discourse {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    async fn probe(&self, access: &Access) -> Result<Standing, Fault> {
        probe::probe(access).await
    }

    async fn pull(&self, access: &Access, wanted: &Wanted<'_>) -> Result<Page, Fault> {
        read::page(access, wanted).await
    }

    async fn send(&self, access: &Access, answer: &Outgoing) -> Result<Receipt, Fault> {
        give::send(access, answer).await
    }

    async fn find_sent(
        &self,
        access: &Access,
        answer: &Outgoing,
    ) -> Result<Option<Receipt>, Fault> {
        give::find_sent(access, answer).await
    }

    async fn hydrate(&self, access: &Access, ids: &[String]) -> Result<Vec<ChannelEvent>, Fault> {
        read::look_again(access, ids).await
    }
}
