//! The network that tells, in a process of its own: its traffic is made up, in shares like the real ones.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use earshot_fakes::bluesky::FakeBluesky;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep_until};

use crate::Now;

/// The network's peak, in posts a second.
const PEAK: u64 = 40;
/// Of so many posts, one is asked for by a listener.
const ONE_IN: u64 = 200;
/// So often events are told, in a second.
const BEATS: u64 = 50;

const WORDS: &[&str] = &[
    "the",
    "and",
    "you",
    "for",
    "that",
    "this",
    "with",
    "have",
    "not",
    "are",
    "was",
    "just",
    "like",
    "they",
    "what",
    "about",
    "people",
    "know",
    "time",
    "good",
    "really",
    "today",
    "think",
    "love",
    "never",
    "right",
    "work",
    "still",
    "make",
    "going",
    "want",
    "back",
    "year",
    "first",
    "could",
    "great",
    "thing",
    "world",
    "morning",
    "night",
    "music",
    "picture",
    "coffee",
    "train",
    "weather",
    "winter",
    "garden",
    "friend",
    "happy",
    "photo",
    "garçon",
    "straße",
    "mañana",
    "東京",
    "おはよう",
    "здравствуйте",
    "мир",
    "brasil",
    "saudade",
    "kaffee",
    "regen",
    "zug",
    "heute",
    "🙂",
];

/// So many queries of the usual kind. Only the last one finds something in this traffic.
pub(crate) fn queries(count: usize) -> Vec<String> {
    let asked = |n: usize| {
        let topic = WORDS.get(n % WORDS.len()).copied().unwrap_or("acme");
        format!(
            "(brand{n} OR \"brand {n}\" OR @brand{n}) (broken OR refund* OR late OR help) -{topic}job"
        )
    };
    let mut all: Vec<String> = (1..count).map(asked).collect();
    all.push("altavela (bag OR refund*)".to_owned());
    all
}

/// What was told so far.
#[derive(Default)]
struct Told {
    events: AtomicU64,
    posts: AtomicU64,
    wanted: AtomicU64,
}

/// Plays for ever; prints where.
pub(crate) async fn play(times: u64, likes: bool) {
    let listen = async || TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let (methods, stream, counts) = (listen().await, listen().await, listen().await);
    let at = |listener: &TcpListener| listener.local_addr().expect("an address");
    let url = format!("http://{}", at(&methods));
    let fake = FakeBluesky::new("altavela.test", &url, Arc::new(Now));
    fake.allow(1_000_000);
    if likes {
        fake.tell_everything();
    }
    println!("{url}\nws://{}\n{}", at(&stream), at(&counts));
    let told = Arc::new(Told::default());
    tokio::spawn(fake.clone().serve(methods));
    tokio::spawn(fake.clone().serve_network(stream));
    tokio::spawn(say_counts(counts, told.clone()));
    let mut dice = Dice(7);
    let (mut next, beat) = (Instant::now(), Duration::from_micros(1_000_000 / BEATS));
    let mut due = 0;
    loop {
        next += beat;
        sleep_until(next).await;
        due += PEAK * times;
        for _ in 0..due / BEATS {
            say(&fake, &told, &mut dice, likes);
        }
        due %= BEATS;
    }
}

/// One post, and what happens on the network beside one.
fn say(fake: &FakeBluesky, told: &Told, dice: &mut Dice, likes: bool) {
    let tell = |event: Value| {
        fake.tell(event);
        told.events.fetch_add(1, Ordering::Relaxed);
    };
    let number = told.posts.fetch_add(1, Ordering::Relaxed);
    let wanted = number.is_multiple_of(ONE_IN);
    if wanted {
        told.wanted.fetch_add(1, Ordering::Relaxed);
    }
    tell(post(dice, wanted));
    // Of twenty posts one is taken back; as often an account or a handle changes.
    match number % 20 {
        0 => tell(commit(dice, "app.bsky.feed.post", None)),
        7 => tell(
            json!({ "did": did(dice), "kind": "identity", "identity": { "handle": "new.test" } }),
        ),
        14 => tell(json!({ "did": did(dice), "kind": "account", "account": { "active": true } })),
        _ => {}
    }
    if likes {
        // Five likes a post, and as many follows and repeats as posts.
        for kind in ["like", "like", "like", "like", "like", "repost"] {
            let subject = json!({ "uri": uri(dice), "cid": "bafyreidexample5xq4kz6n2w7example" });
            let record = json!({ "$type": format!("app.bsky.feed.{kind}"), "subject": subject, "createdAt": "2026-11-22T12:00:00.000Z" });
            tell(commit(dice, &format!("app.bsky.feed.{kind}"), Some(record)));
        }
        let record = json!({ "$type": "app.bsky.graph.follow", "subject": did(dice), "createdAt": "2026-11-22T12:00:00.000Z" });
        tell(commit(dice, "app.bsky.graph.follow", Some(record)));
    }
}

fn post(dice: &mut Dice, wanted: bool) -> Value {
    let count = 4 + dice.below(28);
    let mut text = (0..count).map(|_| dice.word()).collect::<Vec<_>>().join(" ");
    if wanted {
        text.push_str(" where is my bag, Altavela?");
    }
    let mut record = json!({
        "$type": "app.bsky.feed.post", "text": text, "langs": ["en"],
        "createdAt": "2026-11-22T12:00:00.000Z",
    });
    let fields = record.as_object_mut().expect("an object");
    // Half of all posts answer another; a third shows a picture; a quarter has a link.
    if dice.below(2) == 0 {
        let reference = |dice: &mut Dice| json!({ "uri": uri(dice), "cid": "bafyreidexample5xq4kz6n2w7example" });
        fields.insert(
            "reply".to_owned(),
            json!({ "root": reference(dice), "parent": reference(dice) }),
        );
    }
    if dice.below(3) == 0 {
        let image = json!({ "alt": "a picture of something", "aspectRatio": { "height": 900, "width": 1600 },
            "image": { "$type": "blob", "mimeType": "image/jpeg", "size": 412_345, "ref": { "$link": "bafkreidexample5xq4kz6n2w7example" } } });
        fields.insert(
            "embed".to_owned(),
            json!({ "$type": "app.bsky.embed.images", "images": [image] }),
        );
    }
    if dice.below(4) == 0 {
        let feature = json!({ "$type": "app.bsky.richtext.facet#link", "uri": "https://news.example/2026/11/22/something-happened-today" });
        fields.insert(
            "facets".to_owned(),
            json!([{ "index": { "byteStart": 0, "byteEnd": 3 }, "features": [feature] }]),
        );
    }
    commit(dice, "app.bsky.feed.post", Some(record))
}

fn commit(dice: &mut Dice, collection: &str, record: Option<Value>) -> Value {
    let mut commit = json!({
        "rev": "3mexamplerev22", "operation": if record.is_some() { "create" } else { "delete" },
        "collection": collection, "rkey": key(dice),
    });
    if let (Some(record), Some(fields)) = (record, commit.as_object_mut()) {
        fields.insert("record".to_owned(), record);
        fields.insert("cid".to_owned(), json!("bafyreidexample5xq4kz6n2w7example"));
    }
    json!({ "did": did(dice), "kind": "commit", "commit": commit })
}

fn did(dice: &mut Dice) -> String {
    format!("did:plc:{:024x}", dice.next())
}

fn key(dice: &mut Dice) -> String {
    earshot_channels::bluesky::wire::tid(dice.next() >> 11, 7)
}

fn uri(dice: &mut Dice) -> String {
    format!("at://{}/app.bsky.feed.post/{}", did(dice), key(dice))
}

/// Numbers that look like chance (splitmix64), the same in each run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn word(&mut self) -> &'static str {
        let place = usize::try_from(self.next() >> 1).unwrap_or(0) % WORDS.len();
        WORDS.get(place).copied().unwrap_or("word")
    }
}

/// Tells everybody who connects how much was told, as three numbers.
async fn say_counts(listener: TcpListener, told: Arc<Told>) {
    while let Ok((mut stream, _)) = listener.accept().await {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let line = format!("{} {} {}", read(&told.events), read(&told.posts), read(&told.wanted));
        drop(stream.write_all(line.as_bytes()).await);
    }
}

/// What such a line said: events, posts, and posts that a listener asks for.
pub(crate) async fn told(place: &str) -> [u64; 3] {
    let mut stream = TcpStream::connect(place).await.expect("the network is there");
    let mut line = String::new();
    stream.read_to_string(&mut line).await.expect("its counts");
    let mut numbers = line.split(' ').map(|number| number.parse().expect("a number"));
    [(); 3].map(|()| numbers.next().expect("three"))
}
