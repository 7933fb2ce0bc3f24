//! How many posts a second go through inbox and pipeline on SQLite.
//!
//! `cargo run --release -p earshot-listen --example throughput -- [POSTS]`: a seeded mix of requests,
//! chatter and advertising from a few thousand authors, accepted in batches of 100, then processed.

#![expect(clippy::expect_used, reason = "a benchmark may panic")]

use std::time::Instant;

use earshot_listen::{Connector, Listen};
use earshot_model::{Audience, ChannelAuthor, ChannelEvent, ChannelItem, Surface, Time};
use earshot_testkit::{Ground, NOON, Office};
use serde_json::json;

const BATCH: usize = 100;
const AUTHORS: u64 = 4_000;
const AGENTS: usize = 100;

const TEXTS: [&str; 10] = [
    "@altavela my flight AV123 was cancelled and nobody at the desk can tell me when the next one goes. Please help!",
    "@altavela where is my bag? I have been waiting for two days and your hotline hangs up on me. This is a disgrace",
    "thank you @altavela, the crew on the way to Porto was lovely and the coffee was hot",
    "WIN a FREE iPhone now!!! click http://spam.example/win and follow @winner #free #win #iphone #giveaway",
    "just landed in Lisbon with Altavela, what a view over the river this morning",
    "@altavela does the light fare include a cabin bag, or do I have to pay for it at the gate?",
    "I am never flying again, airports are the worst invention of mankind, change my mind",
    "@altavela mein Koffer ist seit gestern verschwunden, und am Telefon hilft mir niemand. Was soll ich tun?",
    "Earn $5000 a week from home, ask me how!! limited offer http://cash.example/now #money #crypto #rich",
    "@altavela no me llega el reembolso de mi vuelo cancelado, llevo tres semanas esperando una respuesta",
];

fn main() {
    let posts = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(20_000);
    earshot_testkit::in_runtime(async move { measure(posts).await });
}

async fn measure(posts: u64) {
    let ground = Ground::sqlite().await;
    let office = Office::open(&ground).await;
    for n in 0..AGENTS {
        office.hire(&ground, &format!("agent{n}"), 1_000_000).await;
    }
    for query in ["altavela", "\"light fare\"", "refund OR reembolso", "airport* AND NOT spam"] {
        office.listen_for(&ground, query).await;
    }
    let listen = Listen::new(ground.db.clone(), ground.tools.clone());
    let from = Connector::from(&office.account);
    let bodies = bodies(posts);
    let began = Instant::now();
    for body in &bodies {
        ground.clock.advance(50_000);
        listen.accept(from, body).await.expect("accepted");
    }
    report("accept", posts, began);
    let began = Instant::now();
    let mut last = (Instant::now(), 0_u32);
    while listen.work_once().await.expect("worked") {
        ground.clock.advance(100_000);
        last.1 += 1;
        if last.1 == 20 {
            println!("  20 rounds of work in {:.3} s", last.0.elapsed().as_secs_f64());
            last = (Instant::now(), 0);
        }
    }
    report("process", posts, began);
}

fn report(phase: &str, posts: u64, began: Instant) {
    let took = began.elapsed().as_secs_f64();
    println!("{phase}: {posts} posts in {took:.2} s, {:.0} a second", rate(posts, took));
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a rate for people")]
fn rate(posts: u64, took: f64) -> f64 {
    posts as f64 / took
}

fn bodies(posts: u64) -> Vec<Vec<u8>> {
    let mut noise = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        noise ^= noise << 13;
        noise ^= noise >> 7;
        noise ^= noise << 17;
        noise
    };
    let events: Vec<ChannelEvent> = (0..posts).map(|n| event(n, &mut next)).collect();
    let body = |events: &[ChannelEvent]| {
        serde_json::to_vec(&json!({ "events": events })).expect("events are JSON")
    };
    events.chunks(BATCH).map(body).collect()
}

fn event(n: u64, next: &mut impl FnMut() -> u64) -> ChannelEvent {
    // A third of the posts continue one of the latest conversations.
    let thread = if next().is_multiple_of(3) { n.saturating_sub(next() % 500) } else { n };
    let author = next() % AUTHORS;
    let words = TEXTS.iter().cycle().nth(usize::try_from(next() % 10).unwrap_or(0));
    let words = words.copied().unwrap_or_default();
    let item = ChannelItem {
        id: format!("post-{n}"),
        revision: "1".to_owned(),
        surface: if thread == n { Surface::Post } else { Surface::Comment },
        audience: Audience::Public,
        thread: format!("thread-{thread}"),
        parent: (thread != n).then(|| format!("post-{thread}")),
        author: ChannelAuthor {
            id: format!("author-{author}"),
            handle: format!("@author{author}"),
            name: format!("Author {author}"),
            followers: Some(i64::try_from(author).unwrap_or(0)),
        },
        text: format!("{words} ({n})"),
        language: None,
        url: Some(format!("https://fake.example/post-{n}")),
        rating: None,
        posted_at: NOON.plus(-Time::HOUR + i64::try_from(n).unwrap_or(0) * 1_000),
        edited_at: None,
        sent_as: None,
    };
    ChannelEvent::Upsert { item: Box::new(item) }
}
