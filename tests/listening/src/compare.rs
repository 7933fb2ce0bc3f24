//! The long comparison: the engine against the plain evaluator, over random queries of every
//! operator, until time or pairs are used up or the two differ.

#[path = "../../../crates/matcher/tests/engine/cut.rs"]
mod cut;
#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with tests, and the comparison may stop at once"
)]
#[path = "../../../crates/matcher/tests/generate/mod.rs"]
mod generate;

use std::time::{Duration, Instant};

use anyhow::bail;
use earshot_matcher::{Engine, Frequencies, PostView, Query, Scratch};

use self::cut::{Cut, Post, tricky_texts};
use self::generate::{Chance, OwnPost};
use crate::args::Compare;
use crate::corpus;

/// Queries and posts that are compared at once, each with each.
const QUERIES: u32 = 250;
const POSTS: usize = 250;

/// What was compared.
#[derive(Debug, Default)]
struct Counted {
    pairs: u64,
    matches: u64,
    /// Pairs that only a verdict can decide: there the engine may say yes too often.
    pending: u64,
}

/// `earshot-listening compare`.
pub(crate) fn run(asked: &Compare) -> anyhow::Result<()> {
    let posts = match &asked.corpus {
        Some(folder) => corpus::posts(folder, usize::MAX)?,
        None => Vec::new(),
    };
    let mut counted = Counted::default();
    let start = Instant::now();
    let (mut told, mut seed) = (start, asked.seed);
    let enough = |counted: &Counted| {
        counted.pairs >= asked.pairs
            || start.elapsed() >= Duration::from_secs(asked.minutes.saturating_mul(60))
    };
    while !enough(&counted) {
        round(seed, &posts, &mut counted)?;
        seed += 1;
        if told.elapsed() > Duration::from_secs(60) {
            told = Instant::now();
            eprintln!("{} s: {counted:?}, seed {seed}", start.elapsed().as_secs());
        }
    }
    println!(
        "{} pairs of a query and a post, {} matches, {} pending, no difference; seeds {} to {seed}, {} s, {}",
        counted.pairs,
        counted.matches,
        counted.pending,
        asked.seed,
        start.elapsed().as_secs(),
        if posts.is_empty() { "made-up posts only" } else { "real and made-up posts" }
    );
    Ok(())
}

/// Compares one set of queries with one set of posts; which kind of both, the seed says.
fn round(seed: u64, real: &[corpus::Post], counted: &mut Counted) -> anyhow::Result<()> {
    let mut chance = Chance(seed);
    if seed.is_multiple_of(3) {
        let mut made: Vec<OwnPost> = real.iter().take(20).map(|p| OwnPost::of(&p.text)).collect();
        made.extend((made.len()..POSTS).map(|number| {
            let post = OwnPost::random(&mut chance, 14);
            if number % 2 == 0 { post } else { post.unjudged() }
        }));
        let nodes = (0..QUERIES).map(|number| {
            let depth = usize::try_from(number % 5).unwrap_or(0);
            generate::query(&mut chance, depth, true)
        });
        let queries: Vec<Query> = nodes.map(Query::from).collect();
        let views: Vec<PostView<'_>> = made.iter().map(OwnPost::view).collect();
        return check(seed, &queries, &views, counted);
    }
    let texts: Vec<String> = if real.is_empty() || seed.is_multiple_of(7) {
        tricky_texts(seed, POSTS)
    } else {
        let first = chance.below(real.len());
        real.iter().cycle().skip(first).take(POSTS).map(|post| post.text.clone()).collect()
    };
    let mut cut = Cut::new(seed, &texts);
    let nodes = (0..QUERIES).map(|number| cut.node(usize::try_from(number % 5).unwrap_or(0)));
    let queries: Vec<Query> = nodes.map(Query::from).collect();
    let posts: Vec<Post<'_>> = texts.iter().map(|text| cut.post(text)).collect();
    let views: Vec<PostView<'_>> = posts.iter().map(Post::view).collect();
    check(seed, &queries, &views, counted)
}

fn check(
    seed: u64,
    queries: &[Query],
    posts: &[PostView<'_>],
    counted: &mut Counted,
) -> anyhow::Result<()> {
    let sample = if seed.is_multiple_of(2) { posts } else { &[] };
    let engine = Engine::new((0..).zip(queries), Frequencies::of(sample.iter().copied()));
    let (mut scratch, mut hits) = (Scratch::default(), Vec::new());
    engine.match_batch(posts, &mut scratch, &mut hits);
    hits.sort_unstable();
    let mut hits = hits.iter().peekable();
    for (number, post) in (0..).zip(posts) {
        let truth = Query::which(queries, post);
        for ((listener, query), expected) in (0..).zip(queries).zip(truth) {
            let hit = hits.next_if(|hit| (hit.post, hit.listener) == (number, listener));
            counted.pairs += 1;
            counted.matches += u64::from(expected);
            let pending = query.node().needs_verdict();
            counted.pending += u64::from(pending);
            let right = match hit {
                Some(hit) => hit.pending == pending && (pending || expected),
                None => !expected,
            };
            if !right {
                bail!(
                    "seed {seed}: the engine says {}, the plain evaluator {expected}\n{query}\n{:?}\n{post:?}",
                    hit.is_some(),
                    query.node()
                );
            }
        }
    }
    if let Some(hit) = hits.next() {
        bail!("seed {seed}: {hit:?} is told twice or out of order");
    }
    Ok(())
}
