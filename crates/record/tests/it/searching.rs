//! Search finds what a listener would have matched, and nothing that may not be seen.

use earshot_matcher::{PostView, Query};
use earshot_model::{PostState, Time, Visibility};
use earshot_record::search::MOST_SCANNED;
use earshot_record::{Error, Results};
use proptest::prelude::*;

use crate::world::{NOW, Said, World};

async fn search(world: &World, eyes: &Visibility, text: &str) -> Results {
    world.record.search(world.org, eyes, text, None, 20).await.unwrap()
}

fn texts(results: &Results) -> Vec<&str> {
    results.posts.iter().map(|hit| hit.post.text.as_str()).collect()
}

#[tokio::test]
async fn hits_come_with_their_places_newest_first() {
    let world = World::new().await;
    let said = |text, at| Said::inbound(&world.chirp, text, NOW.plus(at));
    world
        .say(&[
            said("my parcel is lost", 3),
            said("lost my parcel", 2),
            said("parcels are fun", 4),
            said("nothing", 5),
        ])
        .await;
    let head = world.head().await;
    let found = search(&world, &head, "\"parcel is\" OR parcels").await;
    assert_eq!(texts(&found), ["parcels are fun", "my parcel is lost"]);
    let span = found.posts[1].spans[0];
    assert_eq!((span.start, span.end), (3, 12));
    assert_eq!(found.further, None);
    assert_eq!(texts(&search(&world, &head, "parc*").await).len(), 3);
    assert_eq!(texts(&search(&world, &head, "lost NOT is").await), ["lost my parcel"]);
    assert_eq!(texts(&search(&world, &head, "author:ana_0 NOT lost NOT fun").await), ["nothing"]);
    assert_eq!(texts(&search(&world, &head, "NOT lost").await).len(), 2);
    assert!(texts(&search(&world, &head, "lang:de").await).is_empty());
}

#[tokio::test]
async fn what_may_not_be_seen_is_not_found() {
    let world = World::new().await;
    let care = world.case(&world.chirp, world.care, 0, NOW, None).await;
    let legal = world.case(&world.chirp, world.legal, 1, NOW, None).await;
    let said = |text, by, case| Said {
        case,
        by,
        state: PostState::InCase,
        ..Said::inbound(&world.chirp, text, NOW)
    };
    world
        .say(&[
            said("parcel care", 0, Some(care)),
            said("parcel legal", 1, Some(legal)),
            said("parcel alone", 2, None),
        ])
        .await;
    assert_eq!(texts(&search(&world, &world.head().await, "parcel").await).len(), 3);
    let carer = world.carer().await;
    let found = search(&world, &carer, "parcel").await;
    assert_eq!(texts(&found), ["parcel care"]);
    assert_eq!(found.posts[0].post.case_number, Some(1));
    assert!(texts(&search(&world, &world.nobody().await, "parcel").await).is_empty());

    assert_eq!(search(&world, &carer, "#1").await.case.map(|case| case.id), Some(care));
    assert_eq!(search(&world, &carer, "1").await.case.map(|case| case.id), Some(care));
    assert_eq!(search(&world, &carer, "#2").await.case, None);
    assert_eq!(search(&world, &carer, "#99").await.case, None);

    let people =
        |results: Results| results.people.into_iter().map(|p| p.handle).collect::<Vec<_>>();
    assert_eq!(people(search(&world, &carer, "@ana").await), ["Ana_0"]);
    let head = world.head().await;
    for start in ["ana_", "öna", "Öna m", "muster"] {
        assert_eq!(people(search(&world, &head, start).await).len(), 3, "{start}");
    }
    assert!(people(search(&world, &head, "ana%").await).is_empty());
    assert!(people(search(&world, &head, "ster").await).is_empty());
}

#[tokio::test]
async fn a_broken_query_says_where() {
    let world = World::new().await;
    let found = world.record.search(world.org, &world.head().await, "parcel (lost", None, 5).await;
    let Err(Error::Query(error)) = found else { panic!("{found:?}") };
    assert_eq!(error.position, 7);
}

#[tokio::test]
async fn pages_are_walked_to_the_oldest_hit_and_no_further_than_allowed() {
    let world = World::new().await;
    let said = |text, at| Said::inbound(&world.chirp, text, NOW.plus(at));
    world.say(&[said("needle hay", 0)]).await;
    let hay: Vec<Said<'_>> = (1..3_000).map(|at| said("hay needle", at)).collect();
    world.say(&hay).await;
    let head = world.head().await;
    let found = search(&world, &head, "\"needle hay\"").await;
    assert_eq!((texts(&found), found.scanned, found.further), (vec!["needle hay"], 3_000, None));
    let found = search(&world, &head, "\"hay needle\"").await;
    assert_eq!((found.posts.len(), found.scanned), (20, 20));
    assert!(found.further.is_some());
    assert!(found.posts.is_sorted_by_key(|hit| -hit.post.posted_at.micros()));
    assert!(found.scanned < MOST_SCANNED);
}

#[tokio::test]
async fn a_search_goes_on_where_it_stopped_until_nothing_is_left() {
    let world = World::new().await;
    let said = |at: i64| Said {
        by: usize::from(at % 7 == 0),
        ..Said::inbound(&world.chirp, "hay", NOW.plus(at))
    };
    world.say(&(0..700).map(said).collect::<Vec<_>>()).await;
    let head = world.head().await;
    for (text, all) in [("hay", 700), ("author:ana_1", 100), ("NOT author:ana_1", 600)] {
        let (mut before, mut ids, mut looked) = (None, Vec::new(), 0);
        loop {
            let found = world.record.search(world.org, &head, text, before, 30).await.unwrap();
            looked += found.scanned;
            assert!(found.posts.len() <= 30);
            ids.extend(found.posts.iter().map(|hit| hit.post.post_id));
            match found.further {
                Some(further) => before = Some(further),
                None => break,
            }
        }
        let found = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((ids.len(), found, looked), (all, all, 700), "{text}");
    }
}

/// Words, hashtags and emoji in any mix.
fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "parcel", "Parcel's", "#parcel", "@acme", "lost", "LOST!", "👍🏽", "#東京", "don't", "it",
    ]);
    proptest::collection::vec(word, 0..6).prop_map(|words| words.join(" "))
}

fn query() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "parcel",
        "#parcel",
        "@acme",
        "lost",
        "par*",
        "\"parcel lost\"",
        "👍",
        "東京",
        "author:ana_1",
        "lang:en",
        "don't",
        "followers:>50",
    ])
    .prop_map(str::to_owned);
    word.prop_recursive(3, 8, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            two.clone().prop_map(|(a, b)| format!("({a} AND {b})")),
            two.prop_map(|(a, b)| format!("({a} OR {b})")),
            inner.prop_map(|a| format!("(NOT {a})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn search_finds_what_a_listener_matches(
        texts in proptest::collection::vec((text(), 0_usize..3), 1..60),
        queries in proptest::collection::vec(query(), 1..20),
    ) {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let world = World::new().await;
            let said: Vec<Said<'_>> = texts
                .iter()
                .zip(0..)
                .map(|((text, by), at)| Said {
                    by: *by,
                    ..Said::inbound(&world.chirp, text, NOW.plus(at * Time::SECOND))
                })
                .collect();
            let ids = world.say(&said).await;
            let head = world.head().await;
            for text in &queries {
                let query = Query::parse_search(text).unwrap();
                let matches = |said: &&Said<'_>| {
                    let handle = format!("Ana_{}", said.by);
                    query.matches(&PostView {
                        text: said.text,
                        author_handle: &handle,
                        language: Some("en"),
                        followers: Some(100),
                        ..PostView::default()
                    })
                };
                let expected: Vec<_> = ids
                    .iter()
                    .zip(&said)
                    .rev()
                    .filter(|(_, said)| matches(said))
                    .map(|(id, _)| *id)
                    .collect();
                let found = world.record.search(world.org, &head, text, None, 100).await.unwrap();
                let found: Vec<_> = found.posts.iter().map(|hit| hit.post.post_id).collect();
                assert_eq!(found, expected, "{text}");
            }
        });
    }
}
