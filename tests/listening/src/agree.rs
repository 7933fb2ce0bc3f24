//! What `earshot match` printed, against the plain evaluator: every pair of a listener and a post.

use std::collections::HashSet;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, bail, ensure};
use earshot_matcher::{PostView, Query};

use crate::args::Agree;
use crate::corpus::Post;

/// `earshot-listening agree`.
pub(crate) fn run(asked: &Agree) -> anyhow::Result<()> {
    let start = Instant::now();
    let printed = printed(&asked.matches)?;
    let text = read(&asked.listeners)?;
    let lines: Vec<(u32, &str)> =
        (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).collect();
    // Those that cannot be read find nothing.
    let readable = |(line, text): &(u32, &str)| Some((*line, Query::parse(text).ok()?));
    let listeners: Vec<(u32, Query)> = lines.iter().filter_map(readable).collect();
    let text = read(&asked.posts)?;
    let posts: Vec<Post> = text.split_terminator('\n').filter_map(Post::read).collect();
    ensure!(posts.len() == text.split_terminator('\n').count(), "a line of the posts is no post");
    let (mut matches, mut wrong) = (0, Vec::new());
    for (line, post) in (1_u32..).zip(&posts) {
        let view: PostView<'_> = post.view();
        let truth = Query::which(listeners.iter().map(|(_, query)| query), &view);
        for ((listener, query), expected) in listeners.iter().zip(truth) {
            matches += usize::from(expected);
            if printed.contains(&(line, *listener)) != expected {
                wrong.push(format!("post {line}, listener {listener}: {expected} by {query}"));
            }
        }
    }
    let pairs = posts.len() * listeners.len();
    println!(
        "{pairs} pairs of {} listeners ({} cannot be read) and {} posts, {matches} matches of the plain evaluator, {} \
         printed, {} differences, {:.0} s",
        listeners.len(),
        lines.len() - listeners.len(),
        posts.len(),
        printed.len(),
        wrong.len(),
        start.elapsed().as_secs_f64()
    );
    if !wrong.is_empty() || printed.len() != matches {
        wrong.truncate(20);
        bail!("what was printed is not what the plain evaluator says\n{}", wrong.join("\n"));
    }
    Ok(())
}

/// The lines of posts and listeners that were printed; each pair may stand there once.
fn printed(file: &Path) -> anyhow::Result<HashSet<(u32, u32)>> {
    let text = if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
        text
    } else {
        read(file)?
    };
    let mut pairs = HashSet::new();
    for line in text.lines() {
        let pair =
            line.split_once('\t').and_then(|(p, l)| Some((p.parse().ok()?, l.parse().ok()?)));
        let pair = pair.with_context(|| format!("no match: {line}"))?;
        ensure!(pairs.insert(pair), "printed twice: {line}");
    }
    Ok(pairs)
}

fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}
