//! The streams: server-sent events, as <https://docs.joinmastodon.org/methods/streaming/> says.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use serde_json::Value;
use tokio_stream::wrappers::BroadcastStream;

use super::api::asked;
use super::world::News;
use super::{FakeMastodon, MastodonFault as F};

pub(super) async fn user(State(fake): State<FakeMastodon>) -> Response {
    stream(&fake, |fake, news| {
        let mut world = fake.world();
        match news {
            News::Posted { id, mention: Some(mention), .. } => {
                let told = world.notification(mention, id)?;
                world.tell([id]);
                line("notification", &told)
            }
            News::Posted { .. } => None,
            News::Edited(id) => line("status.update", &world.status(world.standing(id)?)),
            News::Gone(id) => Some(format!("event: delete\ndata: {id}\n\n")),
        }
    })
}

pub(super) async fn hashtag(
    State(fake): State<FakeMastodon>,
    RawQuery(query): RawQuery,
) -> Response {
    let tag = asked(query.as_deref(), "tag").unwrap_or_default().to_lowercase();
    stream(&fake, move |fake, news| {
        let mut world = fake.world();
        match news {
            News::Posted { id, tags, .. } if tags.contains(&tag) => {
                let told = world.status(world.standing(id)?);
                world.tell([id]);
                line("update", &told)
            }
            News::Gone(id) => Some(format!("event: delete\ndata: {id}\n\n")),
            _ => None,
        }
    })
}

fn line(event: &str, data: &Value) -> Option<String> {
    Some(format!("event: {event}\ndata: {data}\n\n"))
}

fn stream(
    fake: &FakeMastodon,
    say: impl Fn(&FakeMastodon, News) -> Option<String> + Send + 'static,
) -> Response {
    let heard = BroadcastStream::new(fake.inner.news.subscribe());
    let (told, drops) = (fake.clone(), fake.clone());
    let lines = heard
        .take_while(move |_| {
            let over = drops.world().faults.strikes(F::DropStream);
            async move { !over }
        })
        .filter_map(move |news| {
            let line = news.ok().and_then(|news| say(&told, news));
            async move { line.map(Ok::<_, Infallible>) }
        });
    let first = futures_util::stream::iter([Ok(":)\n\n".to_owned())]);
    let kind = [(header::CONTENT_TYPE, "text/event-stream")];
    (kind, Body::from_stream(first.chain(lines))).into_response()
}
