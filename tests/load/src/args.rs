//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand};

/// Load and faults against the real binary.
#[derive(Debug, Parser)]
#[command(name = "earshot-load", max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make an organization to measure with, in an empty database
    Prepare(Prepare),
    /// Store many cases and posts
    Fill(Fill),
    /// Bring posts through the channel protocol
    Ingest(Ingest),
    /// Say how many matches of listeners are stored
    Finds(Finds),
    /// Read the case page, the list and the search
    Pages(Pages),
    /// Time from "accepted" to an open browser
    Live(Live),
    /// What a process holds
    Memory(Memory),
    /// Kill the server while clients send, and compare their ledger with the database
    Kill9(Kill9),
    /// Bring posts by every way at once, again and again and in any order, with kills
    Inbound(Inbound),
    /// Answer through networks that misbehave, with a kill between every two steps
    Outbound(Outbound),
    /// Bring posts at a fixed rate, and time the answers
    Webhook(Webhook),
    /// What one account in trouble costs the others
    Bulkhead(Bulkhead),
    /// How late warnings and breaches of clocks are told
    Alarms(Alarms),
    /// Say what the posts look like
    Posts(Posts),
}

/// Where the data of the server is, and how to reach it.
#[derive(Debug, Clone, Group)]
pub(crate) struct Place {
    /// The server's data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The server's PostgreSQL (postgres://...), where it uses one
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// What `prepare` wrote [default: DIR/ticket.json]
    #[arg(long, value_name = "FILE")]
    pub(crate) ticket: Option<PathBuf>,
}

/// Which posts.
#[derive(Debug, Clone, Group)]
pub(crate) struct Posts {
    /// A folder with posts*.tsv: language, author, followers, text
    #[arg(long, value_name = "DIR")]
    pub(crate) corpus: Option<PathBuf>,
    /// The seed of the generator, and of every random choice
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many different texts are kept ready
    #[arg(long, default_value_t = 100_000)]
    pub(crate) texts: usize,
}

#[derive(Debug, Group)]
pub(crate) struct Prepare {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Queries, one a line, each of which becomes a listener, besides the usual dozen
    #[arg(long, value_name = "FILE")]
    pub(crate) listeners: Option<PathBuf>,
}

#[derive(Debug, Group)]
pub(crate) struct Finds {
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Group)]
pub(crate) struct Fill {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) posts: Posts,
    /// How many cases
    #[arg(long, default_value_t = 100_000)]
    pub(crate) cases: usize,
    /// How many posts, with those of the cases
    #[arg(long, default_value_t = 1_000_000)]
    pub(crate) count: usize,
}

#[derive(Debug, Group)]
pub(crate) struct Ingest {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) posts: Posts,
    /// Where the server listens
    #[arg(long)]
    pub(crate) server: SocketAddr,
    /// How many clients send at once
    #[arg(long, default_value_t = 8)]
    pub(crate) clients: usize,
    /// How many posts a request carries
    #[arg(long, default_value_t = 1)]
    pub(crate) batch: usize,
    /// For how long
    #[arg(long, default_value_t = 60)]
    pub(crate) seconds: u64,
}

#[derive(Debug, Group)]
pub(crate) struct Pages {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Where the server listens
    #[arg(long)]
    pub(crate) server: SocketAddr,
    /// How many of each page
    #[arg(long, default_value_t = 1_000)]
    pub(crate) requests: usize,
    /// The most seconds for each of them
    #[arg(long, default_value_t = 60)]
    pub(crate) seconds: u64,
    /// How many agents read at once
    #[arg(long, default_value_t = 1)]
    pub(crate) clients: usize,
    /// The seed of the choice of cases and questions
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Group)]
pub(crate) struct Live {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Where the server listens
    #[arg(long)]
    pub(crate) server: SocketAddr,
    /// How many posts are timed
    #[arg(long, default_value_t = 100)]
    pub(crate) posts: usize,
    /// How many screens are open; one of them is timed
    #[arg(long, default_value_t = 1)]
    pub(crate) screens: usize,
    /// How many milliseconds lie between two posts
    #[arg(long, default_value_t = 300)]
    pub(crate) pause: u64,
}

#[derive(Debug, Group)]
pub(crate) struct Memory {
    /// The process
    #[arg(long)]
    pub(crate) pid: u32,
    /// What to call the figure
    #[arg(long, default_value = "now")]
    pub(crate) label: String,
}

#[derive(Debug, Group)]
pub(crate) struct Kill9 {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The program under test
    #[arg(long, value_name = "FILE")]
    pub(crate) binary: PathBuf,
    /// How often it is killed
    #[arg(long, default_value_t = 50)]
    pub(crate) kills: usize,
    /// How many posts are sent
    #[arg(long, default_value_t = 10_000)]
    pub(crate) posts: usize,
    /// How many clients send at once
    #[arg(long, default_value_t = 8)]
    pub(crate) clients: usize,
    /// The seed of posts and of the moments of the kills
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The most seconds that the whole may take
    #[arg(long, default_value_t = 280)]
    pub(crate) within: u64,
}

#[derive(Debug, Group)]
pub(crate) struct Inbound {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The program under test
    #[arg(long, value_name = "FILE")]
    pub(crate) binary: PathBuf,
    /// How often it is killed
    #[arg(long, default_value_t = 50)]
    pub(crate) kills: usize,
    /// How many posts are said
    #[arg(long, default_value_t = 10_000)]
    pub(crate) posts: usize,
    /// How many servers of a network are read, beside the connector that brings posts
    #[arg(long, default_value_t = 4)]
    pub(crate) servers: usize,
    /// How many clients send at once
    #[arg(long, default_value_t = 8)]
    pub(crate) clients: usize,
    /// The seed of everything that is drawn
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The most seconds that the whole may take
    #[arg(long, default_value_t = 1_500)]
    pub(crate) within: u64,
}

#[derive(Debug, Group)]
pub(crate) struct Outbound {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The program under test
    #[arg(long, value_name = "FILE")]
    pub(crate) binary: PathBuf,
    /// How many answers are given
    #[arg(long, default_value_t = 1_000)]
    pub(crate) replies: usize,
    /// How often every step is struck by a kill
    #[arg(long, default_value_t = 2)]
    pub(crate) rounds: usize,
    /// How often each misbehaviour is planned for each account
    #[arg(long, default_value_t = 4)]
    pub(crate) times: u32,
    /// The seed of everything that is drawn
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The most seconds that the whole may take
    #[arg(long, default_value_t = 2_400)]
    pub(crate) within: u64,
}

#[derive(Debug, Group)]
pub(crate) struct Webhook {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) posts: Posts,
    /// Where the server listens
    #[arg(long)]
    pub(crate) server: SocketAddr,
    /// Requests a second, each with one post
    #[arg(long, default_value_t = 1_000)]
    pub(crate) rate: u32,
    /// For how long
    #[arg(long, default_value_t = 60)]
    pub(crate) seconds: u64,
    /// How many connections there are; a request that finds none free waits, and its wait counts
    #[arg(long, default_value_t = 120)]
    pub(crate) lines: usize,
}

#[derive(Debug, Group)]
pub(crate) struct Bulkhead {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) posts: Posts,
    /// The program under test
    #[arg(long, value_name = "FILE")]
    pub(crate) binary: PathBuf,
    /// Requests a second to the account that is well
    #[arg(long, default_value_t = 200)]
    pub(crate) rate: u32,
    /// How long one phase is
    #[arg(long, default_value_t = 20)]
    pub(crate) seconds: u64,
    /// How many pairs of phases there are, one with and one without trouble
    #[arg(long, default_value_t = 4)]
    pub(crate) pairs: usize,
}

#[derive(Debug, Group)]
pub(crate) struct Alarms {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The program under test
    #[arg(long, value_name = "FILE")]
    pub(crate) binary: PathBuf,
    /// How many cases in each of both parts, with and without a restart
    #[arg(long, default_value_t = 2_000)]
    pub(crate) cases: usize,
    /// For how long the posts of one part come
    #[arg(long, default_value_t = 20)]
    pub(crate) seconds: u64,
    /// The seed of the posts
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The most seconds between an alarm and its time, at the 99th percentile
    #[arg(long, default_value_t = 5)]
    pub(crate) late: u64,
    /// The most seconds between a start and the last alarm of the time before it
    #[arg(long, default_value_t = 60)]
    pub(crate) late_after: u64,
}
