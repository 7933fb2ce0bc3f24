//! The articles as feeds: RSS 2.0 at `/feed`, Atom 1.0 at `/atom`, JSON Feed 1.1 at `/feed.json`.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use earshot_model::Time;
use serde_json::json;

use super::world::{Article, World};
use super::{FakeSite, gate};

pub(super) fn routes(fake: &FakeSite) -> Router {
    Router::new()
        .route("/feed", get(rss))
        .route("/moved/feed", get(rss))
        .route("/atom", get(atom))
        .route("/feed.json", get(json_feed))
        .layer(from_fn_with_state(fake.clone(), gate::pass))
        .with_state(fake.clone())
}

/// The answer, or that it stands as it stood: told by a tag that is made of the words.
fn told(fake: &FakeSite, headers: &HeaderMap, kind: &'static str, body: String) -> Response {
    let mut world = fake.world();
    let body = world.bytes.clone().unwrap_or_else(|| body.into_bytes());
    let sum =
        body.iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    let tag = format!("\"{sum:x}\"");
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        world.unchanged += 1;
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let mut answer = ([(header::CONTENT_TYPE, kind)], body).into_response();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.headers_mut().insert(header::ETAG, tag);
    }
    answer
}

async fn rss(State(fake): State<FakeSite>, headers: HeaderMap) -> Response {
    let body = {
        let world = fake.world();
        let items: String = world.standing().map(rss_item).collect();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>{}</title><link>{}</link>\
             <description/><language>en</language>{items}</channel></rss>",
            escaped(&world.title),
            escaped(&world.url),
        )
    };
    told(&fake, &headers, "application/rss+xml", body)
}

fn rss_item(article: &Article) -> String {
    let when = article.at.and_then(|at| {
        jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_string(&at.timestamp()).ok()
    });
    let part = |name: &str, words: &str| match words {
        "" => String::new(),
        words => format!("<{name}>{}</{name}>", escaped(words)),
    };
    let id = match article.id.as_str() {
        "" => String::new(),
        id => format!("<guid isPermaLink=\"false\">{}</guid>", escaped(id)),
    };
    format!(
        "<item>{}{}{id}{}{}{}</item>",
        part("title", &article.title),
        part("link", &article.url),
        part("dc:creator", &article.author),
        part("pubDate", &when.unwrap_or_default()),
        part("description", &article.html),
    )
}

async fn atom(State(fake): State<FakeSite>, headers: HeaderMap) -> Response {
    let body = {
        let world = fake.world();
        let entries: String = world.standing().map(atom_entry).collect();
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><id>{url}/atom</id>\
             <title>{}</title><link href=\"{url}\"/><updated>{}</updated>{entries}</feed>",
            escaped(&world.title),
            newest(&world),
            url = escaped(&world.url),
        )
    };
    told(&fake, &headers, "application/atom+xml", body)
}

fn newest(world: &World) -> String {
    let newest = world.standing().filter_map(|article| article.updated.or(article.at)).max();
    newest.unwrap_or(Time(0)).timestamp().to_string()
}

fn atom_entry(article: &Article) -> String {
    let when = |name: &str, at: Option<Time>| {
        at.map(|at| format!("<{name}>{}</{name}>", at.timestamp())).unwrap_or_default()
    };
    let author = match article.author.as_str() {
        "" => String::new(),
        name => format!("<author><name>{}</name></author>", escaped(name)),
    };
    format!(
        "<entry><id>{}</id><title>{}</title><link href=\"{}\"/>{author}{}{}\
         <content type=\"html\">{}</content></entry>",
        escaped(&article.id),
        escaped(&article.title),
        escaped(&article.url),
        when("published", article.at),
        when("updated", article.updated.or(article.at)),
        escaped(&article.html),
    )
}

async fn json_feed(State(fake): State<FakeSite>, headers: HeaderMap) -> Response {
    let body = {
        let world = fake.world();
        let item = |article: &Article| {
            let mut item = json!({
                "id": article.id, "url": article.url, "title": article.title,
                "content_html": article.html,
            });
            if let (Some(at), Some(fields)) = (article.at, item.as_object_mut()) {
                fields.insert("date_published".to_owned(), json!(at.timestamp().to_string()));
            }
            if let (false, Some(fields)) = (article.author.is_empty(), item.as_object_mut()) {
                fields.insert("author".to_owned(), json!({ "name": article.author }));
            }
            item
        };
        let items: Vec<_> = world.standing().map(item).collect();
        let feed = json!({
            "version": "https://jsonfeed.org/version/1.1", "title": world.title,
            "home_page_url": world.url, "items": items,
        });
        Json(feed).0.to_string()
    };
    told(&fake, &headers, "application/feed+json", body)
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
