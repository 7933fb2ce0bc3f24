//! `earshot eval`: trains the funnel's learner on labelled files and measures it on others.

use std::fs;
use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;
use earshot_funnel::heads::Scores;
use earshot_funnel::model::Model;
use earshot_funnel::tasks::{self, Row, Task, Tools};
use indicatif::{ProgressBar, ProgressStyle};

/// What to measure, on what.
#[derive(Debug, Args)]
pub(crate) struct Eval {
    /// The task, such as `airline`; a wrong name lists them all
    pub(crate) task: Task,
    /// Files to learn from: lines of label, tab, text; `.gz` is unpacked
    #[arg(long, value_name = "FILE", num_args = 1.., required_unless_present = "shipped")]
    pub(crate) train: Vec<PathBuf>,
    /// Measure the heads that ship, without training: one line a file
    #[arg(long, conflicts_with = "train")]
    pub(crate) shipped: bool,
    /// Files to measure on, in the same columns
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub(crate) test: Vec<PathBuf>,
    /// The seed of all chance
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

/// Runs it. The last line on standard output is for machines.
pub(crate) fn run(eval: &Eval) -> anyhow::Result<()> {
    if eval.shipped {
        return shipped(eval);
    }
    let (train, test) = (read_all(&eval.train)?, read_all(&eval.test)?);
    let model = Model::shipped()?;
    let mut scores = Scores::of(model);
    let bar = bar();
    let began = Instant::now();
    let mut step = |done: usize, all: usize| {
        bar.set_length(u64::try_from(all).unwrap_or(0));
        bar.set_position(u64::try_from(done).unwrap_or(0));
    };
    let mut tools = Tools {
        embedding: Some(model.embedding),
        extra: Some(&mut scores),
        clock: &|| began.elapsed().as_secs_f64(),
        step: &mut step,
        seed: eval.seed,
    };
    let report = tasks::run(eval.task, &train, &test, &mut tools).map_err(anyhow::Error::msg)?;
    bar.finish_and_clear();
    println!("{report}");
    Ok(())
}

/// What the heads that ship make of each file; so files of several languages stay apart.
fn shipped(eval: &Eval) -> anyhow::Result<()> {
    let model = Model::shipped()?;
    let began = Instant::now();
    for file in &eval.test {
        let clock = || began.elapsed().as_secs_f64();
        let report = tasks::run_shipped(eval.task, &read(file)?, model, &clock);
        println!("file={} {}", file.display(), report.map_err(anyhow::Error::msg)?);
    }
    Ok(())
}

fn read_all(files: &[PathBuf]) -> anyhow::Result<Vec<Row>> {
    let mut all = Vec::new();
    for file in files {
        all.extend(read(file)?);
    }
    Ok(all)
}

fn read(file: &Path) -> anyhow::Result<Vec<Row>> {
    let name = file.display();
    let mut contents = fs::read(file).with_context(|| format!("cannot read {name}"))?;
    if file.extension().is_some_and(|ending| ending == "gz") {
        let mut unpacked = Vec::new();
        let mut packed = flate2::read::MultiGzDecoder::new(contents.as_slice());
        packed.read_to_end(&mut unpacked).with_context(|| format!("cannot unpack {name}"))?;
        contents = unpacked;
    }
    tasks::rows(&contents)
        .map_err(|bad| anyhow::anyhow!("{name}, line {}: {}", bad.number, bad.why))
}

/// How far training is; nothing where nobody looks.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos} of {len} steps, {eta} left");
    ProgressBar::new(1).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
