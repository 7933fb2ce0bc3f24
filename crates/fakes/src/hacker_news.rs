//! The search over Hacker News that we play: stories and comments by word, as documented.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use earshot_model::{Clock, Time};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::Error;
pub use crate::strikes::Strike;
use crate::strikes::Strikes;

/// Something that somebody says there.
#[derive(Debug, Clone, Default)]
pub struct NewWords {
    /// Who.
    pub author: String,
    /// The title of a story; none for a comment.
    pub title: Option<String>,
    /// The words, as HTML.
    pub html: String,
    /// What a comment answers.
    pub parent: Option<u64>,
    /// When, if not now.
    pub at: Option<Time>,
}

struct Said {
    id: u64,
    story: u64,
    at: Time,
    new: NewWords,
}

/// The search. Clones are the same.
#[derive(Clone)]
pub struct FakeSearch {
    said: Arc<Mutex<Vec<Said>>>,
    strikes: Strikes,
    clock: Arc<dyn Clock>,
}

impl FakeSearch {
    /// One that finds nothing yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { said: Arc::default(), strikes: Strikes::default(), clock }
    }

    fn said(&self) -> MutexGuard<'_, Vec<Said>> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody says something. Gives its number.
    pub fn say(&self, new: NewWords) -> u64 {
        let at = new.at.unwrap_or_else(|| self.clock.now());
        let mut said = self.said();
        let id = said.iter().map(|one| one.id).max().unwrap_or(40_000_000) + 1;
        let parent = new.parent.and_then(|parent| said.iter().find(|one| one.id == parent));
        let story = parent.map_or(id, |parent| parent.story);
        said.push(Said { id, story, at, new });
        id
    }

    /// An author changes what they said.
    pub fn edit(&self, id: u64, html: &str) {
        if let Some(one) = self.said().iter_mut().find(|one| one.id == id) {
            html.clone_into(&mut one.new.html);
        }
    }

    /// Something goes.
    pub fn delete(&self, id: u64) {
        self.said().retain(|one| one.id != id);
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

    /// The search's API.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/api/v1/search_by_date", get(search))
            .route("/api/v1/items/{id}", get(item))
            .route("/api/v1/users/{name}", get(user))
            .layer(from_fn_with_state(self.strikes.clone(), Strikes::pass))
            .with_state(self.clone())
    }

    /// Serves [`FakeSearch::router`] on `listener` until the future is dropped.
    ///
    /// # Errors
    /// [`Error::Listen`].
    pub async fn serve(self, listener: TcpListener) -> Result<(), Error> {
        Ok(axum::serve(listener, self.router()).await?)
    }
}

fn told(one: &Said) -> Value {
    let comment = one.new.title.is_none();
    json!({
        "objectID": one.id.to_string(), "author": one.new.author,
        "created_at_i": one.at.micros() / Time::SECOND,
        "title": one.new.title, "story_text": (!comment).then_some(&one.new.html),
        "comment_text": comment.then_some(&one.new.html), "story_id": one.story,
        "parent_id": one.new.parent, "url": null,
    })
}

async fn search(State(fake): State<FakeSearch>, RawQuery(query): RawQuery) -> Json<Value> {
    let query = query.unwrap_or_default();
    let asked = |key: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(name, _)| *name == key).map(|(_, value)| value).next().unwrap_or_default()
    };
    let number = |text: &str| text.parse::<usize>().unwrap_or(0);
    let words = asked("query").replace("%20", " ").to_lowercase();
    let since = asked("numericFilters").strip_prefix("created_at_i%3E%3D").map_or(0, number);
    let fits = |one: &&Said| {
        let title = one.new.title.clone().unwrap_or_default();
        let text = format!("{title} {}", one.new.html).to_lowercase();
        let at = usize::try_from(one.at.micros() / Time::SECOND).unwrap_or(0);
        at >= since && words.split_whitespace().all(|word| text.contains(word))
    };
    let said = fake.said();
    let mut found: Vec<&Said> = said.iter().filter(fits).collect();
    found.sort_by_key(|one| std::cmp::Reverse((one.at, one.id)));
    let (size, page) = (number(asked("hitsPerPage")).max(1), number(asked("page")));
    let hits: Vec<Value> = found.into_iter().skip(page * size).take(size).map(told).collect();
    Json(json!({ "hits": hits, "page": page, "hitsPerPage": size }))
}

async fn item(State(fake): State<FakeSearch>, Path(id): Path<u64>) -> Response {
    match fake.said().iter().find(|one| one.id == id) {
        Some(one) => Json(json!({
            "id": id, "author": one.new.author, "title": one.new.title, "text": one.new.html,
            "children": [],
        }))
        .into_response(),
        None => (StatusCode::NOT_FOUND, Json(json!({ "error": "Not Found" }))).into_response(),
    }
}

async fn user(Path(name): Path<String>) -> Response {
    if name == "altavela" {
        return Json(json!({ "username": name, "karma": 7 })).into_response();
    }
    (StatusCode::NOT_FOUND, Json(json!({ "error": "Not Found" }))).into_response()
}
