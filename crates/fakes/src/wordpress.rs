//! A WordPress site that we play: its comments over the REST API, as documented.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use earshot_model::{Clock, Time};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::Error;
pub use crate::strikes::Strike;
use crate::strikes::Strikes;

/// The login of the brand's account.
pub const LOGIN: &str = "care";
/// Its application password.
pub const APP_PASSWORD: &str = "abcd efgh ijkl mnop";
/// Its number on the site.
const BRAND: u64 = 3;

/// A comment that a guest writes.
#[derive(Debug, Clone, Default)]
pub struct NewComment {
    /// The name that they give.
    pub name: String,
    /// The words, as HTML.
    pub html: String,
    /// The post below which it stands.
    pub post: u64,
    /// The comment that it answers; 0 for none.
    pub parent: u64,
    /// When, if not now.
    pub at: Option<Time>,
    /// Whether it waits for a moderator.
    pub waits: bool,
}

/// A comment on the site.
#[derive(Debug, Clone)]
pub struct SeenComment {
    /// Its number.
    pub id: u64,
    /// The comment that it answers.
    pub parent: u64,
    /// The words, as HTML.
    pub html: String,
    author: u64,
    name: String,
    post: u64,
    at: Time,
    status: &'static str,
}

/// The site. Clones are the same site.
#[derive(Clone)]
pub struct FakeWordPress {
    comments: Arc<Mutex<Vec<SeenComment>>>,
    strikes: Strikes,
    url: Arc<str>,
    clock: Arc<dyn Clock>,
}

impl FakeWordPress {
    /// A site on which nobody commented. `url` is where it is reached.
    #[must_use]
    pub fn new(url: &str, clock: Arc<dyn Clock>) -> Self {
        Self { comments: Arc::default(), strikes: Strikes::default(), url: url.into(), clock }
    }

    fn comments(&self) -> MutexGuard<'_, Vec<SeenComment>> {
        self.comments.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A guest comments. Gives the comment's number.
    pub fn comment(&self, new: NewComment) -> u64 {
        let at = new.at.unwrap_or_else(|| self.clock.now());
        let status = if new.waits { "hold" } else { "approved" };
        self.add((0, new.name), (new.post, new.parent), new.html, at, status)
    }

    fn add(
        &self,
        (author, name): (u64, String),
        (post, parent): (u64, u64),
        html: String,
        at: Time,
        status: &'static str,
    ) -> u64 {
        let mut all = self.comments();
        let id = all.iter().map(|one| one.id).max().unwrap_or(100) + 1;
        all.push(SeenComment { id, parent, html, author, name, post, at, status });
        id
    }

    /// A moderator, or the author, changes a comment: its words, or what becomes of it.
    pub fn change(&self, id: u64, html: Option<&str>, status: &'static str) {
        if let Some(one) = self.comments().iter_mut().find(|one| one.id == id) {
            one.status = status;
            if let Some(html) = html {
                html.clone_into(&mut one.html);
            }
        }
    }

    /// A comment goes for good.
    pub fn delete(&self, id: u64) {
        self.comments().retain(|one| one.id != id);
    }

    /// Every comment of the brand that readers saw, in order.
    #[must_use]
    pub fn ledger(&self) -> Vec<SeenComment> {
        let all = self.comments();
        all.iter().filter(|one| one.author == BRAND && one.status == "approved").cloned().collect()
    }

    /// Lets `strike` come the next `times` times that it can.
    pub fn plan(&self, strike: Strike, times: u32) {
        self.strikes.plan(strike, times);
    }

    /// How often `strike` really came.
    #[must_use]
    pub fn hits(&self, strike: Strike) -> u32 {
        self.strikes.hits(strike)
    }

    /// The site's API.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/wp-json/", get(root))
            .route("/wp-json/wp/v2/users/me", get(me))
            .route("/wp-json/wp/v2/comments", get(list).post(create))
            .route("/wp-json/wp/v2/comments/{id}", get(show))
            .layer(from_fn_with_state(self.strikes.clone(), Strikes::pass))
            .with_state(self.clone())
    }

    /// Serves [`FakeWordPress::router`] on `listener` until the future is dropped.
    ///
    /// # Errors
    /// [`Error::Listen`].
    pub async fn serve(self, listener: TcpListener) -> Result<(), Error> {
        Ok(axum::serve(listener, self.router()).await?)
    }

    fn told(&self, one: &SeenComment) -> Value {
        let at = one.at.timestamp().to_string();
        let at = at.split(['.', 'Z']).next().unwrap_or_default();
        json!({
            "id": one.id, "post": one.post, "parent": one.parent, "author": one.author,
            "author_name": one.name, "author_url": "", "date": at, "date_gmt": at,
            "content": { "rendered": format!("<p>{}</p>\n", one.html) },
            "link": format!("{}/?p={}#comment-{}", self.url, one.post, one.id),
            "status": one.status, "type": "comment",
        })
    }
}

/// Whether a request carries the brand's login; an error where it carries another.
fn logged_in(headers: &HeaderMap) -> Result<bool, Box<Response>> {
    let Some(told) = headers.get(header::AUTHORIZATION) else { return Ok(false) };
    let right = format!("Basic {}", BASE64_STANDARD.encode(format!("{LOGIN}:{APP_PASSWORD}")));
    if told.as_bytes() == right.as_bytes() {
        return Ok(true);
    }
    let words = "The provided password is an invalid application password.";
    Err(Box::new(refusal(StatusCode::UNAUTHORIZED, "incorrect_password", words)))
}

fn refusal(status: StatusCode, code: &str, words: &str) -> Response {
    let body = json!({ "code": code, "message": words, "data": { "status": status.as_u16() } });
    (status, Json(body)).into_response()
}

async fn root() -> Json<Value> {
    Json(json!({ "name": "Journeys &amp; Co", "namespaces": ["oembed/1.0", "wp/v2"] }))
}

async fn me(headers: HeaderMap) -> Response {
    match logged_in(&headers) {
        Ok(true) => Json(json!({
            "id": BRAND, "name": "Altavela Care", "slug": LOGIN,
            "capabilities": { "moderate_comments": true, "read": true },
        }))
        .into_response(),
        Ok(false) => refusal(StatusCode::UNAUTHORIZED, "rest_not_logged_in", "Not logged in."),
        Err(refused) => *refused,
    }
}

async fn list(
    State(fake): State<FakeWordPress>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let moderates = match logged_in(&headers) {
        Ok(moderates) => moderates,
        Err(refused) => return *refused,
    };
    let query = query.unwrap_or_default();
    let asked = |key: &str| {
        query.split('&').filter_map(|pair| pair.split_once('=')).find(|(name, _)| *name == key)
    };
    let number = |key, usual| asked(key).and_then(|(_, n)| n.parse::<u64>().ok()).unwrap_or(usual);
    let status = asked("status").map_or("approved", |(_, status)| status);
    if status != "approved" && !moderates {
        return refusal(StatusCode::UNAUTHORIZED, "rest_forbidden_param", "Not permitted: status");
    }
    let (parent, author) = (asked("parent"), asked("author"));
    let same =
        |wanted: Option<(&str, &str)>, n: u64| wanted.is_none_or(|(_, w)| w == n.to_string());
    let mut found: Vec<SeenComment> = fake
        .comments()
        .iter()
        .filter(|one| one.status == status && same(parent, one.parent) && same(author, one.author))
        .cloned()
        .collect();
    found.sort_by_key(|one| std::cmp::Reverse((one.at, one.id)));
    let (size, page) = (number("per_page", 10).min(100), number("page", 1).max(1));
    let skipped = usize::try_from((page - 1) * size).unwrap_or(usize::MAX);
    let size = usize::try_from(size).unwrap_or(100);
    let told: Vec<Value> =
        found.iter().skip(skipped).take(size).map(|one| fake.told(one)).collect();
    Json(told).into_response()
}

async fn show(
    State(fake): State<FakeWordPress>,
    headers: HeaderMap,
    Path(id): Path<u64>,
) -> Response {
    let moderates = match logged_in(&headers) {
        Ok(moderates) => moderates,
        Err(refused) => return *refused,
    };
    match fake.comments().iter().find(|one| one.id == id) {
        None => refusal(StatusCode::NOT_FOUND, "rest_comment_invalid_id", "Invalid comment ID."),
        Some(one) if one.status != "approved" && !moderates => {
            refusal(StatusCode::UNAUTHORIZED, "rest_cannot_read", "Sorry, you are not allowed.")
        }
        Some(one) => Json(fake.told(one)).into_response(),
    }
}

#[derive(Deserialize)]
struct Body {
    post: u64,
    parent: u64,
    content: String,
}

async fn create(
    State(fake): State<FakeWordPress>,
    headers: HeaderMap,
    Json(body): Json<Body>,
) -> Response {
    match logged_in(&headers) {
        Ok(true) => {}
        Ok(false) => {
            let words = "Sorry, you must be logged in to comment.";
            return refusal(StatusCode::UNAUTHORIZED, "rest_comment_login_required", words);
        }
        Err(refused) => return *refused,
    }
    let twice = fake.comments().iter().any(|one| {
        one.author == BRAND
            && one.post == body.post
            && one.html == body.content
            && one.parent == body.parent
    });
    if twice {
        let words = "Duplicate comment detected; it looks as though you've already said that!";
        return refusal(StatusCode::CONFLICT, "comment_duplicate", words);
    }
    let who = (BRAND, "Altavela Care".to_owned());
    let id = fake.add(who, (body.post, body.parent), body.content, fake.clock.now(), "approved");
    let told = fake.comments().iter().find(|one| one.id == id).map(|one| fake.told(one));
    (StatusCode::CREATED, Json(told)).into_response()
}
