//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args as Arguments, Parser, Subcommand};
use earshot_model::{AccountId, IdentityId, PersonId};
use earshot_playbook::Industry;

use crate::eval::Eval;

/// A self-hosted social contact centre.
#[derive(Debug, Parser)]
#[command(name = "earshot", version, about, max_term_width = 100)]
pub(crate) struct Args {
    /// Where data is kept: database, files, configuration [default: ./earshot-data]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL database (postgres://...) in place of SQLite in the data folder
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,
    /// A file of trained heads for the funnel [default: the one that is built in]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
    /// What to log, such as `info` or `earshot_listen=debug` [default: warn]
    #[arg(long, global = true, value_name = "FILTER")]
    pub(crate) log: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// An organization that is to be added.
#[derive(Debug, Arguments)]
pub(crate) struct NewOrganizationArgs {
    /// Its name on screens
    pub(crate) name: String,
    /// Its short name in addresses and at the login [default: made from the name]
    #[arg(long, value_name = "SLUG")]
    pub(crate) short_name: Option<String>,
    /// The time zone of its reports and calendars
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    pub(crate) time_zone: String,
    /// The language of its screens: en or de
    #[arg(long, value_name = "TAG", default_value = "en")]
    pub(crate) locale: String,
    /// What it does: its playbook begins as the starter for that
    #[arg(long, value_name = "KEY")]
    pub(crate) industry: Option<Industry>,
    /// The name of its administrator
    #[arg(long, value_name = "NAME")]
    pub(crate) admin: String,
    /// The address with which they log in
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) email: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the server
    Serve,
    /// Run the server with a fictional brand and lifelike traffic
    Demo {
        /// Where the fictional network answers [default: a free port beside the server's]
        #[arg(long, value_name = "ADDRESS")]
        network: Option<SocketAddr>,
        /// Let nobody write by themselves: the network only does what its control surface is told
        #[arg(long)]
        quiet: bool,
    },
    /// Connect the brand's logins on channels; works while the server runs
    Account {
        /// The organization's short name, where there are several
        #[arg(long, global = true, value_name = "SLUG")]
        organization: Option<String>,
        #[command(subcommand)]
        what: Account,
    },
    /// Look after the channels that the server speaks itself
    Channel {
        #[command(subcommand)]
        what: Channel,
    },
    /// Add an organization with its administrator, whose password is read from standard input
    Organization(NewOrganizationArgs),
    /// Give somebody a new password, read from standard input, and end their logins
    Password {
        /// The address that they log in with
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        /// The organization's short name, where there are several
        #[arg(long, value_name = "SLUG")]
        organization: Option<String>,
    },
    /// Print the verdict of each line of a file, as JSON lines: words, or an object with `text`
    Judge {
        /// The file, or - for standard input
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Train the funnel's learner on labelled files, measure it on others, and print the figures
    Eval(Eval),
    /// Match listeners of a file against posts of a file, and say how fast
    Match(Matching),
    /// Work on a playbook as a text file: the running one is not touched
    Playbook {
        #[command(subcommand)]
        what: Playbook,
    },
    /// Bring in history
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Write everything into one file; works while the server runs
    Backup {
        /// The file to write
        file: PathBuf,
    },
    /// Fill an empty database from a backup
    Restore {
        /// The file to read
        file: PathBuf,
    },
    /// Check the event log, the texts, the keys and the files
    Verify,
    /// Look at a query of the listening language without putting it to work
    Query {
        #[command(subcommand)]
        what: Query,
    },
    /// Index posts anew that an older version has indexed; works while the server runs
    Reindex {
        /// The organization's short name; without it all of them
        #[arg(long, value_name = "SLUG")]
        organization: Option<String>,
    },
    /// How long each class of data is kept; works while the server runs
    Retention {
        /// The organization's short name, where there are several
        #[arg(long, global = true, value_name = "SLUG")]
        organization: Option<String>,
        #[command(subcommand)]
        what: Retention,
    },
    /// Legal holds: what a customer wrote stays until the hold is lifted
    Hold {
        /// The organization's short name, where there are several
        #[arg(long, global = true, value_name = "SLUG")]
        organization: Option<String>,
        #[command(subcommand)]
        what: Hold,
    },
    /// Erase everything personal of a customer: words, names, files; the event log stays whole
    Erase {
        /// The customer's handle, such as `@ana`
        #[arg(long, required_unless_present = "person")]
        handle: Option<String>,
        /// The customer's id, where several have the same handle
        #[arg(long, conflicts_with = "handle")]
        person: Option<PersonId>,
        /// The organization's short name, where there are several
        #[arg(long, value_name = "SLUG")]
        organization: Option<String>,
    },
}

#[derive(Debug, Arguments)]
pub(crate) struct Matching {
    /// The listeners: one query a line
    #[arg(long, value_name = "FILE")]
    pub(crate) listeners: PathBuf,
    /// The lists and queries that listeners name: each begins with a line `[list NAME]` or
    /// `[query NAME]`
    #[arg(long, value_name = "FILE")]
    pub(crate) lists: Option<PathBuf>,
    /// The posts, one a line: language, author, followers and text, parted by tabs; `-` reads
    /// standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) posts: PathBuf,
    /// How many threads match
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) threads: usize,
    /// What is printed: how often each listener matches, or each match as the lines of its post
    /// and of its listener
    #[arg(long, value_enum, default_value_t = Format::Counts)]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// The line of each listener and its matches; at the end one line about the whole
    Counts,
    /// The line of the post and the line of the listener, parted by a tab, for each match
    Tsv,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Query {
    /// Say whether it can be read; name every mistake and doubt with its place
    Check(QueryText),
    /// Say in words how it is read, what is looked up first, and what it costs
    Explain {
        #[command(flatten)]
        query: QueryText,
        /// Posts from which to estimate how much it finds and costs, one a line:
        /// language, author, followers, text, with tabs between; the first 2,000 are read
        #[arg(long, value_name = "FILE")]
        posts: Option<PathBuf>,
    },
    /// Write it in one fixed form: all brackets, notes where they were, long ones over several lines
    Format(QueryText),
}

#[derive(Debug, Arguments)]
pub(crate) struct QueryText {
    /// The query; `-` reads it from standard input
    #[arg(allow_hyphen_values = true)]
    pub(crate) query: String,
    /// The lists and queries that it names: each begins with a line `[list NAME]` or
    /// `[query NAME]`
    #[arg(long, value_name = "FILE")]
    pub(crate) lists: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Playbook {
    /// Say what is wrong with it, with line and column; end with 1 if anything is
    Check {
        /// The file
        file: PathBuf,
    },
    /// Try the example posts that it keeps; end with 1 if one comes out otherwise
    Test {
        /// The file
        file: PathBuf,
    },
    /// Say in words what is different between two; end with 1 if anything is
    Diff {
        /// The older file
        old: PathBuf,
        /// The newer file
        new: PathBuf,
    },
    /// Send stored posts through it, and say what would change against the one at work; nothing is
    /// written
    Replay(Replay),
    /// Print a playbook to start with
    Starter {
        /// One of utilities, retail, travel, automotive, banking, technology, entertainment,
        /// government, healthcare [default: what all of them share]
        industry: Option<Industry>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Conversations in the columns of the set "Customer Support on Twitter"
    Twcs {
        /// The tab-separated file
        file: PathBuf,
        /// The short name of the organization, where several work here
        #[arg(long)]
        organization: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Retention {
    /// List the classes, their days, and how much the next run removes
    List,
    /// Set how many days a class is kept
    Set {
        /// The class, as `list` prints it
        class: String,
        /// How many days
        #[arg(value_parser = clap::value_parser!(i64).range(1..=36_500))]
        days: i64,
        /// Also when the next run would remove something that is kept now
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Hold {
    /// List the holds, those in force first
    List,
    /// Hold everything of a customer
    Set {
        /// The customer's handle, such as `@ana`
        #[arg(long, required_unless_present = "person")]
        handle: Option<String>,
        /// The customer's id, where several have the same handle
        #[arg(long, conflicts_with = "handle")]
        person: Option<PersonId>,
        /// Why
        #[arg(long)]
        reason: String,
        /// The address of the agent in whose name it is set
        #[arg(long = "as", value_name = "ADDRESS")]
        agent: String,
    },
    /// Print what a customer's posts said before their source changed or removed them under a hold
    Words {
        /// The customer's handle, such as `@ana`
        #[arg(long, required_unless_present = "person")]
        handle: Option<String>,
        /// The customer's id, where several have the same handle
        #[arg(long, conflicts_with = "handle")]
        person: Option<PersonId>,
    },
    /// Lift a hold
    Lift {
        /// Its id, as `list` prints it
        hold: uuid::Uuid,
        /// The address of the agent in whose name it is lifted
        #[arg(long = "as", value_name = "ADDRESS")]
        agent: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Channel {
    /// Ask a channel who an account is and what it may do, and say in plain words how it does; end
    /// with 1 if something is wrong
    Doctor {
        /// The account's id, as `account list` prints it
        account: AccountId,
    },
    /// Test a core or a connector against the channel protocol; end with 1 if something fails
    Conformance(Box<Conformance>),
}

/// What `channel conformance --help` shows last.
const CONFORMANCE: &str = "\
Examples:
  Test a core, with an account made for it (`earshot account add`), and answer the post that it
  names on the desk within five minutes:
    earshot channel conformance --core https://desk.example --account ID --token TOKEN \\
      --secret whsec_... --answer 300

  Test a connector that asks for commands; the core is played on a free port:
    earshot channel conformance -- python3 examples/guestbook.py

  The same with somebody who writes on its channel, on a fixed port:
    earshot channel conformance --listen 127.0.0.1:9900 \\
      --post 'python3 examples/guestbook.py say Hello' \\
      --edit 'python3 examples/guestbook.py edit Hello again' \\
      --delete 'python3 examples/guestbook.py erase' -- python3 examples/guestbook.py

  A connector that takes its commands by signed POST:
    earshot channel conformance --webhook http://127.0.0.1:9902/ -- COMMAND

The connector finds the played core in its environment: EARSHOT_URL, EARSHOT_ACCOUNT,
EARSHOT_TOKEN and EARSHOT_SECRET. Use an account and a channel of their own for a test: it
leaves posts on both.";

#[derive(Debug, Arguments)]
#[command(after_help = CONFORMANCE)]
pub(crate) struct Conformance {
    /// Test the core at this address
    #[arg(long, value_name = "URL", requires_all = ["account", "token"])]
    pub(crate) core: Option<String>,
    /// The account to test a core with
    #[arg(long, value_name = "ID", requires = "core")]
    pub(crate) account: Option<AccountId>,
    /// Its token
    #[arg(long, value_name = "TOKEN", env = "EARSHOT_TOKEN", hide_env_values = true)]
    pub(crate) token: Option<String>,
    /// Its signing secret; without it signatures are not tried
    #[arg(long, value_name = "SECRET", env = "EARSHOT_SECRET", hide_env_values = true)]
    pub(crate) secret: Option<String>,
    /// Wait so long, and at least 180 seconds, for somebody to answer a post on the core's desk;
    /// without it answers are not tried
    #[arg(long, value_name = "SECONDS", requires = "core")]
    pub(crate) answer: Option<u64>,
    /// Test the core even though a connector works with this account
    #[arg(long, requires = "core")]
    pub(crate) in_use: bool,
    /// A shell command that lets somebody post on the connector's channel
    #[arg(long, value_name = "COMMAND", requires = "program")]
    pub(crate) post: Option<String>,
    /// A shell command that changes the newest post there
    #[arg(long, value_name = "COMMAND", requires = "program")]
    pub(crate) edit: Option<String>,
    /// A shell command that deletes the newest post there
    #[arg(long, value_name = "COMMAND", requires = "program")]
    pub(crate) delete: Option<String>,
    /// Where the connector takes commands by POST; without it, it asks for them
    #[arg(long, value_name = "URL", requires = "program")]
    pub(crate) webhook: Option<String>,
    /// How long the connector may take for each thing
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub(crate) patience: u64,
    /// The connector to test, with its arguments
    #[arg(last = true, value_name = "COMMAND", required_unless_present = "core")]
    #[arg(conflicts_with = "core")]
    pub(crate) program: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// Connect an account and print its id, token and signing secret, once
    Add(NewLogin),
    /// List the accounts
    List,
    /// Print a new signing secret for an account; the old one stays good until the rotation ends
    Rotate {
        /// The account's id
        account: AccountId,
        /// End the rotation: only the new secret is good from now on
        #[arg(long)]
        end: bool,
    },
    /// Seal the secrets of all organizations with the first key of the key file
    Reseal,
    /// List who is taken for the brand itself, and who has its handle and is not
    Voices,
    /// Say that an identity is the brand: what it writes from now on is ours
    Own {
        /// The identity's id, as `voices` prints it
        identity: IdentityId,
    },
    /// Say that an identity is not the brand: what it writes from now on is a customer's
    Disown {
        /// The identity's id, as `voices` prints it
        identity: IdentityId,
    },
}

#[derive(Debug, Arguments)]
pub(crate) struct Replay {
    /// The file
    pub(crate) file: PathBuf,
    /// So many days up to the newest stored post [default: 7]
    #[arg(long, value_name = "N", conflicts_with_all = ["from", "to"])]
    pub(crate) days: Option<u32>,
    /// The first day, such as 2026-03-01, where the organization is
    #[arg(long, value_name = "DAY", requires = "to")]
    pub(crate) from: Option<jiff::civil::Date>,
    /// The last day, that day included
    #[arg(long, value_name = "DAY", requires = "from")]
    pub(crate) to: Option<jiff::civil::Date>,
    /// Compare with this file in place of the playbook at work
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Option<PathBuf>,
    /// The organization's short name, where there are several
    #[arg(long, value_name = "SLUG")]
    pub(crate) organization: Option<String>,
}

#[derive(Debug, Arguments)]
pub(crate) struct NewLogin {
    /// The kind of channel, such as `mastodon` or `forum`
    #[arg(long)]
    pub(crate) channel: String,
    /// The brand's handle there
    #[arg(long)]
    pub(crate) handle: String,
    /// The name on screens [default: the handle]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Post commands to this address in place of the long-poll
    #[arg(long, value_name = "URL")]
    pub(crate) webhook: Option<String>,
}
