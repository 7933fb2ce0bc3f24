//! How soon a stored change of a listener is at work, and what it costs those who match meanwhile.
//!
//! `cargo run --release -p earshot-listen --example live-changes -- [LISTENERS [FILE]]`: so many
//! listeners (10,000) in a database on SQLite, those of FILE (one query a line) first, the others made
//! up. One of them is changed again and again, as the editor does it: in a transaction that says so in
//! the log. The time is from the commit until the stages, asked as each batch of posts asks them, find
//! a post by the new query.

#![expect(clippy::expect_used, reason = "a benchmark may panic")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use earshot_listen::Listen;
use earshot_listen::ports::Match;
use earshot_matcher::{PostView, Query};
use earshot_model::{Actor, EventKind, ListenerPurpose, NewEvent};
use earshot_store::Error;
use earshot_store::listeners::{self, Listener};
use earshot_testkit::{Ground, Office};
use serde_json::json;

const CHANGES: i64 = 300;
/// Between two changes.
const PAUSE: Duration = Duration::from_millis(20);
const TEXTS: [&str; 4] = [
    "my flight was cancelled and nobody at the desk can tell me when the next one goes",
    "where is my bag? I have been waiting for two days and your hotline hangs up on me",
    "thank you, the crew on the way to Porto was lovely and the coffee was hot",
    "just landed in Lisbon, what a view over the river this morning #lisbon",
];

fn main() {
    let mut args = std::env::args().skip(1);
    let count = args.next().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let file = args.next().map(|file| std::fs::read_to_string(file).expect("a file of queries"));
    earshot_testkit::in_runtime(async move { measure(count, file.as_deref()).await });
}

async fn measure(count: usize, file: Option<&str>) {
    let ground = Ground::sqlite().await;
    let office = Office::open(&ground).await;
    let now = ground.tools.now();
    let given = file.unwrap_or_default().lines().filter(|line| Query::parse(line).is_ok());
    let made = (0..).map(|n| format!("brand{n} AND (late OR refund OR \"model {n}\")"));
    let rows: Vec<Listener> = given
        .map(ToOwned::to_owned)
        .chain(made)
        .zip(0..count)
        .map(|(query, number)| Listener {
            id: ground.tools.id(),
            name: format!("Listener {number}"),
            purpose: ListenerPurpose::Brand,
            query,
            version: 1,
            active: true,
            updated_at: now,
        })
        .collect();
    let changed = rows.first().expect("a listener").clone();
    for some in rows.chunks(500) {
        let some = some.to_vec();
        let write = ground.db.write::<_, Error, _>(office.org, move |tx| {
            Box::pin(async move {
                for row in &some {
                    listeners::insert(tx, row, Actor::System).await?;
                }
                Ok(())
            })
        });
        write.await.expect("stored");
    }
    let listen = Listen::new(ground.db.clone(), ground.tools.clone());
    let began = Instant::now();
    let stages = listen.stages(office.org).await.expect("stages");
    println!("{count} listeners, loaded and compiled in {:.0?}", began.elapsed());
    let calm = meanwhile(&stages.matcher, async { tokio::time::sleep(PAUSE * 300).await }).await.0;
    let work = change(&ground, &office, &listen, changed);
    let (busy, mut times) = meanwhile(&stages.matcher, work).await;
    times.sort_unstable();
    let at = |of_hundred: usize| times.get(times.len() * of_hundred / 100).expect("a time");
    println!(
        "{CHANGES} changes, live after {:.2?} (median), {:.2?} (99th percentile); meanwhile {:.1} % of \
         the posts of a calm time",
        at(50),
        at(99),
        busy / calm * 100.0
    );
}

async fn change(
    ground: &Ground,
    office: &Office,
    listen: &Listen,
    mut row: Listener,
) -> Vec<Duration> {
    let mut times = Vec::new();
    for number in 0..CHANGES {
        row.version += 1;
        row.query = format!("novelty{number}");
        let stored = row.clone();
        let write = ground.db.write::<_, Error, _>(office.org, move |tx| {
            Box::pin(async move {
                listeners::update(tx, &stored, Actor::System).await?;
                let data = json!({ "what": "listener", "listener": stored.id });
                let at = stored.updated_at;
                tx.emit(NewEvent::new(at, EventKind::SetupChanged, Actor::System).data(data));
                Ok(())
            })
        });
        write.await.expect("changed");
        let start = Instant::now();
        let text = format!("a novelty{number}");
        let post = PostView { text: &text, ..PostView::default() };
        loop {
            let stages = listen.stages(office.org).await.expect("stages");
            if stages.matcher.matches(&post).iter().any(|hit| hit.listener_id == row.id) {
                break;
            }
        }
        times.push(start.elapsed());
        tokio::time::sleep(PAUSE).await;
    }
    times
}

/// Posts a second that a thread matches while `work` goes on, and what came of it.
async fn meanwhile<T>(matcher: &Arc<dyn Match>, work: impl Future<Output = T>) -> (f64, T) {
    let (done, posts) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let thread = {
        let (matcher, done, posts) = (matcher.clone(), done.clone(), posts.clone());
        std::thread::spawn(move || {
            while !done.load(Ordering::Relaxed) {
                for text in TEXTS {
                    let post = PostView { text, ..PostView::default() };
                    std::hint::black_box(matcher.matches(&post));
                }
                posts.fetch_add(4, Ordering::Relaxed);
            }
        })
    };
    let start = Instant::now();
    let made = work.await;
    let taken = start.elapsed().as_secs_f64();
    done.store(true, Ordering::Relaxed);
    thread.join().expect("the thread ends");
    let posts = u32::try_from(posts.load(Ordering::Relaxed)).map_or(f64::NAN, f64::from);
    (posts / taken, made)
}
