//! `earshot match`: listeners of a file against posts of a file, without a database.

mod listeners;
pub(crate) mod names;
mod posts;

use std::io::BufWriter;
use std::ops::Range;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use earshot_matcher::{Engine, Frequencies, Hit, PostView, Scratch};
use earshot_text::Tokens;

use self::posts::Posts;
use crate::args::{Format, Matching};

/// Posts whose words are counted, to know which are rare.
const SAMPLE: usize = 50_000;
/// Posts that a thread hands to the engine at once.
const BATCH: usize = 1_024;

/// `earshot match`. The last line on standard output is for machines. Listeners that cannot be read
/// are told on standard error and left out; then it ends with a failure.
pub(crate) fn run(asked: &Matching) -> anyhow::Result<ExitCode> {
    let names = names::read(asked.lists.as_deref())?;
    let listeners::Listeners { queries: listeners, all } =
        listeners::read(&asked.listeners, &names)?;
    let posts = Posts::read(&asked.posts)?;
    let views = posts.views();
    let step = views.len().div_ceil(SAMPLE).max(1);
    let frequencies = Frequencies::of(views.iter().step_by(step).copied());
    let engine = Engine::new(listeners.iter().map(|(line, query)| (*line, query)), frequencies);
    let (alone, _) = timed(&views, asked.threads, tokenize)?;
    let (taken, parts) = timed(&views, asked.threads, |views| matched(&engine, views))?;
    let lines: Vec<u32> = listeners.iter().map(|(line, _)| *line).collect();
    let out = BufWriter::new(std::io::stdout().lock());
    let matches: usize = parts.iter().map(|(_, hits)| hits.len()).sum();
    let told = Told { parts, posts: &posts, lines, format: asked.format };
    told.write(out, &summary(views.len(), matches, taken, alone))
        .context("cannot write the matches")?;
    // What could be matched was; yet it is not what was asked for.
    Ok(if all { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What came of a run of posts.
type Part<T> = (Range<usize>, T);

/// Lets each thread work on a run of posts. Says how long the whole took, on the wall clock.
fn timed<T: Send>(
    views: &[PostView<'_>],
    threads: usize,
    work: impl Fn(&[PostView<'_>]) -> T + Sync,
) -> anyhow::Result<(Duration, Vec<Part<T>>)> {
    let length = views.len().div_ceil(threads.max(1)).max(1);
    let work = &work;
    let start = Instant::now();
    let done = thread::scope(|scope| {
        let running: Vec<_> = (0..views.len())
            .step_by(length)
            .map(|first| {
                let run = first..(first + length).min(views.len());
                let part = views.get(run.clone()).unwrap_or_default();
                scope.spawn(move || (run, work(part)))
            })
            .collect();
        running.into_iter().map(thread::ScopedJoinHandle::join).collect::<Result<Vec<_>, _>>()
    });
    let taken = start.elapsed();
    Ok((taken, done.map_err(|_| anyhow::anyhow!("a thread ended by itself"))?))
}

/// What matching is measured against.
fn tokenize(views: &[PostView<'_>]) {
    let mut tokens = Tokens::default();
    for view in views {
        earshot_text::tokenize(view.text, &mut tokens);
        std::hint::black_box(&tokens);
    }
}

fn matched(engine: &Engine, views: &[PostView<'_>]) -> Vec<Hit> {
    let (mut scratch, mut hits, mut all) = (Scratch::default(), Vec::new(), Vec::new());
    let mut first = 0;
    for batch in views.chunks(BATCH) {
        engine.match_batch(batch, &mut scratch, &mut hits);
        all.extend(hits.iter().map(|hit| Hit { post: hit.post + first, ..*hit }));
        first += u32::try_from(batch.len()).unwrap_or(u32::MAX);
    }
    all
}

fn summary(posts: usize, matches: usize, taken: Duration, alone: Duration) -> String {
    let count = u32::try_from(posts).map_or(f64::INFINITY, f64::from);
    let rate = |time: Duration| count / time.as_secs_f64().max(f64::MIN_POSITIVE);
    format!(
        "posts={posts} matches={matches} seconds={:.6} posts_per_second={:.0} \
         tokenize_posts_per_second={:.0}",
        taken.as_secs_f64(),
        rate(taken),
        rate(alone)
    )
}

/// What is written at the end.
struct Told<'a> {
    /// The hits, in the order of the posts.
    parts: Vec<Part<Vec<Hit>>>,
    posts: &'a Posts,
    /// The lines of the listeners.
    lines: Vec<u32>,
    format: Format,
}

impl Told<'_> {
    fn write(&self, mut out: impl std::io::Write, summary: &str) -> std::io::Result<()> {
        match self.format {
            Format::Counts => {
                let last = self.lines.last().map_or(0, |line| place(*line));
                let mut counts = vec![0_u64; last + 1];
                for hit in self.parts.iter().flat_map(|(_, hits)| hits) {
                    if let Some(count) = counts.get_mut(place(hit.listener)) {
                        *count += 1;
                    }
                }
                for line in &self.lines {
                    let count = counts.get(place(*line)).copied().unwrap_or(0);
                    writeln!(out, "{line}\t{count}")?;
                }
                writeln!(out, "{summary}")?;
            }
            Format::Tsv => {
                for (run, hits) in &self.parts {
                    let mut hits = hits.clone();
                    hits.sort_unstable();
                    for hit in hits {
                        let line = self.posts.line(run.start + place(hit.post));
                        writeln!(out, "{line}\t{}", hit.listener)?;
                    }
                }
            }
        }
        out.flush()
    }
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
