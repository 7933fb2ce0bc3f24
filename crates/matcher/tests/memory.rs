//! What matching takes of memory: none for a post, little for a listener.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

use allocation_counter::measure;
use earshot_matcher::{Engine, Frequencies, PostView, Query, Scratch};

/// Listeners of the usual shapes, all different.
fn queries(count: usize) -> Vec<Query> {
    (0..count)
        .map(|number| {
            let text = match number % 6 {
                0 => format!("(brand{number} OR @brand{number} OR #brand{number}) AND (late OR refund OR broken{number})"),
                1 => format!("\"model {number}\" AND (late OR slow OR terrible) NOT (hiring OR \"for sale\")"),
                2 => format!("name{number} OR \"first{number} last{number}\""),
                3 => format!("prefix{number}* AND lang:en"),
                4 => format!("author:person{number}"),
                _ => format!("(place{number} OR city{number}) NOT (weather OR rain OR sun)"),
            };
            Query::parse(&text).unwrap()
        })
        .collect()
}

#[test]
fn a_post_takes_no_memory_once_there_is_enough() {
    let queries = queries(600);
    let engine = Engine::new((0..).zip(&queries), Frequencies::default());
    let texts: Vec<String> = (0..256)
        .map(|number| {
            format!("Refund! My brand{number} came late, the #brand{} for model {number}; name{number}'s https://t.co/{number} 東京 👍🏽", number * 6)
        })
        .collect();
    let posts: Vec<PostView<'_>> = texts
        .iter()
        .map(|text| PostView {
            text,
            author_handle: "@Person4",
            language: Some("en"),
            ..PostView::default()
        })
        .collect();
    let (mut scratch, mut hits) = (Scratch::default(), Vec::new());
    engine.match_batch(&posts, &mut scratch, &mut hits);
    let first = hits.clone();
    let taken = measure(|| engine.match_batch(&posts, &mut scratch, &mut hits));
    assert_eq!(taken.count_total, 0, "{taken:?}");
    assert_eq!(hits, first);
    assert!(hits.len() > 100, "the posts match: {}", hits.len());
}

#[test]
fn a_listener_takes_at_most_512_bytes_beside_its_text() {
    let queries = queries(6_000);
    let text: usize = queries.iter().map(|query| query.to_string().len()).sum();
    let mut engine = None;
    let taken = measure(|| {
        engine = Some(Engine::new((0..).zip(&queries), Frequencies::default()));
    });
    let held = usize::try_from(taken.bytes_current).unwrap();
    let each = (held - text) / queries.len();
    assert!(each <= 512, "{each} bytes a listener, {} of text", text / queries.len());
}
