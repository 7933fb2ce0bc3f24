//! A server of a few lines that speaks the protocol, so that the network can be tested without Earshot.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use axum::{Json, Router};
use earshot_channels::http::answer::{BatchAnswer, CommandPage, ItemAnswer, Outcome};
use earshot_channels::http::wire::{parse_batch, parse_descriptor, parse_result};
use earshot_fakes::platform::{Fault, Link, NewPost, Plaza, User, connect};
use earshot_fakes::story::Pace;
use earshot_fakes::{Demo, platform};
use earshot_model::{
    AccountId, Audience, ChannelEvent, Clock, Command, CommandBody, CommandResult, FixedClock,
    OutboxId, ResultState, Surface, Time,
};

const NOW: Time = Time(1_773_324_120 * Time::SECOND);

#[derive(Default)]
struct Core {
    /// Revision and text by post; an empty text is a tombstone.
    posts: BTreeMap<String, (String, String)>,
    order: Vec<String>,
    duplicates: usize,
    refusals: usize,
    described: bool,
    statuses: Vec<ResultState>,
    commands: VecDeque<Command>,
    results: Vec<(String, CommandResult)>,
}

type Shared = Arc<Mutex<Core>>;

async fn events(State(core): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    if headers.get("authorization").unwrap() != "Bearer secret" {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let mut core = core.lock().unwrap();
    if core.refusals > 0 {
        core.refusals -= 1;
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let events = parse_batch(&body, NOW).unwrap();
    let items = events.into_iter().enumerate().map(|(index, event)| match event {
        Ok(event) => ItemAnswer::stored(index, None, core.store(event)),
        Err(problem) => problem.into(),
    });
    Json(BatchAnswer::new(items.collect())).into_response()
}

impl Core {
    fn store(&mut self, event: ChannelEvent) -> Outcome {
        match event {
            ChannelEvent::Upsert { item } => {
                let known = self.posts.get(&item.id);
                if known.is_some_and(|(revision, _)| *revision >= item.revision) {
                    self.duplicates += 1;
                    return Outcome::Duplicate;
                }
                self.order.push(item.id.clone());
                self.posts.insert(item.id, (item.revision, item.text));
            }
            ChannelEvent::Delete { id, .. } => {
                self.posts.insert(id, ("~".to_owned(), String::new()));
            }
            ChannelEvent::Status { state, .. } => self.statuses.push(state),
        }
        Outcome::Accepted
    }
}

async fn describe(State(core): State<Shared>, body: Bytes) -> StatusCode {
    core.lock().unwrap().described = parse_descriptor(&body).is_ok();
    StatusCode::NO_CONTENT
}

async fn commands(State(core): State<Shared>) -> Json<CommandPage> {
    for _ in 0..20 {
        let commands: Vec<Command> = core.lock().unwrap().commands.drain(..).collect();
        if !commands.is_empty() {
            return Json(CommandPage { commands, next: "a b&c".to_owned() });
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Json(CommandPage { commands: Vec::new(), next: "a b&c".to_owned() })
}

async fn result(
    State(core): State<Shared>,
    Path((_, id)): Path<(String, String)>,
    body: Bytes,
) -> StatusCode {
    core.lock().unwrap().results.push((id, parse_result(&body).unwrap()));
    StatusCode::NO_CONTENT
}

async fn server() -> (Shared, Link) {
    let core = Shared::default();
    let app = Router::new()
        .route("/api/channel/v1/{account}/events", put(events))
        .route("/api/channel/v1/{account}/descriptor", put(describe))
        .route("/api/channel/v1/{account}/commands", get(commands))
        .route("/api/channel/v1/{account}/commands/{id}/result", put(result))
        .with_state(core.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    let account = AccountId(uuid::Uuid::from_u128(9));
    (core, Link { base_url, account, token: "secret".to_owned() })
}

async fn start() -> (Shared, Plaza) {
    let (core, link) = server().await;
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::new(NOW));
    let plaza = Plaza::new(Demo::altavela(), "p", None, clock);
    tokio::spawn(connect(plaza.clone(), link));
    (core, plaza)
}

/// Waits up to ten seconds.
async fn until(what: &str, mut done: impl FnMut() -> bool) {
    for _ in 0..500 {
        if done() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(done(), "never: {what}");
}

fn post(text: &str, parent: Option<&str>) -> NewPost {
    NewPost {
        id: None,
        author: User {
            id: "u1".to_owned(),
            handle: "mirela".to_owned(),
            name: "Mirela".to_owned(),
            followers: 12,
        },
        surface: if parent.is_some() { Surface::Comment } else { Surface::Post },
        audience: Audience::Public,
        thread: None,
        parent: parent.map(ToOwned::to_owned),
        text: text.to_owned(),
        language: None,
        rating: None,
        posted_at: None,
    }
}

fn reply(id: u128, to: &str) -> Command {
    let body = CommandBody::Reply {
        thread: format!("t-{to}"),
        to: to.to_owned(),
        author: "u1".to_owned(),
        audience: Audience::Public,
        text: "We are on it".to_owned(),
    };
    Command { id: OutboxId(uuid::Uuid::from_u128(id)), body }
}

fn find(id: u128, sent: OutboxId) -> Command {
    let body = CommandBody::FindSent { sent };
    Command { id: OutboxId(uuid::Uuid::from_u128(id)), body }
}

async fn order(core: &Shared, command: Command) -> CommandResult {
    let before = core.lock().unwrap().results.len();
    core.lock().unwrap().commands.push_back(command);
    until("a result", || core.lock().unwrap().results.len() > before).await;
    core.lock().unwrap().results.last().unwrap().1.clone()
}

#[tokio::test]
async fn events_arrive_once_through_refusals_duplicates_and_disorder() {
    let (core, plaza) = start().await;
    core.lock().unwrap().refusals = 2;
    let first = plaza.post(post("Where is my bag?", None));
    plaza.edit(&first, "Where is my red bag?").unwrap();
    let second = plaza.post(post("me too", Some(&first)));
    until("delivery", || plaza.waiting() == 0).await;
    assert_eq!(core.lock().unwrap().refusals, 0, "the refusals did not happen");
    assert!(core.lock().unwrap().described);
    assert_eq!(core.lock().unwrap().posts[&first].1, "Where is my red bag?");

    plaza.plan(Fault::Duplicate, 1);
    plaza.deliver_all_again();
    until("redelivery", || plaza.waiting() == 0).await;
    assert_eq!(plaza.hits(Fault::Duplicate), 1);
    assert_eq!(core.lock().unwrap().duplicates, 4);
    assert_eq!(core.lock().unwrap().posts.len(), 2);

    plaza.delete(&second).unwrap();
    assert!(plaza.edit(&second, "x").is_err() && plaza.delete("none").is_err());
    until("the delete", || core.lock().unwrap().posts[&second].1.is_empty()).await;
    assert_eq!(plaza.rejections(), []);
}

#[tokio::test]
async fn a_batch_can_come_in_the_wrong_order() {
    let (core, link) = server().await;
    let plaza = Plaza::new(Demo::altavela(), "p", None, Arc::new(FixedClock::new(NOW)));
    plaza.plan(Fault::OutOfOrder, 1);
    let parent = plaza.post(post("parent", None));
    let child = plaza.post(post("child", Some(&parent)));
    tokio::spawn(connect(plaza.clone(), link));
    until("delivery", || core.lock().unwrap().order.len() == 2).await;
    assert_eq!(core.lock().unwrap().order, [child, parent]);
    assert_eq!(plaza.hits(Fault::OutOfOrder), 1);
}

#[tokio::test]
async fn a_reply_is_seen_once_whatever_happens() {
    let (core, plaza) = start().await;
    let to = plaza.post(post("Where is my bag?", None));

    let first = reply(1, &to);
    assert_eq!(order(&core, first.clone()).await.state, ResultState::Sent);
    let again = order(&core, first.clone()).await;
    assert_eq!(again.state, ResultState::Sent);
    assert_eq!(plaza.times_seen(first.id), 1, "a second delivery posted twice");

    plaza.plan(Fault::AcceptThenDrop, 1);
    let dropped = reply(2, &to);
    assert_eq!(order(&core, dropped.clone()).await.state, ResultState::Unknown);
    assert_eq!(plaza.hits(Fault::AcceptThenDrop), 1);
    let found = order(&core, find(20, dropped.id)).await;
    assert_eq!(found.state, ResultState::Sent);
    assert!(found.id.is_some());
    assert_eq!(plaza.times_seen(dropped.id), 1);

    for (number, fault) in [(3, Fault::RateLimit), (4, Fault::ServerError)] {
        plaza.plan(fault, 1);
        let refused = reply(number, &to);
        assert_eq!(order(&core, refused.clone()).await.state, ResultState::Retry, "{fault:?}");
        let looked = order(&core, find(30 + number, refused.id)).await;
        assert_eq!(looked.state, ResultState::Retry, "it is surely not there");
        assert_eq!(plaza.times_seen(refused.id), 0);
        assert_eq!(order(&core, refused.clone()).await.state, ResultState::Sent);
        assert_eq!((plaza.times_seen(refused.id), plaza.hits(fault)), (1, 1));
    }
    until("the echo", || core.lock().unwrap().posts.len() == 5).await;
}

#[tokio::test]
async fn review_deletion_and_slowness_are_reported_as_they_are() {
    let (core, plaza) = start().await;
    let to = plaza.post(post("Where is my bag?", None));
    plaza.plan(Fault::RejectInReview, 1);
    assert_eq!(order(&core, reply(1, &to)).await.state, ResultState::PendingReview);
    until("the verdict", || core.lock().unwrap().statuses == [ResultState::Rejected]).await;

    plaza.plan(Fault::Slow, 1);
    assert_eq!(order(&core, reply(2, &to)).await.state, ResultState::Sent);
    assert_eq!(plaza.hits(Fault::Slow), 1);

    plaza.delete(&to).unwrap();
    assert_eq!(order(&core, reply(3, &to)).await.state, ResultState::Failed);
    let earlier = order(&core, reply(4, "from-before-the-restart")).await;
    assert_eq!(earlier.state, ResultState::Sent);
    assert_eq!(plaza.ledger().len(), 2);
}

#[tokio::test]
async fn the_pages_show_what_everybody_may_see() {
    let (_, plaza) = start().await;
    let to = plaza.post(post("<script>alert(1)</script>", None));
    let mut secret = post("my code is 7QX2LM", Some(&to));
    secret.audience = Audience::Private;
    let secret = plaza.post(secret);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    tokio::spawn(platform::serve(plaza.clone(), listener));
    let client =
        earshot_egress::Client::new(earshot_egress::Policy::default().allow(&host)).unwrap();
    let page = client.get(&format!("http://{host}/posts/{to}"), &[]).await.unwrap();
    let page = String::from_utf8(page.body).unwrap();
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"), "{page}");
    assert!(!page.contains("7QX2LM"));
    let hidden = client.get(&format!("http://{host}/posts/{secret}"), &[]).await.unwrap();
    assert_eq!(hidden.status, 404);

    let plan = serde_json::json!({"fault": "rate_limit", "times": 1});
    let url = format!("http://{host}/control/faults");
    assert_eq!(client.post_json(&url, &[], &plan).await.unwrap().status, 204);
    let hits = client.get(&format!("{url}/rate_limit"), &[]).await.unwrap();
    assert_eq!(hits.json::<serde_json::Value>().unwrap()["hits"], 0);
    let url = format!("http://{host}/control/posts");
    assert_eq!(client.post_json(&url, &[], &post("hello", None)).await.unwrap().status, 201);
    assert_eq!(plaza.posts().len(), 3);
}

#[tokio::test]
async fn the_demo_fills_a_desk_and_goes_on() {
    let (core, link) = server().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    // The clock moves by itself here: the story waits for it.
    let clock = Arc::new(FixedClock::new(NOW));
    let pace = Pace { genuine_every: Time::SECOND / 5, ..Pace::default() };
    let brand = Demo::altavela();
    let demo = Demo { link, brand, seed: 1, pace, prefix: "d".to_owned() };
    let (sender, network) = std::sync::mpsc::channel();
    let moving: Arc<dyn Clock> = clock.clone();
    let run = demo.run(moving, Some(listener), move |plaza| sender.send(plaza).unwrap());
    tokio::spawn(run);
    until("the opening", || core.lock().unwrap().posts.len() >= 150).await;
    let plaza = network.recv().unwrap();
    assert_eq!(plaza.rejections(), []);
    let before = plaza.posts().len();
    until("the live part", || {
        clock.advance(100_000);
        plaza.posts().len() > before + 20
    })
    .await;
    assert!(plaza.posts().iter().all(|stored| stored.item.url.is_some()));
}
