//! One query over many posts, as a search and a rehearsal ask it: the plain evaluator beside the engine.
//!
//! `cargo run --release -p earshot-matcher --example one-query -- [POSTS]`: seeded posts of 6 to 24 words,
//! each query over all of them, the better of five rounds. Both must find the same posts.

#![expect(clippy::expect_used, clippy::panic, reason = "a measurement may panic")]

use std::time::{Duration, Instant};

use earshot_matcher::{Engine, Frequencies, PostView, Query, Scratch};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

const QUERIES: [(&str, &str); 5] = [
    ("two words", "altavela AND bag"),
    ("close words", "altavela NEAR/4 (lost OR late OR gone)"),
    (
        "thirty words",
        "lost OR late OR gone OR bag OR seat OR crew OR gate OR food OR fare OR miles OR app OR \
      desk OR train OR boat OR hotel OR train OR meal OR queue OR ticket OR refund OR staff OR delay OR rain OR \
      wind OR snow OR coffee OR tea OR water OR juice OR wine",
    ),
    ("what is left out", "altavela NOT (crew OR coffee OR praise* OR \"thank you\")"),
    ("a rare word", "zeppelin"),
];
const WORDS: [&str; 40] = [
    "altavela", "bag", "lost", "late", "gone", "seat", "crew", "gate", "the", "my", "is", "and",
    "I", "a", "was", "to", "for", "in", "of", "it", "coffee", "thank", "you", "never", "again",
    "Lisbon", "Porto", "flight", "hours", "waiting", "desk", "nobody", "answers", "please", "help",
    "morning", "rain", "why", "app", "ticket",
];
const ROUNDS: usize = 5;

fn main() {
    let posts = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let mut noise = StdRng::seed_from_u64(7);
    let mut word = move || (*WORDS.choose(&mut noise).expect("words")).to_owned();
    let mut lengths = StdRng::seed_from_u64(8);
    let texts: Vec<String> = (0..posts)
        .map(|_| (0..lengths.random_range(6..=24)).map(|_| word()).collect::<Vec<_>>().join(" "))
        .collect();
    let views: Vec<PostView<'_>> =
        texts.iter().map(|text| PostView { text, ..PostView::default() }).collect();
    for (name, text) in QUERIES {
        let query = Query::parse(text).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let (plain, found) = best(|| views.iter().filter(|post| query.matches(post)).count());
        let (engine, same) = best(|| {
            // Compiling counts: a search compiles its query each time.
            let engine = Engine::new([(0, &query)], Frequencies::default());
            let (mut scratch, mut hits, mut all) = (Scratch::default(), Vec::new(), 0);
            for page in views.chunks(1_024) {
                engine.match_batch(page, &mut scratch, &mut hits);
                all += hits.len();
            }
            all
        });
        assert_eq!(found, same, "{name}");
        let (plain, engine) = (plain.as_secs_f64() * 1e3, engine.as_secs_f64() * 1e3);
        println!(
            "{name}: {found} of {posts} posts, plain {plain:.1} ms, engine {engine:.1} ms, {:.1} times",
            plain / engine
        );
    }
}

fn best(mut run: impl FnMut() -> usize) -> (Duration, usize) {
    let rounds = (0..ROUNDS).map(|_| {
        let began = Instant::now();
        let found = run();
        (began.elapsed(), found)
    });
    rounds.min().expect("rounds")
}
