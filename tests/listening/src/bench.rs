//! Times of tokenizing and of matching, side by side.

use earshot_matcher::{Engine, Frequencies, PostView, Query, Scratch};
use earshot_text::Tokens;

use crate::args::Bench;
use crate::clock::{median, thread_seconds, timed};
use crate::corpus::{self, Post};

/// Posts that are handed to the engine at once.
const BATCH: usize = 1_024;

/// `earshot-listening bench`.
pub(crate) fn run(asked: &Bench) -> anyhow::Result<()> {
    let Some(folder) = &asked.corpus else { anyhow::bail!("--corpus DIR is needed") };
    let posts = corpus::posts(folder, asked.posts)?;
    let views: Vec<PostView<'_>> = posts.iter().map(Post::view).collect();
    let sample = Frequencies::of(views.iter().copied());
    for count in &asked.listeners {
        let (queries, unread) = corpus::queries(folder, *count)?;
        let start = thread_seconds();
        let engine = Engine::new((0..).zip(&queries), sample.clone());
        println!(
            "{count}: {} queries, {unread} unread, compiled in {:.2} s",
            queries.len(),
            thread_seconds() - start
        );
        measure(&views, &engine, asked.rounds)?;
        let _: &[Query] = &queries;
    }
    Ok(())
}

fn measure(views: &[PostView<'_>], engine: &Engine, rounds: usize) -> anyhow::Result<()> {
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
    let (alone, matched) = (median(&mut alone), median(&mut matched));
    println!("{:?} over {rounds} rounds", scratch.effort());
    println!(
        "tokenize {:.0} ns, match {:.0} ns, ratio {:.2}, {found} hits",
        alone / count * 1e9,
        matched / count * 1e9,
        matched / alone
    );
    Ok(())
}
