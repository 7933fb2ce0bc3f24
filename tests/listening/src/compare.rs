//! The long comparison: the engine against the plain evaluator, over random queries of every
//! operator, until time or pairs are used up or the two differ. The engine comes to its queries by
//! changes, pauses and merges. Of some rounds a set of listeners is asked as well, and where it marks.

mod bytes;
#[path = "../../../crates/matcher/tests/engine/cut.rs"]
mod cut;
#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with tests, and the comparison may stop at once"
)]
#[path = "../../../crates/matcher/tests/generate/mod.rs"]
mod generate;
mod set;

pub(crate) use bytes::run as run_bytes;

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
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
    /// Pairs that only a verdict can decide, and the post has none: there the engine must say what the
    /// rest of the query says.
    pending: u64,
    /// Matches of which the marked places were looked at.
    marked: u64,
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
        "{} pairs of a query and a post, no difference: {} decided, of which {} match, and {} that wait for a \
         verdict; {} matches marked; seeds {} to {seed}, {} s, {}",
        counted.pairs,
        counted.pairs - counted.pending,
        counted.matches,
        counted.pending,
        counted.marked,
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
    let (engine, awake) = changed(seed, queries, Frequencies::of(sample.iter().copied()));
    let (mut scratch, mut hits) = (Scratch::default(), Vec::new());
    engine.match_batch(posts, &mut scratch, &mut hits);
    hits.sort_unstable();
    let mut hits = hits.iter().peekable();
    // What each query that waits for a verdict may let through until then.
    let early: Vec<Option<Query>> = queries
        .iter()
        .map(|query| if query.needs_verdict() { query.first_pass() } else { Some(query.clone()) })
        .collect();
    let set = seed.is_multiple_of(8).then(|| set::of(queries));
    for (number, post) in (0..).zip(posts) {
        let truth = Query::which(queries, post);
        let first = Query::which(
            early.iter().zip(queries).map(|(early, query)| early.as_ref().unwrap_or(query)),
            post,
        );
        for (listener, query) in (0..).zip(queries) {
            let place = usize::try_from(listener)?;
            let of = |list: &[bool]| list.get(place).copied().unwrap_or(false);
            let hit = hits.next_if(|hit| (hit.post, hit.listener) == (number, listener));
            let pending = query.needs_verdict() && post.verdict.is_none();
            let open = early.get(place).is_some_and(Option::is_none);
            let holds = if pending { open || of(&first) } else { of(&truth) };
            let expected = holds && of(&awake);
            counted.pairs += 1;
            counted.matches += u64::from(expected && !pending);
            counted.pending += u64::from(pending);
            if hit.is_some() != expected || hit.is_some_and(|hit| hit.pending != pending) {
                bail!(
                    "seed {seed}: the engine says {hit:?}, the plain evaluator {expected}\n{query}\n{:?}\n{post:?}",
                    query.node()
                );
            }
        }
        if let Some(set) = &set
            && number % 16 == 0
        {
            set::check(set, queries, &truth, post, counted)
                .with_context(|| format!("seed {seed}: {post:?}"))?;
        }
    }
    if let Some(hit) = hits.next() {
        bail!("seed {seed}: {hit:?} is told twice or out of order");
    }
    Ok(())
}

/// An engine that came to these queries by changes: of some it knew another one before, some it gets
/// only now, some rest at the end. Says which are awake.
fn changed(seed: u64, queries: &[Query], frequencies: Frequencies) -> (Engine, Vec<bool>) {
    let mut chance = Chance(!seed);
    let all: Vec<(u32, &Query)> = (0..).zip(queries).collect();
    let mut late = Vec::new();
    let mut first = Vec::new();
    for (number, query) in &all {
        match chance.below(4) {
            0 => late.push((*number, *query)),
            1 => {
                first.push((*number, chance.one(&all).1));
                late.push((*number, *query));
            }
            _ => first.push((*number, *query)),
        }
    }
    let engine = Engine::new(first, frequencies);
    let mut late = late.into_iter().peekable();
    while late.peek().is_some() {
        let some: Vec<(u32, &Query)> = late.by_ref().take(1 + chance.below(30)).collect();
        engine.put_all(some.iter().map(|(number, query)| (*number, Some(*query))));
        if chance.once_in(8) {
            engine.merge();
        }
    }
    let awake = all.iter().map(|(number, _)| match chance.below(12) {
        0 => !engine.pause(*number),
        1 => engine.pause(*number) && engine.resume(*number),
        2 => !engine.remove(*number),
        _ => true,
    });
    let awake = awake.collect();
    if chance.once_in(4) {
        engine.merge();
    }
    (engine, awake)
}
