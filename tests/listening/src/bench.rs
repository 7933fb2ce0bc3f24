//! Times side by side, in one run, on one core.

mod changes;
mod hostile;
mod memory;

use std::ffi::CString;

use earshot_matcher::{Engine, Frequencies, PostView, Query, Scratch};
use earshot_text::Tokens;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::args::Bench;
use crate::clock::{median, timed};
use crate::corpus::{self, Post};
use crate::generate;
use crate::peers::{Fts5, Vectorscan};

/// Posts that are handed to the engine at once.
const BATCH: usize = 1_024;
/// Posts that SQLite indexes at once.
const INDEXED: usize = 20_000;

/// How often SQLite is measured at most: one round takes it a second and more.
const MOST_INDEXED: usize = 5;

/// `earshot-listening bench`.
pub(crate) fn run(asked: &Bench) -> anyhow::Result<()> {
    let posts = match &asked.corpus {
        Some(folder) => corpus::posts(folder, usize::MAX)?,
        None => generate::posts(asked.posts),
    };
    let single = posts.iter().filter(|post| is_single(&post.text));
    let single: Vec<Post> = single.take(asked.posts / 4).cloned().collect();
    let mixed: Vec<Post> = posts.iter().take(asked.posts).cloned().collect();
    let views: Vec<PostView<'_>> = mixed.iter().map(Post::view).collect();
    let sample = Frequencies::of(views.iter().copied());
    let bytes: usize = mixed.iter().map(|post| post.text.len()).sum();
    let source = if asked.corpus.is_some() { "real posts" } else { "posts of the generator" };
    println!(
        "{} {source}, {} bytes on average; {} mostly Chinese, Japanese or Thai",
        mixed.len(),
        bytes / mixed.len().max(1),
        single.len()
    );
    words(&mixed, asked.rounds)?;
    hostile::run()?;
    for count in &asked.listeners {
        let (queries, unread) = match &asked.corpus {
            Some(folder) => corpus::queries(folder, *count)?,
            None => (generate::queries(*count)?, 0),
        };
        println!("\n{count} listeners: {} read, {unread} not", queries.len());
        let engine = memory::run(&queries, &sample)?;
        let each = listeners("mixed", &views, &engine, asked.rounds)?;
        let others: Vec<PostView<'_>> = single.iter().map(Post::view).collect();
        if !others.is_empty() {
            let other = listeners("without spaces", &others, &engine, asked.rounds)?;
            println!("posts without spaces take {:.2} times as long", other / each);
        }
        peers(&mixed, &queries, each, asked.rounds);
        changes::run(&engine, &queries, &views)?;
    }
    Ok(())
}

/// Whether a text is mostly of scripts without spaces.
fn is_single(text: &str) -> bool {
    let tokens = Tokens::of(text);
    let single = tokens.as_slice().iter().filter(|token| token.is_single()).count();
    single * 2 > tokens.len()
}

/// The tokenizer beside the words of Unicode's annex 29.
fn words(posts: &[Post], rounds: usize) -> anyhow::Result<()> {
    let (mut ours, mut theirs, mut tokens) = (Vec::new(), Vec::new(), Tokens::default());
    for _ in 0..rounds {
        ours.push(timed(|| {
            for post in posts {
                earshot_text::tokenize(&post.text, &mut tokens);
                std::hint::black_box(&tokens);
            }
        }));
        theirs.push(timed(|| {
            for post in posts {
                let lower = post.text.to_lowercase();
                std::hint::black_box(lower.unicode_words().map(str::len).max());
            }
        }));
    }
    let (ours, theirs) = (median(&mut ours), median(&mut theirs));
    let count = f64::from(u32::try_from(posts.len())?);
    println!(
        "tokenize {:.0} ns a post; unicode-segmentation with to_lowercase {:.2} times as long",
        ours / count * 1e9,
        theirs / ours
    );
    Ok(())
}

/// Seconds a post.
fn listeners(
    name: &str,
    views: &[PostView<'_>],
    engine: &Engine,
    rounds: usize,
) -> anyhow::Result<f64> {
    let (mut scratch, mut hits, mut tokens) = (Scratch::default(), Vec::new(), Tokens::default());
    let (mut alone, mut matched, mut found) = (Vec::new(), Vec::new(), 0);
    for _ in 0..rounds {
        alone.push(timed(|| {
            for view in views {
                earshot_text::tokenize(view.text, &mut tokens);
                std::hint::black_box(&tokens);
            }
        }));
        matched.push(timed(|| {
            found = 0;
            for batch in views.chunks(BATCH) {
                engine.match_batch(batch, &mut scratch, &mut hits);
                found += hits.len();
            }
        }));
    }
    let count = f64::from(u32::try_from(views.len())?);
    let (alone, matched) = (median(&mut alone) / count, median(&mut matched) / count);
    let effort = scratch.effort();
    let each = |number: u64| u32::try_from(number).map_or(f64::NAN, f64::from) / count;
    let rounds = f64::from(u32::try_from(rounds)?);
    println!(
        "{name}: tokenize {:.0} ns, match {:.0} ns = {:.2} times, {:.0} posts/s; a post has {:.2} \
         hits, {:.2} keys, {:.2} postings, {:.2} programs",
        alone * 1e9,
        matched * 1e9,
        matched / alone,
        1.0 / matched,
        f64::from(u32::try_from(found)?) / count,
        each(effort.keys) / rounds,
        each(effort.postings) / rounds,
        each(effort.programs) / rounds,
    );
    Ok(matched)
}

/// The peers that are installed; `each` is our time for a post.
fn peers(posts: &[Post], queries: &[Query], each: f64, rounds: usize) {
    let count = u32::try_from(posts.len()).map_or(f64::NAN, f64::from);
    match Vectorscan::new(queries) {
        Err(error) => println!("vectorscan: not measured: {error:#}"),
        Ok(mut peer) => {
            let texts: Vec<String> = posts.iter().map(|post| post.text.to_lowercase()).collect();
            let mut times = Vec::new();
            for _ in 0..rounds {
                times.push(timed(|| {
                    std::hint::black_box(peer.count(&texts)).ok();
                }));
            }
            let time = median(&mut times) / count;
            println!(
                "vectorscan, {} literals: {:.0} ns a post = {:.2} times our time",
                peer.literals,
                time * 1e9,
                time / each
            );
        }
    }
    if let Err(error) = fts5(posts, queries, each, rounds) {
        println!("FTS5: not measured: {error:#}");
    }
}

fn fts5(posts: &[Post], queries: &[Query], each: f64, rounds: usize) -> anyhow::Result<()> {
    let peer = Fts5::new(queries)?;
    let texts: Vec<CString> = posts
        .iter()
        .take(INDEXED)
        .map(|post| CString::new(post.text.replace('\0', " ")))
        .collect::<Result<_, _>>()?;
    let mut times = Vec::new();
    for _ in 0..rounds.min(MOST_INDEXED) {
        peer.clear()?;
        let mut rows = Ok(0);
        times.push(timed(|| rows = peer.match_batch(&texts)));
        rows?;
    }
    let time = median(&mut times) / f64::from(u32::try_from(texts.len())?);
    println!(
        "FTS5, {} of the queries, {INDEXED} posts at once: {:.0} ns a post = {:.1} times our time",
        peer.queries.len(),
        time * 1e9,
        time / each
    );
    Ok(())
}
