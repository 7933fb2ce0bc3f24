//! Queries and posts that are made to take long, beside the times that the language reference states.

#[expect(clippy::expect_used, reason = "shared with tests; a benchmark may stop at once")]
#[path = "../../../../crates/matcher/tests/hostile/cases.rs"]
mod cases;

use anyhow::ensure;
use earshot_matcher::{Engine, Frequencies, Listener, ListenerSet, PostView, Query, Scratch};
use earshot_model::{ListenerId, ListenerPurpose};
use uuid::Uuid;

use crate::clock::timed;

/// The stated times, in seconds.
const MATCHED: f64 = 5.0;
const MARKED: f64 = 6.0;

/// Prints the times of each case; fails where one is over what is stated.
pub(super) fn run() -> anyhow::Result<()> {
    println!(
        "made to take long, 100 KB of text; at most {MATCHED} s to match, {MARKED} s to mark as well:"
    );
    for case in cases::all(100) {
        let engine = Engine::new((0..).zip(&case.queries), Frequencies::default());
        let set = ListenerSet::new((0_u128..).zip(&case.queries).map(listener));
        let (mut scratch, mut hits) = (Scratch::default(), Vec::new());
        let (mut matched, mut marked, mut all) = (0.0_f64, 0.0_f64, 0);
        for text in &case.texts {
            let post = PostView { text, ..PostView::default() };
            let one = std::slice::from_ref(&post);
            matched = matched.max(timed(|| engine.match_batch(one, &mut scratch, &mut hits)));
            all += hits.len();
            marked = marked.max(timed(|| drop(std::hint::black_box(set.matches(&post)))));
        }
        println!("  {}: matched {matched:.3} s, matched and marked {marked:.3} s", case.name);
        ensure!(all == case.matches, "{}: {all} matches, not {}", case.name, case.matches);
        ensure!(matched < MATCHED && marked < MARKED, "{}: over the stated time", case.name);
    }
    Ok(())
}

fn listener((number, query): (u128, &Query)) -> Listener {
    let (id, purpose) = (ListenerId(Uuid::from_u128(number)), ListenerPurpose::Care);
    Listener { id, version: 1, purpose, query: query.clone() }
}
