//! The Mastodon API: Mastodon itself, and the many servers that speak it, such as GoToSocial and snac.
//!
//! `wire` reads what a server says, and is pure; `calls` are the requests; `read`, `give` and `hear`
//! do what the trait asks. The API: <https://docs.joinmastodon.org/api/>.

mod calls;
mod give;
mod hear;
mod probe;
mod read;
mod roots;
pub mod wire;

use async_trait::async_trait;
use earshot_model::{ChannelEvent, Time};
use tokio::sync::mpsc;

use crate::channel::{
    About, Batch, Channel, Field, FieldKind, Outgoing, Page, Receipt, SourceKind, Standing, Wanted,
};
use crate::fault::Fault;
use crate::pace::Lane;
use crate::{Access, mastodon::roots::Roots};

static ABOUT: About = About {
    kind: "mastodon",
    name: "Mastodon",
    fields: &[
        Field { key: "address", kind: FieldKind::Address, optional: false },
        Field { key: "token", kind: FieldKind::Secret, optional: false },
    ],
    sources: &[
        SourceKind {
            kind: "mentions",
            named: false,
            at_first: true,
            every: 20 * Time::SECOND,
            streams: true,
            whole: false,
        },
        SourceKind {
            kind: "hashtag",
            named: true,
            at_first: false,
            every: Time::MINUTE,
            streams: true,
            whole: false,
        },
    ],
    hydrates: true,
};

/// The channel.
#[derive(Debug, Default)]
pub struct Mastodon {
    roots: Roots,
}

#[async_trait]
impl Channel for Mastodon {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    async fn probe(&self, access: &Access) -> Result<Standing, Fault> {
        probe::probe(access).await
    }

    async fn pull(&self, access: &Access, wanted: &Wanted<'_>) -> Result<Page, Fault> {
        let kind = ABOUT.source(wanted.kind);
        let lane = kind.map_or(Lane::Listening, SourceKind::lane);
        self.page(access, wanted, lane).await
    }

    async fn stream(
        &self,
        access: &Access,
        wanted: &Wanted<'_>,
        heard: mpsc::Sender<Batch>,
    ) -> Result<(), Fault> {
        self.listen(access, wanted, &heard).await
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
        self.look_again(access, ids).await
    }
}
