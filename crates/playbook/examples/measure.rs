//! How long decisions take: `cargo run --release --example measure -p earshot-playbook`.
//!
//! Posts are the examples of the starters, over and over. Two playbooks: the starter of an airline,
//! and 500 synthetic lines whose conditions mix closed fields, words, patterns and numbers.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use earshot_model::{Intent, Level, Outcome, Sentiment, SlaClass, Time};
use earshot_playbook::{
    Document, Example, Facts, Industry, Line, Past, Playbook, Replay, Then, default_playbook,
    starter,
};

fn main() -> Result<(), Box<dyn Error>> {
    let travel = starter(Industry::Travel).map_err(|p| format!("{p:?}"))?;
    let mut posts = Vec::new();
    for industry in Industry::ALL {
        let document = starter(*industry).map_err(|p| format!("{p:?}"))?;
        posts.extend(document.examples.iter().map(Example::facts));
    }
    println!("{} different posts", posts.len());
    let synthetic = synthetic()?;
    let starter = measure("starter travel", &travel, &posts)?;
    let many = measure("synthetic", &synthetic, &posts)?;
    replay("starter travel", &starter, &travel, &posts)?;
    replay("synthetic", &many, &synthetic, &posts)
}

/// Compiles, and decides about each post 200 times.
fn measure(name: &str, document: &Document, posts: &[Facts]) -> Result<Playbook, Box<dyn Error>> {
    let started = Instant::now();
    let playbook = Playbook::compile(1, document).map_err(|errors| format!("{errors:?}"))?;
    let (lines, took) = (document.lines.len(), started.elapsed());
    println!(
        "{name}: {lines} lines, compiled in {took:.1?}, at most {} steps a post",
        playbook.steps()
    );
    let mut times = Vec::new();
    for facts in posts {
        for _ in 0..200 {
            let started = Instant::now();
            black_box(playbook.decide(black_box(facts)));
            times.push(started.elapsed());
        }
    }
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 1_000).copied().unwrap_or_default();
    println!("  a post: median {:.1?}, p90 {:.1?}, p99 {:.1?}", at(500), at(900), at(990));
    Ok(playbook)
}

/// One million posts through two versions, on one thread.
fn replay(
    name: &str,
    old: &Playbook,
    document: &Document,
    posts: &[Facts],
) -> Result<(), Box<dyn Error>> {
    let mut changed = document.clone();
    changed.lines.retain(|line| line.number != 30);
    let new = Playbook::compile(2, &changed).map_err(|errors| format!("{errors:?}"))?;
    let started = Instant::now();
    let mut replay = Replay::new(old, &new);
    for (n, facts) in (0..1_000_000).zip(posts.iter().cycle()) {
        let answered_after = (n % 4 > 0).then_some(n % 90 * Time::MINUTE);
        let at = Time(n * Time::SECOND / 2);
        replay.push(&Past { key: n.to_string(), at, facts: facts.clone(), answered_after });
    }
    let (report, took) = (replay.report(), started.elapsed());
    let (all, differ) = (report.posts, report.differ);
    println!("replay, {name}: {all} posts, {differ} differ, in {took:.1?} on one thread");
    Ok(())
}

/// 500 lines, one in ten without a closed field to find it by.
fn synthetic() -> Result<Document, Box<dyn Error>> {
    let mut document = default_playbook().map_err(|p| format!("{p:?}"))?;
    let words = ["refund", "delay", "crash", "invoice", "seat", "parcel", "login", "price"];
    let intents = Intent::ALL.iter().cycle();
    let moods = Sentiment::ALL.iter().cycle();
    let levels = Level::ALL.iter().cycle();
    let each = intents.zip(moods).zip(levels).zip(words.iter().cycle()).zip((0..10_u8).cycle());
    let lines = (1_i64..=500).zip(each).map(|(n, ((((intent, mood), level), word), shape))| {
        let when = match shape {
            0 => format!("text.contains('{word} {n}') || followers > {n}000000"),
            1 | 2 => format!("'{intent}' in intents && text.matches('{word}.*{n}')"),
            3 | 4 => format!("sentiment == '{mood}' && urgency == '{level}' && rating == {n}"),
            5 => format!("channel in ['x', 'forum'] && text.contains('{word}{n}')"),
            6 => format!("!spam && own_page && text.startsWith('{word}') && priority > 0.{n}"),
            7 => format!("identity == 'ours' || (tier == 'gold' && rating > {n})"),
            _ => format!("'{intent}' in intents && sentiment == '{mood}' && text.contains('{n}')"),
        };
        let then = Then {
            warranted: Some(Outcome::Respond),
            queue: Some("care".to_owned()),
            clock: Some(SlaClass::Normal),
            ..Then::default()
        };
        Line { number: n, name: format!("line {n}"), when, then, ..Line::default() }
    });
    document.lines = lines.collect();
    Ok(document)
}
