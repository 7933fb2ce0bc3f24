//! The command line.

use std::path::PathBuf;

use clap::{Args as Arguments, Parser, Subcommand};

/// Measures how fast listeners are matched, and compares the engine with the plain evaluator.
#[derive(Debug, Parser)]
#[command(name = "earshot-listening")]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the tables of docs/benchmarks/listening.md
    Bench(Bench),
    /// Compare the engine with the plain evaluator over random queries
    Compare(Compare),
    /// Read, match and mark texts of random bytes, as queries and as posts
    Bytes(Bytes),
    /// Compare what `earshot match --format tsv` printed with the plain evaluator
    Agree(Agree),
}

#[derive(Debug, Arguments)]
pub(crate) struct Bench {
    /// A folder with posts.tsv and queries_COUNT.txt, in place of the seeded generator
    #[arg(long, value_name = "DIR")]
    pub(crate) corpus: Option<PathBuf>,
    /// How many posts are matched in each round
    #[arg(long, default_value_t = 60_000)]
    pub(crate) posts: usize,
    /// How often everything is measured; medians are told
    #[arg(long, default_value_t = 5)]
    pub(crate) rounds: usize,
    /// How many listeners there are, one after the other
    #[arg(long, value_delimiter = ',', default_value = "10,1000,10000,100000")]
    pub(crate) listeners: Vec<usize>,
}

#[derive(Debug, Arguments)]
pub(crate) struct Compare {
    /// A folder with posts.tsv, besides the made-up posts
    #[arg(long, value_name = "DIR")]
    pub(crate) corpus: Option<PathBuf>,
    /// Ends after so many minutes
    #[arg(long, default_value_t = u64::MAX)]
    pub(crate) minutes: u64,
    /// Ends after so many pairs of a query and a post
    #[arg(long, default_value_t = 10_000_000)]
    pub(crate) pairs: u64,
    /// The first seed; equal seeds make equal queries
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Arguments)]
pub(crate) struct Bytes {
    /// Ends after so many minutes
    #[arg(long, default_value_t = 5)]
    pub(crate) minutes: u64,
    /// The first seed; equal seeds make equal texts
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Arguments)]
pub(crate) struct Agree {
    /// The listeners, one query a line
    #[arg(long, value_name = "FILE")]
    pub(crate) listeners: PathBuf,
    /// The posts, one a line
    #[arg(long, value_name = "FILE")]
    pub(crate) posts: PathBuf,
    /// What was printed; `-` reads standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(crate) matches: PathBuf,
}
