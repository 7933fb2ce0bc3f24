//! How much of a core it takes to listen to the whole of Bluesky, from the socket to the match.
//!
//! `cargo run --release -p earshot-listen --example jetstream -- [SECONDS] [TIMES]`: a process of its own
//! tells the network's traffic as a Jetstream does, over a WebSocket on loopback, TIMES as fast as the
//! network's peak of 40 posts a second; this one listens with the server's own loop, on SQLite, against
//! 1,000 listeners, and reads its CPU time. Everything counts that the server does until a matching
//! post is in its inbox: reading the socket, parsing, matching, asking for the authors of what is kept,
//! writing it with the cursor.

#![expect(clippy::expect_used, reason = "a benchmark may panic")]

#[path = "jetstream/network.rs"]
mod network;

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use earshot_channels::bluesky::Bluesky;
use earshot_channels::{Channel, Channels, Fields, Vault};
use earshot_egress::{Client, Policy};
use earshot_listen::Listen;
use earshot_listen::sources::{News, Reading};
use earshot_model::{
    Account, AccountId, Clock, CommandResult, Instruments, OrderedIds, OrgId, OutboxId,
    SeededNoise, Time,
};
use earshot_store::channel_logins::{self, ChannelLogin};
use earshot_store::sources::{self, Source};
use earshot_testkit::{Ground, Office};
use rustix::time::{ClockId, clock_gettime};
use tokio::sync::watch;

/// How many listeners ask.
const LISTENERS: usize = 1_000;
/// What is not measured at the beginning.
const WARM_UP: Duration = Duration::from_secs(5);

pub(crate) struct Now;

impl Clock for Now {
    #[expect(clippy::disallowed_methods, reason = "the time is measured")]
    fn now(&self) -> Time {
        jiff::Timestamp::now().into()
    }
}

struct Open;

impl Vault for Open {
    fn open_login(&self, _: OrgId, _: AccountId, _: &[u8]) -> Option<Fields> {
        let password = earshot_fakes::bluesky::APP_PASSWORD.to_owned();
        Some(Fields::from([("app_password".to_owned(), password)]))
    }
}

struct Nobody;

#[async_trait::async_trait]
impl News for Nobody {
    async fn told(
        &self,
        _: OrgId,
        _: AccountId,
        _: OutboxId,
        _: CommandResult,
    ) -> Result<(), String> {
        Ok(())
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let first = args.next();
    if first.as_deref() == Some("network") {
        let times = args.next().and_then(|n| n.parse().ok()).unwrap_or(20);
        let likes = args.next().as_deref() == Some("all");
        earshot_testkit::in_runtime(async move { network::play(times, likes).await });
        return;
    }
    let seconds = first.and_then(|n| n.parse().ok()).unwrap_or(60);
    let times = args.next().and_then(|n| n.parse().ok()).unwrap_or(20);
    println!(
        "{times} times the network's peak of 40 posts a second, {LISTENERS} listeners, {seconds} s each"
    );
    println!();
    println!(
        "| what is told | events a second | posts a second | kept of those told | behind | share of a core |"
    );
    println!("|---|---|---|---|---|---|");
    for likes in [false, true] {
        earshot_testkit::in_runtime(async move { measure(seconds, times, likes).await });
    }
}

/// The network in a process of its own, and where it is: its methods, its Jetstream, its counts.
struct Network {
    process: Child,
    places: [String; 3],
}

impl Network {
    fn start(times: u64, likes: bool) -> Self {
        use std::io::BufRead as _;
        let program = std::env::current_exe().expect("a program");
        let mut process = Command::new(program)
            .args(["network", &times.to_string(), if likes { "all" } else { "posts" }])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the network starts");
        let mut lines = std::io::BufReader::new(process.stdout.take().expect("its words")).lines();
        let places = [(); 3].map(|()| lines.next().expect("a line").expect("its address"));
        Self { process, places }
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

async fn measure(seconds: u64, times: u64, likes: bool) {
    let network = Network::start(times, likes);
    let [methods, jetstream, told] = &network.places;
    let ground = Ground::sqlite().await;
    let office = Office::open(&ground).await;
    for query in network::queries(LISTENERS) {
        office.listen_for(&ground, &query).await;
    }
    let account = office.add_account(&ground, "bluesky", "altavela.test").await;
    let tools = Instruments {
        clock: Arc::new(Now),
        ids: Arc::new(OrderedIds::new(5)),
        noise: Arc::new(SeededNoise::new(6)),
    };
    log_in(&ground, &office, &account, (methods, jetstream), tools.now()).await;
    let client = Client::new(Policy::default().allow("127.0.0.1")).expect("a client");
    let all: Vec<Arc<dyn Channel>> = vec![Arc::new(Bluesky::default())];
    let channels = Channels::new(all, client, tools.clone(), Arc::new(Open));
    let listen = Listen::new(ground.db.clone(), tools.clone());
    let (stop, stopped) = watch::channel(false);
    let reading = Reading { channels, news: Arc::new(Nobody) };
    let running = tokio::spawn(listen.run_sources(reading, stopped));
    tokio::time::sleep(WARM_UP).await;
    let (began, cpu, before) =
        (Instant::now(), cpu(), counts(told, &ground, &office, &account).await);
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let (took, used) = (began.elapsed().as_secs_f64(), self::cpu() - cpu);
    let after = counts(told, &ground, &office, &account).await;
    let behind = after.upto.map_or(f64::NAN, |upto| micros(tools.now().since(upto)));
    println!(
        "| {} | {:.0} | {:.0} | {} of {} | {behind:.1} s | {:.1} % |",
        if likes {
            "posts, deletes, likes, follows, repeats, accounts"
        } else {
            "posts, deletes, accounts"
        },
        number(after.events - before.events) / took,
        number(after.posts - before.posts) / took,
        after.kept - before.kept,
        after.wanted - before.wanted,
        100.0 * used / took,
    );
    stop.send(true).expect("it runs");
    running.await.expect("it ends");
}

/// How much was told, and how much of it was kept.
struct Counts {
    events: u64,
    posts: u64,
    wanted: u64,
    kept: u64,
    upto: Option<Time>,
}

async fn counts(told: &str, ground: &Ground, office: &Office, account: &Account) -> Counts {
    let [events, posts, wanted] = network::told(told).await;
    let mut conn = ground.db.read(office.org).await.expect("a connection");
    let rows = sources::of_account(&mut conn, account.id).await.expect("sources");
    let row = rows.into_iter().next().expect("the source");
    assert_eq!(row.problem, None, "it listens");
    let kept = u64::try_from(row.heard).unwrap_or(0);
    Counts { events, posts, wanted, kept, upto: row.caught_up_at }
}

async fn log_in(
    ground: &Ground,
    office: &Office,
    account: &Account,
    (methods, jetstream): (&str, &str),
    now: Time,
) {
    let settings = serde_json::json!({
        "address": methods, "handle": "altavela.test", "account_id": "did:plc:nobody",
    });
    let login = ChannelLogin {
        account_id: account.id,
        settings: settings.to_string(),
        sealed: vec![1],
        standing: "{}".to_owned(),
        probed_at: now,
        problem: None,
        lost_at: None,
    };
    let source = Source {
        id: ground.tools.id(),
        account_id: account.id,
        kind: "network".to_owned(),
        name: jetstream.to_owned(),
        cursor: String::new(),
        streams: true,
        due_at: now,
        lease_until: None,
        stream_until: None,
        wait: 0,
        failures: 0,
        problem: None,
        caught_up_at: None,
        heard_at: None,
        heard: 0,
        created_at: now,
        stopped_at: None,
    };
    let write = ground.db.write::<_, earshot_store::Error, _>(office.org, move |tx| {
        Box::pin(async move {
            channel_logins::insert(tx, &login).await?;
            sources::insert(tx, &source).await.map(drop)
        })
    });
    write.await.expect("a login");
}

/// The CPU time of this process, in seconds.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0)).as_secs_f64()
}

fn micros(span: i64) -> f64 {
    Duration::from_micros(u64::try_from(span).unwrap_or(0)).as_secs_f64()
}

fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
