#![doc = include_str!("../README.md")]

mod clock;
mod corpus;

use std::path::PathBuf;

use earshot_matcher::{Engine, Frequencies, PostView, Scratch};
use earshot_text::Tokens;

fn main() -> anyhow::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_default());
    let counts: Vec<usize> = std::env::args().skip(2).filter_map(|a| a.parse().ok()).collect();
    let rounds = if std::env::args().nth(2).as_deref() == Some("once") { 1 } else { 7 };
    let posts = corpus::posts(&folder, if rounds == 1 { 5_000 } else { 60_000 })?;
    let views: Vec<PostView<'_>> = posts.iter().map(corpus::Post::view).collect();
    let sample = Frequencies::of(views.iter().copied());
    for count in counts {
        let (queries, unread) = corpus::queries(&folder, count)?;
        let start = clock::thread_seconds();
        let engine = Engine::new((0..).zip(&queries), sample.clone());
        println!(
            "{count}: {} queries, {unread} unread, build {:.2}",
            queries.len(),
            clock::thread_seconds() - start
        );
        let (mut scratch, mut hits, mut tokens) =
            (Scratch::default(), Vec::new(), Tokens::default());
        let (mut alone, mut matched) = (Vec::new(), Vec::new());
        let mut found = 0;
        for _ in 0..rounds {
            alone.push(clock::timed(|| {
                for view in &views {
                    earshot_text::tokenize(view.text, &mut tokens);
                    std::hint::black_box(&tokens);
                }
            }));
            matched.push(clock::timed(|| {
                found = 0;
                for batch in views.chunks(1024) {
                    engine.match_batch(batch, &mut scratch, &mut hits);
                    found += hits.len();
                }
            }));
        }
        let n = f64::from(u32::try_from(views.len())?);
        let (a, m) = (clock::median(&mut alone), clock::median(&mut matched));
        println!(
            "tokenize {:.0} ns, match {:.0} ns, ratio {:.2}, hits {found}",
            a / n * 1e9,
            m / n * 1e9,
            m / a
        );
    }
    Ok(())
}
