//! Queries and posts that are made to take long.

use std::time::{Duration, Instant};

use earshot_matcher::{
    Engine, Frequencies, Leaf, Near, Node, Pattern, PostView, Query, Reach, Scratch, Sigil, Slop,
    WordTest,
};

/// What one query and one post may take at most, without optimization and on a busy machine. The
/// release build is some ten times faster.
const MOST: Duration = Duration::from_secs(10);

fn word(form: &str) -> WordTest {
    WordTest { sigil: Sigil::Any, pattern: Pattern::Exact(form.to_owned()) }
}

fn leaf(form: &str) -> Node {
    Node::Leaf(Leaf::Words(vec![word(form)]))
}

fn near(left: Node, right: Node, reach: Reach) -> Node {
    Node::Near(Box::new(Near { left, right, reach }))
}

/// Matches each query with each post, and says how many match.
fn matches(nodes: Vec<Node>, texts: &[&str]) -> usize {
    let queries: Vec<Query> = nodes.into_iter().map(Query::from).collect();
    let engine = Engine::new((0..).zip(&queries), Frequencies::default());
    let (mut scratch, mut hits, mut all) = (Scratch::default(), Vec::new(), 0);
    for text in texts {
        let start = Instant::now();
        let post = PostView { text, ..PostView::default() };
        engine.match_batch(&[post], &mut scratch, &mut hits);
        let taken = start.elapsed();
        assert!(taken < MOST, "{taken:?} for {} bytes", text.len());
        all += hits.len();
    }
    all
}

#[test]
fn eight_thousand_wildcards() {
    let wild = (0..8_192).map(|number| format!("aa{number}*"));
    let nodes = wild.map(|text| Query::parse(&text).unwrap().node().clone());
    let query = Node::any(nodes.collect()).unwrap();
    let letters = "a".repeat(100_000);
    let words = "aa1x ".repeat(20_000);
    assert_eq!(matches(vec![query], &[&letters, &words]), 1);
}

#[test]
fn near_explosions() {
    let mut nested = leaf("a");
    for _ in 0..20 {
        nested = near(nested, leaf("a"), Reach::Within(100));
    }
    let mut sentence = leaf("a");
    for _ in 0..6 {
        sentence = near(sentence, leaf("a"), Reach::Sentence);
    }
    let far = near(near(leaf("a"), leaf("a"), Reach::Sentence), leaf("zz"), Reach::Forward(0));
    let text = "a ".repeat(5_000) + "b zz";
    assert_eq!(matches(vec![nested, sentence, far], &[&text]), 2);
}

#[test]
fn packing_of_words_that_share_places() {
    let items = (0..10).map(|number| match number % 2 {
        0 => vec![word("a"), word("b")],
        _ => vec![word("b"), word("a")],
    });
    let slop = Slop { items: items.collect(), foreign: 100 };
    let text = "a b ".repeat(100) + &"c ".repeat(200) + "b a";
    matches(vec![Node::Leaf(Leaf::Slop(slop))], &[&text]);
}

#[test]
fn towers_and_letters_without_end() {
    let towers = "a\u{301}\u{302}\u{303}".repeat(10_000) + &"\u{301}".repeat(50_000);
    let emoji = "👨‍👩‍👧‍👦".repeat(5_000);
    let tags = "#東京".repeat(10_000);
    let nodes = vec![leaf("apple"), leaf("東"), near(leaf("東"), leaf("京"), Reach::Within(0))];
    assert!(matches(nodes, &[&towers, &emoji, &tags, &"x".repeat(100_000), ""]) >= 1);
}

#[test]
fn deep_nesting() {
    let mut node = leaf("apple");
    for depth in 0..64 {
        let other = leaf(if depth % 2 == 0 { "pear" } else { "plum" });
        node = match depth % 3 {
            0 => Node::all(vec![node, other]).unwrap(),
            1 => Node::any(vec![node, other]).unwrap(),
            _ => node.negate(),
        };
    }
    matches(vec![node], &["apple pear plum", "apple", "pear"]);
}
