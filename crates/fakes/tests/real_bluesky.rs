//! The Bluesky channel against a real network (PLC directory, PDS, AppView) and a Jetstream in front of
//! it, where `EARSHOT_TEST_BLUESKY` names the addresses of the PDS and of the Jetstream.
//! `scripts/channels/bluesky` starts them.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may panic"
)]

mod ground;

use std::sync::Arc;
use std::time::{Duration, Instant};

use earshot_channels::bluesky::Bluesky;
use earshot_channels::channel::Channel as _;
use earshot_channels::{Access, Batch, Channels, Fault, Flood, Outgoing, Page, Wanted};
use earshot_egress::{Client, Policy, Request};
use earshot_model::{
    Account, Audience, ChannelEvent, ChannelItem, Instruments, OrderedIds, SeededNoise, Surface,
    Time,
};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use self::ground::{Nothing, Now};

/// The addresses: the PDS, the Jetstream.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where to run")]
fn addresses() -> Option<(String, String)> {
    let Ok(told) = std::env::var("EARSHOT_TEST_BLUESKY") else {
        println!("EARSHOT_TEST_BLUESKY is not set: no real network was tested");
        return None;
    };
    let (pds, jetstream) = told.split_once(' ').expect("two addresses");
    Some((pds.to_owned(), jetstream.to_owned()))
}

/// Somebody with an account there.
struct Person {
    did: String,
    handle: String,
    token: String,
}

struct Scene {
    client: Client,
    channel: Arc<Bluesky>,
    channels: Channels,
    tools: Instruments,
    pds: String,
    jetstream: String,
    mark: String,
}

impl Scene {
    fn new((pds, jetstream): (String, String)) -> Self {
        let tools = Instruments {
            clock: Arc::new(Now),
            ids: Arc::new(OrderedIds::new(5)),
            noise: Arc::new(SeededNoise::new(6)),
        };
        let client = Client::new(Policy::default().allow("localhost")).unwrap();
        let channels = Channels::new(Vec::new(), client.clone(), tools.clone(), Arc::new(Nothing));
        let mark = format!("{}", tools.now().micros() / 1_000 % 100_000_000);
        let channel = Arc::new(Bluesky::default());
        Self { client, channel, channels, tools, pds, jetstream, mark }
    }

    async fn ask(&self, token: &str, method: &str, body: Option<Value>) -> Value {
        let url = format!("{}/xrpc/{method}", self.pds);
        let request = match body {
            Some(body) => Request::post_json(url, &body).unwrap(),
            None => Request::get(url),
        };
        let request = if token.is_empty() { request } else { request.bearer(token) };
        let answer = self.client.send(request).await.unwrap();
        let said = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(answer.is_success(), "{method}: {} {said}", answer.status);
        serde_json::from_str(&said).unwrap_or_default()
    }

    async fn join(&self, name: &str) -> Person {
        let handle = format!("{name}{}.test", self.mark);
        let body = json!({ "handle": handle, "email": format!("{name}{}@example.test", self.mark), "password": "tall green trees" });
        let made = self.ask("", "com.atproto.server.createAccount", Some(body)).await;
        let text = |key: &str| made[key].as_str().unwrap().to_owned();
        Person { did: text("did"), handle, token: text("accessJwt") }
    }

    /// Our account, with an app password.
    async fn log_in(&self, person: &Person) -> Access {
        let body = json!({ "name": "Earshot" });
        let made =
            self.ask(&person.token, "com.atproto.server.createAppPassword", Some(body)).await;
        let password = made["password"].as_str().unwrap().to_owned();
        let account = Account {
            org_id: self.tools.id(),
            id: self.tools.id(),
            channel: "bluesky".to_owned(),
            handle: person.handle.clone(),
            name: "Altavela".to_owned(),
            capabilities: String::new(),
            created_at: Time(0),
            disabled_at: None,
        };
        let settings = [("address", self.pds.clone()), ("handle", person.handle.clone())];
        let settings = settings.map(|(key, value)| (key.to_owned(), value));
        let secrets = [("app_password".to_owned(), password)];
        self.channels.access_with(account, settings.into(), secrets.into())
    }

    /// Somebody posts, naming `named` at the beginning. Gives the reference.
    async fn post(
        &self,
        who: &Person,
        text: &str,
        named: Option<&Person>,
        to: Option<(&Value, &Value)>,
    ) -> Value {
        let mut record = json!({
            "$type": "app.bsky.feed.post", "text": text, "langs": ["en"],
            "createdAt": self.tools.now().timestamp().to_string(),
        });
        if let Some(named) = named {
            let feature = json!({ "$type": "app.bsky.richtext.facet#mention", "did": named.did });
            let index = json!({ "byteStart": 0, "byteEnd": named.handle.len() + 1 });
            record["facets"] = json!([{ "index": index, "features": [feature] }]);
        }
        if let Some((root, parent)) = to {
            record["reply"] = json!({ "root": root, "parent": parent });
        }
        self.create(who, "app.bsky.feed.post", record).await
    }

    async fn create(&self, who: &Person, collection: &str, record: Value) -> Value {
        let body = json!({ "repo": who.did, "collection": collection, "record": record });
        let made = self.ask(&who.token, "com.atproto.repo.createRecord", Some(body)).await;
        json!({ "uri": made["uri"], "cid": made["cid"] })
    }

    async fn delete(&self, who: &Person, uri: &str) {
        let key = uri.rsplit('/').next().unwrap();
        let body = json!({ "repo": who.did, "collection": "app.bsky.feed.post", "rkey": key });
        self.ask(&who.token, "com.atproto.repo.deleteRecord", Some(body)).await;
    }

    async fn pull(&self, access: &Access, kind: &str, name: &str, cursor: Option<&str>) -> Page {
        let wanted = Wanted { kind, name, cursor };
        self.channel.pull(access, &wanted).await.unwrap()
    }

    /// Looks until a post is there; gives all posts of that look, the cursor, and how long it took.
    async fn wait_for(
        &self,
        access: &Access,
        (kind, name): (&str, &str),
        mut cursor: Option<String>,
        id: &str,
    ) -> (Vec<ChannelItem>, Option<String>) {
        let began = Instant::now();
        let mut all = Vec::new();
        while began.elapsed() < Duration::from_secs(20) {
            let page = self.pull(access, kind, name, cursor.as_deref()).await;
            cursor = page.cursor.or(cursor);
            all.extend(page.events.into_iter().filter_map(|event| match event {
                ChannelEvent::Upsert { item } => Some(*item),
                _ => None,
            }));
            if all.iter().any(|item: &ChannelItem| item.id == id) {
                println!("{kind}: heard after {} ms", began.elapsed().as_millis());
                return (all, cursor);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{kind} {name} never told {id}; it told {all:?}");
    }

    /// What stands below a post, once something does.
    async fn replies(&self, who: &Person, uri: &str) -> Value {
        let method = format!("app.bsky.feed.getPostThread?uri={uri}");
        for _ in 0..100 {
            let replies = self.ask(&who.token, &method, None).await["thread"]["replies"].clone();
            if replies.as_array().is_some_and(|replies| !replies.is_empty()) {
                return replies;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nothing stands below {uri}");
    }

    /// A delete is honoured; whoever blocks the brand has deleted nothing. `ben` said the first of
    /// these, `ana` the second.
    async fn takes_back(
        &self,
        access: &Access,
        brand: &Person,
        (ana, ben): (&Person, &Person),
        said: &[String; 3],
    ) {
        let block = json!({
            "$type": "app.bsky.graph.block", "subject": brand.did,
            "createdAt": self.tools.now().timestamp().to_string(),
        });
        self.create(ben, "app.bsky.graph.block", block).await;
        self.delete(ana, &said[1]).await;
        for _ in 0..100 {
            let gone = self.channel.hydrate(access, said).await.unwrap();
            match &gone[..] {
                [] => tokio::time::sleep(Duration::from_millis(50)).await,
                [ChannelEvent::Delete { id, .. }] if *id == said[1] => return,
                other => panic!("{other:?}"),
            }
        }
        panic!("the delete was never seen");
    }

    fn answer(&self, to: &Value, who: &Person, text: &str) -> Outgoing {
        let to = to["uri"].as_str().unwrap().to_owned();
        Outgoing {
            id: self.tools.id(),
            thread: to.clone(),
            to,
            author: who.did.clone(),
            handle: who.handle.clone(),
            audience: Audience::Public,
            text: text.to_owned(),
            written_at: self.tools.now(),
        }
    }
}

fn uri(reference: &Value) -> &str {
    reference["uri"].as_str().unwrap()
}

#[tokio::test]
async fn a_complaint_is_heard_answered_and_taken_back_on_a_real_network() {
    let Some(addresses) = addresses() else { return };
    let scene = Scene::new(addresses);
    let (brand, ana, ben) =
        (scene.join("brand").await, scene.join("ana").await, scene.join("ben").await);
    let mut access = scene.log_in(&brand).await;
    let standing = scene.channel.probe(&access).await.unwrap();
    println!("{} says: {:?}", standing.server, standing.rights);
    assert_eq!((&standing.id, &standing.handle), (&brand.did, &brand.handle));
    assert!(standing.server.contains("localhost"), "{}", standing.server);
    assert_eq!(standing.rights[2].held, Some(false), "a plain app password has no direct messages");
    access.settings.extend(standing.learned);

    // Receive: a mention inside a conversation, with what stands before it.
    let start = scene.pull(&access, "mentions", "", None).await.cursor;
    let first = scene.post(&ben, "My flight is late again", None, None).await;
    let words = format!("@{} order 4711 zebra{} is läte", brand.handle, scene.mark);
    let mention = scene.post(&ana, &words, Some(&brand), Some((&first, &first))).await;
    let (heard, cursor) = scene.wait_for(&access, ("mentions", ""), start, uri(&mention)).await;
    let ids: Vec<&str> = heard.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, [uri(&first), uri(&mention)]);
    assert!(heard.iter().all(|item| item.thread == uri(&first)), "one conversation");
    assert_eq!((heard[1].surface, heard[1].text.as_str()), (Surface::Comment, words.as_str()));
    assert_eq!((&heard[1].author.id, &heard[1].author.handle), (&ana.did, &ana.handle));
    assert_eq!(heard[1].author.followers, Some(0));

    // Answer in public: once, with what leads somewhere, and found again.
    let text = format!("Grüße @{}: https://altavela.example/bags #Lost", ana.handle);
    let answer = scene.answer(&mention, &ana, &text);
    assert_eq!(scene.channel.find_sent(&access, &answer).await, Ok(None));
    let sent = scene.channel.send(&access, &answer).await.unwrap();
    assert_eq!(scene.channel.send(&access, &answer).await.unwrap(), sent, "given again");
    assert_eq!(scene.channel.find_sent(&access, &answer).await, Ok(Some(sent.clone())));
    let replies = scene.replies(&ana, uri(&mention)).await;
    let [reply] = &replies.as_array().unwrap()[..] else { panic!("{replies}") };
    let record = &reply["post"]["record"];
    assert_eq!(
        (record["text"].as_str(), record["reply"]["root"]["uri"].as_str()),
        (Some(text.as_str()), Some(uri(&first)))
    );
    assert_eq!(record["facets"].as_array().map(Vec::len), Some(3), "{record}");
    let told = scene.ask(&ana.token, "app.bsky.notification.listNotifications?limit=5", None).await;
    let told = told["notifications"].as_array().unwrap();
    assert!(told.iter().any(|one| one["uri"] == sent.id), "the customer is told: {told:?}");

    // The customer goes on in the same conversation.
    let ours = json!({ "uri": sent.id, "cid": reply["post"]["cid"] });
    let more = scene.post(&ana, "Thank you", None, Some((&first, &ours))).await;
    let (heard, _) = scene.wait_for(&access, ("mentions", ""), cursor, uri(&more)).await;
    assert!(heard.iter().all(|item| item.thread == uri(&first)));

    // By name and by words.
    scene.wait_for(&access, ("author", &ana.handle), None, uri(&mention)).await;
    let zebra = format!("zebra{}", scene.mark);
    scene.wait_for(&access, ("words", &zebra), None, uri(&mention)).await;

    // Direct messages need a service that this network does not have.
    let refused =
        scene.channel.pull(&access, &Wanted { kind: "messages", name: "", cursor: None }).await;
    assert!(matches!(refused, Err(Fault::Forbidden(_))), "{refused:?}");

    let said = [&first, &mention, &more].map(|post| uri(post).to_owned());
    scene.takes_back(&access, &brand, (&ana, &ben), &said).await;
    let late = scene.channel.send(&access, &scene.answer(&mention, &ana, "Too late")).await;
    assert!(matches!(late, Err(Fault::NotThere(_))), "{late:?}");
}

#[tokio::test]
async fn the_whole_real_network_is_heard() {
    let Some(addresses) = addresses() else { return };
    let scene = Scene::new(addresses);
    let (brand, ana) = (scene.join("hears").await, scene.join("said").await);
    let mut access = scene.log_in(&brand).await;
    access.settings.extend(scene.channel.probe(&access).await.unwrap().learned);
    let mut heard = Flood::default();
    let (mut first, mut last) = (Value::Null, Value::Null);
    // Listened to twice: what was said in between is told by the second.
    for round in 0..2 {
        let (told, mut told_us) = mpsc::channel(64);
        let (channel, access) = (scene.channel.clone(), access.clone());
        let (name, cursor) = (scene.jetstream.clone(), heard.cursor.clone());
        let streaming = tokio::spawn(async move {
            let wanted = Wanted { kind: "network", name: &name, cursor: cursor.as_deref() };
            channel.stream(&access, &wanted, told).await
        });
        assert_eq!(told_us.recv().await, Some(Batch::Opened));
        let word = if round == 0 {
            first = scene.post(&ana, "The first word", None, None).await;
            uri(&first).to_owned()
        } else {
            uri(&last).to_owned()
        };
        let began = Instant::now();
        while !heard.others.iter().any(|item| item.id == word) {
            let batch = tokio::time::timeout(Duration::from_secs(20), told_us.recv()).await;
            let Some(Batch::Network(flood)) = batch.expect("in time") else { panic!("it ended") };
            heard.others.extend(flood.others);
            heard.gone.extend(flood.gone);
            heard.cursor = flood.cursor;
        }
        println!("network: heard after {} ms", began.elapsed().as_millis());
        streaming.abort();
        if round == 0 {
            scene.delete(&ana, uri(&first)).await;
            last = scene.post(&ana, "The last word", None, None).await;
        }
    }
    assert!(heard.gone.iter().any(|id| id == uri(&first)), "{:?}", heard.gone);
    let theirs: Vec<ChannelItem> =
        heard.others.into_iter().filter(|item| item.id == uri(&last)).collect();
    let whole = scene.channel.complete(&access, theirs).await.unwrap();
    assert_eq!(whole[0].author.handle, ana.handle);
}
