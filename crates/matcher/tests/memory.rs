//! What matching takes of memory: none for a post, little for a listener.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at once")]

mod generate;

use allocation_counter::measure;
use earshot_matcher::{Engine, Frequencies, Listener, ListenerSet, PostView, Query, Scratch};
use earshot_model::{ListenerId, ListenerPurpose};
use generate::{Chance, OwnPost};
use uuid::Uuid;

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
fn no_operator_takes_memory_for_a_post() {
    for seed in 0..12 {
        let mut chance = Chance(seed);
        let nodes = (0..150).map(|number| generate::query(&mut chance, number % 4, true));
        let queries: Vec<Query> = nodes.map(Query::from).collect();
        let own: Vec<OwnPost> = (0..200).map(|_| OwnPost::random(&mut chance, 14)).collect();
        let mut posts: Vec<PostView<'_>> = own.iter().map(OwnPost::view).collect();
        // Handles, places and paths that only folding makes comparable.
        for (post, number) in posts.iter_mut().zip(0..) {
            match number % 4 {
                0 => post.author_handle = "@Änä@Example.social",
                1 => post.city = Some("Mönchen  Glädbach"),
                2 => post.url = Some("https://example.org/Straße/Späte-Flüge"),
                _ => {}
            }
        }
        let engine = Engine::new((0..).zip(&queries), Frequencies::default());
        let (mut scratch, mut hits) = (Scratch::default(), Vec::new());
        engine.match_batch(&posts, &mut scratch, &mut hits);
        let taken = measure(|| engine.match_batch(&posts, &mut scratch, &mut hits));
        assert_eq!(taken.count_total, 0, "seed {seed}: {taken:?}");
        assert!(hits.len() > 1_000, "{} matches", hits.len());
    }
}

#[test]
fn a_set_takes_little_more_than_its_engine() {
    let queries = queries(6_000);
    let text: usize = queries.iter().map(|query| query.to_string().len()).sum();
    let count = queries.len();
    let mut set = None;
    // The set takes the queries over, so they are made while it is measured.
    drop(queries);
    let taken = measure(|| {
        set =
            Some(ListenerSet::new((0_u128..).zip(self::queries(count)).map(|(number, query)| {
                let (id, purpose) = (ListenerId(Uuid::from_u128(number)), ListenerPurpose::Care);
                Listener { id, version: 1, purpose, query }
            })));
    });
    let held = usize::try_from(taken.bytes_current).unwrap();
    let each = (held - text) / count;
    assert!(each <= 640, "{each} bytes a listener");
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
