//! Hacker News: stories and comments with certain words, through its public search.
//!
//! It takes no answers from programs: a person gives them there. `wire` reads what the search says, and is
//! pure. The API: <https://hn.algolia.com/api>.

mod read;
pub mod wire;

use async_trait::async_trait;
use earshot_egress::Request;
use earshot_model::{ChannelEvent, Time};
use serde::de::DeserializeOwned;

use crate::access::{Access, Ask, Fields};
use crate::channel::{
    About, Channel, Field, FieldKind, Outgoing, Page, Receipt, Right, SourceKind, Standing, Wanted,
};
use crate::fault::Fault;
use crate::feeds::by_hand;
use crate::pace::Lane;

/// Where the search answers, unless another address was typed.
const SEARCH: &str = "https://hn.algolia.com";
/// Where people read it.
const SITE: &str = "news.ycombinator.com";
/// Why nothing is sent.
const BY_HAND: &str = "Hacker News takes no answers from programs: give it there, by hand";

static ABOUT: About = About {
    kind: "hacker_news",
    name: "Hacker News",
    fields: &[
        Field { key: "own_name", kind: FieldKind::Line, optional: true },
        Field { key: "address", kind: FieldKind::Address, optional: true },
    ],
    sources: &[SourceKind {
        kind: "words",
        named: true,
        at_first: false,
        every: 2 * Time::MINUTE,
        streams: false,
        whole: false,
    }],
    hydrates: true,
};

/// The channel.
#[derive(Debug, Default)]
pub struct HackerNews;

#[async_trait]
impl Channel for HackerNews {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    async fn probe(&self, access: &Access) -> Result<Standing, Fault> {
        let path = "/api/v1/search_by_date?tags=story&hitsPerPage=1";
        let _: wire::Found = get(access, Lane::Replies, path).await?;
        let own = access.setting("own_name").trim();
        if !own.is_empty() {
            let path = format!("/api/v1/users/{}", escaped(own));
            let _: serde_json::Value =
                get(access, Lane::Replies, &path).await.map_err(|fault| match fault {
                    Fault::NotThere(_) => {
                        Fault::Invalid(format!("nobody on {SITE} is called \"{own}\""))
                    }
                    other => other,
                })?;
        }
        let right = |key: &str| Right { key: key.to_owned(), held: Some(true) };
        Ok(Standing {
            id: "hacker_news".to_owned(),
            handle: if own.is_empty() { SITE.to_owned() } else { own.to_owned() },
            name: "Hacker News".to_owned(),
            capabilities: by_hand(),
            learned: Fields::new(),
            rights: vec![right("search"), right("by_hand")],
            server: "Algolia".to_owned(),
        })
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
        read::look_again(access, ids).await
    }
}

/// Reads something.
async fn get<T: DeserializeOwned>(access: &Access, lane: Lane, path: &str) -> Result<T, Fault> {
    let base = Some(access.setting("address")).filter(|typed| !typed.is_empty()).unwrap_or(SEARCH);
    let request = Request::get(format!("{}{path}", base.trim_end_matches('/')));
    let ask = Ask { request, bucket: "search", rates: None, lane, changes: false };
    let odd = |error| Fault::Passing(format!("its answer cannot be read: {error}"));
    access.ask(ask).await?.json().map_err(odd)
}

/// A value in a query, with everything odd in it percent-encoded.
fn escaped(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    let one = |b: u8| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    text.bytes().map(one).collect()
}
