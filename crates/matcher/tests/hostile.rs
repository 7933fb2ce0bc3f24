//! Queries and posts that are made to take long: reading, matching and marking stay within the times
//! that docs/listening-language.md states.

#![expect(clippy::expect_used, reason = "a test may stop at once")]

#[path = "hostile/cases.rs"]
mod cases;

use std::time::{Duration, Instant};

use earshot_matcher::{
    Engine, Frequencies, Listener, ListenerSet, MAX_BYTES, MAX_MARKS, NoSample, PostView, Query,
    Scratch, paint,
};
use earshot_model::{ListenerId, ListenerPurpose};
use uuid::Uuid;

/// Hundredths of the full length: without optimization, the texts are shorter and may take longer.
const SIZE: usize = if cfg!(debug_assertions) { 4 } else { 100 };

const REFERENCE: &str = include_str!("../../../docs/listening-language.md");

/// The time that the reference states for a row of its table, times what a build without
/// optimization takes longer.
fn most(row: &str) -> Duration {
    let line = REFERENCE.lines().find(|line| line.starts_with(&format!("| {row} |")));
    let stated = line.and_then(|line| line.split('|').nth(2)).expect("a row of the table").trim();
    let seconds: f64 = stated.strip_suffix(" s").and_then(|s| s.parse().ok()).expect("seconds");
    Duration::from_secs_f64(if cfg!(debug_assertions) { seconds * 10.0 } else { seconds })
}

fn within<T>(row: &str, name: &str, work: impl FnOnce() -> T) -> T {
    let (start, most) = (Instant::now(), most(row));
    let done = work();
    let taken = start.elapsed();
    assert!(taken < most, "{row}, {name}: {taken:?} of {most:?}");
    done
}

#[test]
fn every_case_is_matched_and_marked_in_the_stated_time() {
    for case in cases::all(SIZE) {
        let posts: Vec<PostView<'_>> =
            case.texts.iter().map(|text| PostView { text, ..PostView::default() }).collect();
        let engine = Engine::new((0..).zip(&case.queries), Frequencies::default());
        let set = ListenerSet::new((0_u128..).zip(&case.queries).map(|(number, query)| Listener {
            id: ListenerId(Uuid::from_u128(number)),
            version: 1,
            purpose: ListenerPurpose::Care,
            query: query.clone(),
        }));
        let (mut scratch, mut hits, mut all) = (Scratch::default(), Vec::new(), 0);
        for post in &posts {
            let matched = within("match a post against a query", case.name, || {
                engine.match_batch(std::slice::from_ref(post), &mut scratch, &mut hits);
                hits.len()
            });
            all += matched;
            let marked = within("match it, and mark its words", case.name, || set.matches(post));
            assert_eq!(marked.len(), matched, "{}", case.name);
            for hit in marked {
                assert!(hit.spans.len() <= MAX_MARKS);
                assert!(hit.spans.is_sorted_by(|a, b| a.end <= b.start && a.start < a.end));
            }
        }
        assert_eq!(all, case.matches, "{}", case.name);
    }
}

#[test]
fn texts_that_are_no_queries_are_read_in_the_stated_time() {
    let fill = |piece: &str| piece.repeat(MAX_BYTES / piece.len());
    let nested = "(".repeat(20_000) + "a" + &")".repeat(20_000);
    let deep = "(a OR ".repeat(63) + "b" + &")".repeat(63);
    for text in [
        fill("("),
        fill("((a OR "),
        fill("NOT "),
        fill("a NEAR/5 "),
        fill("\""),
        fill("/*"),
        fill("<<<"),
        fill("a*b? "),
        fill("*"),
        fill("\"a b\"~5 "),
        fill("lang:("),
        fill("raw:\"a\" "),
        fill("\u{301}"),
        fill("\u{12000}*"),
        fill("a OR b AND c "),
        nested,
        deep,
    ] {
        let name: String = text.chars().take(12).collect();
        let read = within("read a query", &name, || Query::parse_search(&text));
        within("read a query", &name, || paint(&text));
        if let Ok(query) = read {
            within("read a query", &name, || query.explain(&text, &NoSample));
            within("read a query", &name, || query.to_string());
        }
    }
}

#[test]
fn a_text_of_which_everything_matches_is_marked_at_its_begin() {
    let query = Query::parse("a OR b").expect("a query");
    let text = "a b ".repeat(20_000);
    let spans = query.spans(&PostView { text: &text, ..PostView::default() }).expect("it matches");
    assert_eq!(spans.len(), MAX_MARKS);
    assert_eq!((spans[0].start, spans[1].start), (0, 2));
}
