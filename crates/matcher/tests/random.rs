//! Random queries over every operator, asked of random posts.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at once")]

mod generate;

use std::collections::BTreeSet;

use earshot_matcher::Query;
use generate::{Chance, OwnPost, query};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn what_matches_is_found_by_the_index(seed in any::<u64>()) {
        let mut chance = Chance(seed);
        let query = Query::from(query(&mut chance, 3, true));
        for _ in 0..6 {
            let post = OwnPost::random(&mut chance, 10);
            let spans = query.spans(&post.view());
            prop_assert_eq!(spans.is_some(), query.matches(&post.view()));
            let Some(spans) = spans else { continue };
            let tokens: BTreeSet<String> = earshot_text::search_tokens(&post.text).collect();
            prop_assert!(query.search_terms().allow(&tokens), "{} on {:?}", query, post.text);
            for span in spans {
                let (start, end) = (span.start.try_into().unwrap(), span.end.try_into().unwrap());
                prop_assert!(post.text.get(start..end).is_some_and(|piece| !piece.is_empty()));
            }
        }
    }
}

#[test]
fn random_queries_match_often_enough_to_say_something() {
    let mut chance = Chance(7);
    let (mut found, all) = (0, 4_000);
    for _ in 0..all {
        let query = Query::from(query(&mut chance, 3, true));
        found += u32::from(query.matches(&OwnPost::random(&mut chance, 20).view()));
    }
    assert!((all / 5..all * 4 / 5).contains(&found), "{found} of {all}");
}
