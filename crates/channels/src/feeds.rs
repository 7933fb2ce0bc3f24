//! Feeds: RSS, Atom and JSON Feed, of articles and of comments.
//!
//! `wire` reads what stands at an address, and is pure; `read` asks for it, `probe` and `look` do what
//! their names say. A feed takes no answers: a person gives them at the source. RFC 4287 (Atom), RFC 9110
//! section 13 (conditional requests), <https://www.rssboard.org/rss-specification>,
//! <https://www.jsonfeed.org/version/1.1/>.

mod address;
mod look;
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

pub use address::address;
pub(crate) use probe::by_hand;

/// Why nothing is sent.
const BY_HAND: &str = "a feed takes no answers: give it at the source, by hand";

static ABOUT: About = About {
    kind: "feeds",
    name: "Feeds",
    fields: &[
        Field { key: "feed", kind: FieldKind::Line, optional: false },
        Field { key: "own_name", kind: FieldKind::Line, optional: true },
    ],
    sources: &[
        // Without a name it is the feed that the account was connected with.
        SourceKind {
            kind: "feed",
            named: true,
            at_first: true,
            every: 5 * Time::MINUTE,
            streams: false,
            whole: false,
        },
        SourceKind {
            kind: "comments",
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
pub struct Feeds;

#[async_trait]
impl Channel for Feeds {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    /// Upper and lower case are told apart in what follows a host.
    fn named(&self, _: &SourceKind, typed: &str) -> Result<String, String> {
        address(typed)
    }

    async fn probe(&self, access: &Access) -> Result<Standing, Fault> {
        probe::probe(access).await
    }

    async fn pull(&self, access: &Access, wanted: &Wanted<'_>) -> Result<Page, Fault> {
        read::page(access, wanted).await
    }

    async fn send(&self, _: &Access, _: &Outgoing) -> Result<Receipt, Fault> {
        Err(Fault::Invalid(BY_HAND.to_owned()))
    }

    async fn find_sent(&self, _: &Access, _: &Outgoing) -> Result<Option<Receipt>, Fault> {
        Err(Fault::Invalid(BY_HAND.to_owned()))
    }

    async fn hydrate(&self, access: &Access, ids: &[String]) -> Result<Vec<ChannelEvent>, Fault> {
        Ok(look::look_again(access, ids).await)
    }
}
