//! Random queries over every operator, asked of random posts.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at once")]

mod generate;

use std::collections::BTreeSet;

use earshot_matcher::{NamedKind, Names, Query};
use generate::{Chance, OwnPost, query};
use proptest::prelude::*;

/// The generator names a query by its own text.
struct Itself;

impl Names for Itself {
    fn text(&self, _: NamedKind, name: &str) -> Option<String> {
        Some(name.to_owned())
    }
}

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

    #[test]
    fn what_is_written_is_read_again(seed in any::<u64>()) {
        let query = Query::from(query(&mut Chance(seed), 4, true));
        let written = query.to_string();
        let again = Query::parse_search_with(&written, &Itself, None);
        prop_assert!(again.is_ok(), "{written}: {again:?}");
        let again = again.unwrap();
        prop_assert_eq!(query.node(), again.node(), "{}", written);
        let laid = again.layout(&written);
        let read = Query::parse_search_with(&laid, &Itself, None);
        prop_assert!(read.as_ref().is_ok_and(|read| read.node() == query.node()), "{laid}: {read:?}");
        prop_assert_eq!(again.to_string(), written);
        let mut leaves = 0;
        again.node().each_leaf(&mut |_| leaves += 1);
        prop_assert!(again.places().len() <= leaves);
    }

    #[test]
    fn the_first_pass_finds_all_that_the_second_can_keep(seed in any::<u64>()) {
        let mut chance = Chance(seed);
        let query = Query::from(query(&mut chance, 3, true));
        let first = query.first_pass();
        prop_assert!(first.as_ref().is_none_or(|first| !first.needs_verdict()));
        for _ in 0..4 {
            let post = OwnPost::random(&mut chance, 8);
            let early = first.as_ref().is_none_or(|first| first.matches(&post.unjudged().view()));
            prop_assert!(early || !query.matches(&post.view()), "{} on {:?}", query, post);
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
