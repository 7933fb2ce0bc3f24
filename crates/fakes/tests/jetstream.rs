//! The whole network, heard over a real WebSocket from the Jetstream that we play.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod ground;

use std::sync::Arc;
use std::time::Duration;

use earshot_channels::bluesky::Bluesky;
use earshot_channels::channel::Channel as _;
use earshot_channels::{Access, Batch, Channels, Fault, Flood, Wanted};
use earshot_egress::{Client, Policy};
use earshot_fakes::bluesky::{APP_PASSWORD, BlueskyFault as F, FakeBluesky, NewPost};
use earshot_model::{Account, Instruments, OrderedIds, SeededNoise, Time};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use self::ground::{Nothing, Now};

struct Scene {
    fake: FakeBluesky,
    channel: Arc<Bluesky>,
    access: Access,
    jetstream: String,
}

impl Scene {
    async fn new() -> Self {
        let methods = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = methods.local_addr().unwrap().to_string();
        let jetstream = format!("ws://{}", stream.local_addr().unwrap());
        let url = format!("http://{host}");
        let tools = Instruments {
            clock: Arc::new(Now),
            ids: Arc::new(OrderedIds::new(5)),
            noise: Arc::new(SeededNoise::new(6)),
        };
        let fake = FakeBluesky::new("altavela.test", &url, tools.clock.clone());
        tokio::spawn(fake.clone().serve(methods));
        tokio::spawn(fake.clone().serve_network(stream));
        let policy = Policy { answer_within: Duration::from_secs(2), ..Policy::default() };
        let policy = policy.allow(&host).allow(jetstream.trim_start_matches("ws://"));
        let client = Client::new(policy).unwrap();
        let channels = Channels::new(Vec::new(), client, tools.clone(), Arc::new(Nothing));
        let account = Account {
            org_id: tools.id(),
            id: tools.id(),
            channel: "bluesky".to_owned(),
            handle: "altavela.test".to_owned(),
            name: "Altavela".to_owned(),
            capabilities: String::new(),
            created_at: Time(0),
            disabled_at: None,
        };
        let settings = [("address", url.as_str()), ("handle", "altavela.test")];
        let settings = settings.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let secrets = [("app_password".to_owned(), APP_PASSWORD.to_owned())];
        let mut access = channels.access_with(account, settings.into(), secrets.into());
        let channel = Arc::new(Bluesky::default());
        let standing = channel.probe(&access).await.unwrap();
        access.settings.extend(standing.learned);
        Self { fake, channel, access, jetstream }
    }

    fn says(&self, author: &str, text: &str) -> String {
        self.fake.post(NewPost {
            author: format!("{author}.test"),
            text: text.to_owned(),
            ..NewPost::default()
        })
    }

    /// Listens from a cursor on, and waits until the stream is open.
    async fn listen(&self, cursor: Option<&str>) -> Ear {
        let mut ear = self.try_to_listen(cursor);
        assert_eq!(ear.next().await, Some(Batch::Opened));
        for _ in 0..200 {
            if self.fake.listeners() > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        ear
    }

    fn try_to_listen(&self, cursor: Option<&str>) -> Ear {
        let (told, heard) = mpsc::channel(64);
        let (channel, access) = (self.channel.clone(), self.access.clone());
        let (name, cursor) = (self.jetstream.clone(), cursor.map(str::to_owned));
        let ended = tokio::spawn(async move {
            let wanted = Wanted { kind: "network", name: &name, cursor: cursor.as_deref() };
            channel.stream(&access, &wanted, told).await
        });
        Ear { heard, ended, all: Flood::default() }
    }
}

/// Somebody who listens.
struct Ear {
    heard: mpsc::Receiver<Batch>,
    ended: JoinHandle<Result<(), Fault>>,
    /// Everything that was heard.
    all: Flood,
}

impl Ear {
    async fn next(&mut self) -> Option<Batch> {
        tokio::time::timeout(Duration::from_secs(5), self.heard.recv()).await.unwrap()
    }

    /// Hears until so many posts and deletes came, or the stream ended.
    async fn until(&mut self, posts: usize, gone: usize) -> &Flood {
        while self.all.ours.len() + self.all.others.len() < posts || self.all.gone.len() < gone {
            let Some(batch) = self.next().await else { break };
            let Batch::Network(flood) = batch else { panic!("{batch:?}") };
            self.all.ours.extend(flood.ours);
            self.all.others.extend(flood.others);
            self.all.gone.extend(flood.gone);
            self.all.left.extend(flood.left);
            (self.all.cursor, self.all.upto) = (flood.cursor, flood.upto);
        }
        &self.all
    }

    async fn end(self) -> Result<(), Fault> {
        tokio::time::timeout(Duration::from_secs(5), self.ended).await.unwrap().unwrap()
    }
}

fn texts(flood: &Flood) -> Vec<&str> {
    flood.others.iter().map(|item| item.text.as_str()).collect()
}

#[tokio::test]
async fn the_whole_network_is_heard_and_what_concerns_us_is_known() {
    let scene = Scene::new().await;
    let mut ear = scene.listen(None).await;
    let first = scene.says("ben", "A nice day");
    scene.fake.like("cara.test", &first);
    let mention = scene.says("mirela", "@altavela.test where is my bag?");
    let answer = scene.fake.post(NewPost {
        author: "cara.test".to_owned(),
        text: "Nice indeed".to_owned(),
        reply_to: Some(first.clone()),
        ..NewPost::default()
    });
    let heard = ear.until(3, 0).await;
    assert_eq!(texts(heard), ["A nice day", "Nice indeed"]);
    assert_eq!((&heard.others[1].id, &heard.others[1].thread), (&answer, &first));
    assert_eq!(heard.ours.iter().map(|item| &item.id).collect::<Vec<_>>(), [&mention]);
    assert!(heard.upto.is_some() && heard.cursor.is_some());
    // Who wrote it is told on request, for what is kept.
    let (kept, id) = (heard.ours.clone(), scene.fake.did("mirela.test"));
    let whole = scene.channel.complete(&scene.access, kept).await.unwrap();
    let author = &whole[0].author;
    assert_eq!((author.handle.as_str(), author.followers), ("mirela.test", Some(120)));
    assert_eq!(author.id, id);
}

#[tokio::test]
async fn deletes_overwrites_and_lost_accounts_are_told() {
    let scene = Scene::new().await;
    let mut ear = scene.listen(None).await;
    let one = scene.says("ben", "First words");
    ear.until(1, 0).await;
    assert!(scene.fake.overwrite(&one, "Other words"));
    let heard = ear.until(2, 0).await;
    let (before, after) = (&heard.others[0], &heard.others[1]);
    assert_eq!((after.id.as_str(), after.text.as_str()), (one.as_str(), "Other words"));
    assert!(after.revision > before.revision && after.edited_at.is_some());
    assert!(scene.fake.delete(&one));
    assert_eq!(ear.until(2, 1).await.gone, [one]);
    // One that comes and goes within a moment was never there.
    let gone = scene.says("ben", "A slip");
    scene.fake.delete(&gone);
    scene.fake.leave("cara.test");
    let cara = scene.fake.did("cara.test");
    let heard = ear.until(2, 2).await;
    assert_eq!((heard.gone.last(), heard.others.len()), (Some(&gone), 2));
    assert_eq!(heard.left, [cara]);
}

#[tokio::test]
async fn nothing_is_lost_while_nobody_listens_or_the_stream_breaks() {
    let scene = Scene::new().await;
    let mut ear = scene.listen(None).await;
    let mut said: Vec<String> = (0..5).map(|n| scene.says("ben", &format!("Word {n}"))).collect();
    let mut heard: Vec<String> =
        ear.until(5, 0).await.others.iter().map(|item| item.id.clone()).collect();
    let mut cursor = ear.all.cursor.clone();
    for (round, fault) in
        [F::DropStream, F::CutFrame, F::OddFrame, F::TwiceTold].into_iter().enumerate()
    {
        scene.fake.plan(fault, 1);
        said.extend((0..5).map(|n| scene.says("ben", &format!("Word {round}-{n}"))));
        // Whatever became of this one, the next one is asked from where this one was.
        let missing = |heard: &[String]| said.iter().any(|id| !heard.contains(id));
        for _ in 0..3 {
            ear = scene.listen(cursor.as_deref()).await;
            while missing(&heard) {
                let Ok(Some(Batch::Network(flood))) =
                    tokio::time::timeout(Duration::from_secs(2), ear.heard.recv()).await
                else {
                    break;
                };
                heard.extend(flood.others.iter().map(|item| item.id.clone()));
                cursor = flood.cursor;
            }
            if !missing(&heard) {
                break;
            }
        }
        assert!(!missing(&heard), "{fault:?}");
        assert_eq!(scene.fake.hits(fault), 1, "{fault:?} struck");
    }
}

#[tokio::test]
async fn what_nobody_can_read_is_counted_and_harms_nothing() {
    let scene = Scene::new().await;
    let mut ear = scene.listen(None).await;
    scene.fake.plan(F::OddFrame, 1);
    scene.fake.tell(json!({ "did": "did:plc:x", "kind": "comet", "comet": {} }));
    scene.fake.tell(json!({ "did": "did:plc:x", "kind": "commit", "commit": {
        "operation": "create", "collection": "app.bsky.feed.post", "rkey": "3k", "record": 7 } }));
    scene.fake.tell(json!({ "did": "<b>", "kind": "commit", "commit": {
        "operation": "create", "collection": "app.bsky.feed.post", "rkey": "..", "record": {} } }));
    scene.fake.tell(json!({ "did": "did:plc:x", "kind": "identity",
        "identity": { "did": "did:plc:x", "handle": "new.test" } }));
    scene.says("ben", "Here I am");
    let heard = ear.until(2, 0).await;
    assert_eq!(heard.others.last().map(|item| item.text.as_str()), Some("Here I am"));
    assert_eq!(scene.fake.hits(F::OddFrame), 1);
}

#[tokio::test]
async fn a_jetstream_cannot_lead_into_a_private_network() {
    let scene = Scene::new().await;
    scene.fake.plan(F::Redirect, 1);
    let told = scene.try_to_listen(None).end().await;
    let Err(Fault::Passing(why)) = told else { panic!("{told:?}") };
    assert!(why.contains("redirects are not followed"), "{why}");
    assert_eq!(scene.fake.hits(F::Redirect), 1);
    for (name, word) in [
        ("ws://10.0.0.1:6008", "use https"),
        ("wss://10.0.0.1:6008", "not on the public internet"),
        ("wss://me:pw@jetstream.example", "write the Jetstream"),
    ] {
        let (told, _heard) = mpsc::channel(1);
        let wanted = Wanted { kind: "network", name, cursor: None };
        let refused = scene.channel.stream(&scene.access, &wanted, told).await;
        let Err(Fault::Invalid(why)) = refused else { panic!("{refused:?}") };
        assert!(why.contains(word), "{why}");
    }
}
