//! How long a change of a listener takes until it is live, and what it costs those who match.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use earshot_matcher::{Engine, PostView, Query, Scratch};

/// Changes that are made.
const CHANGES: u32 = 200;
/// Time between two of them.
const PAUSE: Duration = Duration::from_millis(10);

/// Changes listeners while another thread matches.
pub(super) fn run(engine: &Engine, views: &[PostView<'_>]) -> anyhow::Result<()> {
    let calm = rate(engine, views, || thread::sleep(PAUSE * CHANGES));
    let mut times = Vec::new();
    let changing = rate(engine, views, || {
        for number in 0..CHANGES {
            let text = format!("newbrand{number} OR \"new brand {number}\"");
            let Ok(query) = Query::parse(&text) else { continue };
            let start = Instant::now();
            // After the call, the next batch sees it.
            engine.put(1_000_000 + number, &query);
            times.push(start.elapsed());
            thread::sleep(PAUSE);
        }
    });
    for number in 0..CHANGES {
        engine.remove(1_000_000 + number);
    }
    times.sort_unstable();
    let at = |of_hundred: usize| times.get(times.len() * of_hundred / 100).copied();
    println!(
        "{CHANGES} changes, live after {:.2?} (median), {:.2?} (99th percentile); meanwhile {:.1} % of the posts of a calm time",
        at(50).unwrap_or_default(),
        at(99).unwrap_or_default(),
        changing / calm * 100.0
    );
    Ok(())
}

/// Posts for each second of processor time, while `others` goes on.
fn rate(engine: &Engine, views: &[PostView<'_>], others: impl FnOnce()) -> f64 {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let matching = scope.spawn(|| {
            let (mut scratch, mut hits, mut posts) = (Scratch::default(), Vec::new(), 0_u32);
            let start = crate::clock::thread_seconds();
            for batch in views.chunks(64).cycle() {
                engine.match_batch(batch, &mut scratch, &mut hits);
                posts = posts.saturating_add(u32::try_from(batch.len()).unwrap_or(0));
                if done.load(Ordering::Relaxed) {
                    break;
                }
            }
            f64::from(posts) / (crate::clock::thread_seconds() - start)
        });
        others();
        done.store(true, Ordering::Relaxed);
        matching.join().unwrap_or(f64::NAN)
    })
}
