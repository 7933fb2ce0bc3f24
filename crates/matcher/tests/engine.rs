//! The engine says what the plain evaluator says.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at once")]

#[path = "engine/cut.rs"]
mod cut;
mod generate;

use cut::{Cut, Post, tricky_texts};
use earshot_matcher::{Engine, Frequencies, Node, PostView, Query, Scratch};
use generate::{Chance, OwnPost};

/// Compares both evaluators on every pair of a query and a post; says how many pairs match.
fn compare(queries: &[Query], posts: &[PostView<'_>], frequencies: Frequencies) -> usize {
    let engine = Engine::new((0..).zip(queries), frequencies);
    let (mut scratch, mut hits) = (Scratch::default(), Vec::new());
    engine.match_batch(posts, &mut scratch, &mut hits);
    let mut matches = 0;
    for (number, post) in (0..).zip(posts) {
        let mut own = hits.iter().filter(|hit| hit.post == number);
        let mut found: Vec<(u32, bool)> =
            own.by_ref().map(|hit| (hit.listener, hit.pending)).collect();
        found.sort_unstable();
        assert!(found.is_sorted_by(|a, b| a.0 < b.0), "a listener is told once");
        for (listener, query) in (0..).zip(queries) {
            let pending = query.needs_verdict() && post.verdict.is_none();
            let found = found.binary_search(&(listener, pending)).is_ok();
            let expected = query.matches(post);
            matches += usize::from(expected);
            // While there is no verdict, all that the first pass lets through may match.
            let expected = if pending {
                query.first_pass().is_none_or(|first| first.matches(post))
            } else {
                expected
            };
            assert!(found == expected, "{query}\n{:?}\n{post:?}\nfound: {found}", query.node());
        }
    }
    matches
}

#[test]
fn what_is_cut_from_texts() {
    let mut matches = 0;
    for seed in 0..8 {
        let texts = tricky_texts(seed, 70);
        let mut cut = Cut::new(seed, &texts);
        let nodes = (0..60).map(|number| cut.node(number % 5));
        let queries: Vec<Query> = nodes.map(Query::from).collect();
        let posts: Vec<Post<'_>> = texts.iter().map(|text| cut.post(text)).collect();
        let views: Vec<PostView<'_>> = posts.iter().map(Post::view).collect();
        let seen = if seed % 2 == 0 { views.as_slice() } else { &[] };
        matches += compare(&queries, &views, Frequencies::of(seen.iter().copied()));
    }
    assert!(matches > 2_000, "{matches} of 33,600 pairs match: too few to say something");
}

#[test]
fn what_is_made_of_few_words() {
    for seed in 0..50 {
        let mut chance = Chance(seed);
        let depth = 1 + chance.below(4);
        let nodes: Vec<Node> = (0..20).map(|_| generate::query(&mut chance, depth, true)).collect();
        let queries: Vec<Query> = nodes.into_iter().map(Query::from).collect();
        let posts: Vec<OwnPost> = (0..40).map(|_| OwnPost::random(&mut chance, 12)).collect();
        let views: Vec<PostView<'_>> = posts.iter().map(OwnPost::view).collect();
        compare(&queries, &views, Frequencies::default());
    }
}
