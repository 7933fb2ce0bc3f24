//! How long a change of a listener takes until it is live, and what it costs those who match.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use earshot_matcher::{Engine, PostView, Query, Scratch};

use crate::clock::median;

/// Stretches of calm and of change, in turns.
const TURNS: u32 = 6;
/// Changes in each stretch of change: of four, one adds a listener, one edits one that is there, one
/// lets one rest and one wakes one again.
const CHANGES: u32 = 60;
/// Time between two of them.
const PAUSE: Duration = Duration::from_millis(10);
/// New listeners have numbers from here on.
const NEW: u32 = 1_000_000;

/// Changes listeners while another thread matches. The engine has these `queries` by their places.
pub(super) fn run(
    engine: &Engine,
    queries: &[Query],
    views: &[PostView<'_>],
) -> anyhow::Result<()> {
    let (mut calm, mut changing, mut ratios, mut times) = (vec![], vec![], vec![], vec![]);
    for turn in 0..TURNS {
        let before = rate(engine, views, || thread::sleep(PAUSE * CHANGES));
        let during = rate(engine, views, || {
            for step in turn * CHANGES..(turn + 1) * CHANGES {
                times.push(change(engine, queries, step));
                thread::sleep(PAUSE);
            }
        });
        calm.push(before);
        changing.push(during);
        ratios.push(during / before);
    }
    let start = Instant::now();
    engine.merge();
    let merged = start.elapsed();
    for step in 0..TURNS * CHANGES {
        engine.remove(NEW + step);
    }
    engine.put_all((0..).zip(queries.iter().map(Some)));
    engine.merge();
    times.sort_unstable();
    let at = |of_hundred: usize| times.get(times.len() * of_hundred / 100).copied();
    println!(
        "{} changes (added, edited, paused, resumed), live after {:.2?} (median), {:.2?} (99th percentile), {:.2?} (slowest); \
         meanwhile {:.1} % of the posts of a calm time (medians of {TURNS} turns; turn by turn {:.1} %); merged in {merged:.2?}",
        times.len(),
        at(50).unwrap_or_default(),
        at(99).unwrap_or_default(),
        times.last().copied().unwrap_or_default(),
        median(&mut changing) / median(&mut calm) * 100.0,
        median(&mut ratios) * 100.0,
    );
    Ok(())
}

/// Makes one change; says how long it took. After the call, the next batch sees it.
fn change(engine: &Engine, queries: &[Query], step: u32) -> Duration {
    let count = u32::try_from(queries.len()).unwrap_or(u32::MAX).max(1);
    // Steps that have nothing in common with the order of the queries.
    let other = |step: u32| (step * 7_919) % count;
    let query = |number: u32| queries.get(usize::try_from(number).unwrap_or(0));
    match step % 4 {
        0 => {
            let text = format!("newbrand{step} OR \"new brand {step}\"");
            let Ok(query) = Query::parse(&text) else { return Duration::ZERO };
            timed(|| engine.put(NEW + step, &query))
        }
        1 => {
            // The same words under another number: what an edit compiles is as long as before.
            let Some(query) = query(other(step + 1)) else { return Duration::ZERO };
            timed(|| engine.put(other(step), query))
        }
        2 => timed(|| {
            engine.pause(other(step));
        }),
        _ => timed(|| {
            engine.resume(other(step - 1));
        }),
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
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
