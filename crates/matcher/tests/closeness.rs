//! NEAR, `~` and WITHIN SENTENCE, judged by plain search over every choice of places.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at once")]

use std::collections::BTreeSet;

use earshot_matcher::{PostView, Query};
use proptest::prelude::*;

/// First and last place.
type Places = (usize, usize);

#[derive(Debug, Clone)]
enum Ask {
    Word(char),
    Phrase(char, char),
    Any(Vec<Ask>),
    Near { left: Box<Ask>, right: Box<Ask>, most: usize, forward: bool },
    Sentence(Box<Ask>, Box<Ask>),
    Together(Vec<Ask>, usize),
}

fn write(ask: &Ask) -> String {
    match ask {
        Ask::Word(word) => word.to_string(),
        Ask::Phrase(first, second) => format!("\"{first} {second}\""),
        Ask::Any(asks) => {
            format!("({})", asks.iter().map(write).collect::<Vec<_>>().join(" OR "))
        }
        Ask::Near { left, right, most, forward } => {
            let forward = if *forward { "f" } else { "" };
            format!("({} NEAR/{most}{forward} {})", write(left), write(right))
        }
        Ask::Sentence(left, right) => format!("({} WITHIN SENTENCE {})", write(left), write(right)),
        Ask::Together(items, foreign) => {
            format!("({})~{foreign}", items.iter().map(write).collect::<Vec<_>>().join(" "))
        }
    }
}

/// Every place where the words have it.
fn places(ask: &Ask, words: &[(char, usize)]) -> BTreeSet<Places> {
    let all = (0..words.len()).flat_map(|a| (a..words.len()).map(move |b| (a, b)));
    match ask {
        Ask::Word(word) => all.filter(|(a, b)| a == b && words[*a].0 == *word).collect(),
        Ask::Phrase(first, second) => all
            .filter(|(a, b)| a + 1 == *b && words[*a].0 == *first && words[*b].0 == *second)
            .collect(),
        Ask::Any(asks) => asks.iter().flat_map(|ask| places(ask, words)).collect(),
        Ask::Near { left, right, most, forward } => {
            pairs(&places(left, words), &places(right, words), |l, r| {
                (r.0 > l.1 && r.0 - l.1 - 1 <= *most)
                    || (!forward && l.0 > r.1 && l.0 - r.1 - 1 <= *most)
            })
        }
        Ask::Sentence(left, right) => pairs(&places(left, words), &places(right, words), |l, r| {
            let sentences: BTreeSet<usize> =
                [l.0, l.1, r.0, r.1].map(|place| words[place].1).into();
            (r.0 > l.1 || l.0 > r.1) && sentences.len() == 1
        }),
        Ask::Together(items, foreign) => {
            let found: Vec<_> = items.iter().map(|item| places(item, words)).collect();
            let packed: BTreeSet<Places> = choices(&found, &mut Vec::new())
                .into_iter()
                .filter(|(span, taken)| span.1 - span.0 < taken + foreign)
                .map(|(span, _)| span)
                .collect();
            let inside = |a: &Places, b: &Places| a.0 >= b.0 && a.1 <= b.1 && a != b;
            packed.iter().filter(|b| !packed.iter().any(|a| inside(a, b))).copied().collect()
        }
    }
}

fn pairs(
    left: &BTreeSet<Places>,
    right: &BTreeSet<Places>,
    fit: impl Fn(Places, Places) -> bool,
) -> BTreeSet<Places> {
    let all = left.iter().flat_map(|l| right.iter().map(move |r| (*l, *r)));
    all.filter(|(l, r)| fit(*l, *r)).map(|(l, r)| (l.0.min(r.0), l.1.max(r.1))).collect()
}

/// Every choice of one occurrence of each item in which none shares a place with another: from
/// where to where it goes, and how many places it takes.
fn choices(found: &[BTreeSet<Places>], chosen: &mut Vec<Places>) -> Vec<(Places, usize)> {
    let Some(next) = found.get(chosen.len()) else {
        let first = chosen.iter().map(|p| p.0).min().unwrap();
        let last = chosen.iter().map(|p| p.1).max().unwrap();
        let taken = chosen.iter().map(|p| p.1 - p.0 + 1).sum();
        return vec![((first, last), taken)];
    };
    let mut all = Vec::new();
    for places in next {
        if chosen.iter().all(|other| other.1 < places.0 || places.1 < other.0) {
            chosen.push(*places);
            all.extend(choices(found, chosen));
            chosen.pop();
        }
    }
    all
}

fn word() -> impl Strategy<Value = char> {
    prop::sample::select(vec!['a', 'b', 'c'])
}

fn items() -> impl Strategy<Value = Ask> {
    prop_oneof![
        4 => word().prop_map(Ask::Word),
        1 => (word(), word()).prop_map(|(a, b)| Ask::Phrase(a, b)),
    ]
}

fn asks() -> impl Strategy<Value = Ask> {
    let leaf = prop_oneof![
        4 => items(),
        1 => (prop::collection::vec(items(), 2..4), 0..4_usize)
            .prop_map(|(items, foreign)| Ask::Together(items, foreign)),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 2..3).prop_map(Ask::Any),
            3 => (boxed(), boxed(), 0..4_usize, any::<bool>())
                .prop_map(|(left, right, most, forward)| Ask::Near { left, right, most, forward }),
            1 => (boxed(), boxed()).prop_map(|(left, right)| Ask::Sentence(left, right)),
        ]
    })
}

/// Whether `~` over one word or phrase has another meaning, as it then has no items.
fn is_odd(ask: &Ask) -> bool {
    match ask {
        Ask::Any(asks) => asks.iter().any(is_odd),
        Ask::Near { left, right, .. } | Ask::Sentence(left, right) => is_odd(left) || is_odd(right),
        Ask::Together(items, _) => items.len() < 2,
        Ask::Word(_) | Ask::Phrase(..) => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn closeness_is_what_every_choice_of_places_says(
        ask in asks(),
        posts in prop::collection::vec(
            prop::collection::vec((prop::sample::select(vec!['a', 'b', 'c', 'x']), any::<bool>()), 0..12),
            1..6,
        ),
    ) {
        prop_assume!(!is_odd(&ask));
        let query = Query::parse(&write(&ask)).unwrap();
        for post in posts {
            let (mut text, mut words, mut sentence) = (String::new(), Vec::new(), 0);
            for (word, stop) in post {
                words.push((word, sentence));
                text.push(word);
                // A stop after a single letter would be an abbreviation.
                text.push_str(if stop { "! " } else { " " });
                sentence += usize::from(stop);
            }
            let expected = !places(&ask, &words).is_empty();
            let view = PostView { text: &text, ..PostView::default() };
            prop_assert_eq!(query.matches(&view), expected, "{} on {}", query, text);
        }
    }
}

#[test]
fn beyond_the_cap_the_nearest_pairs_count() {
    // 100 × 100 pairs of places; those of the nearest 4,096 reach only so far from the middle.
    let text = "a ".repeat(100) + &"b ".repeat(100) + "c";
    let view = PostView { text: &text, ..PostView::default() };
    assert!(Query::parse("(a NEAR/100 b) NEAR/60 c").unwrap().matches(&view));
    // The 100th b needs a gap of at least 99, and there are more than 4,096 nearer pairs.
    assert!(!Query::parse("(a NEAR/100 b) NEAR/0 c").unwrap().matches(&view));
}

#[test]
fn hostile_posts_are_answered_in_time() {
    let posts = [
        "a ".repeat(50_000),
        "a".repeat(100_000),
        "ab".repeat(50_000),
        "e\u{301}".repeat(30_000),
        "#東".repeat(15_000),
        "a. ".repeat(30_000),
        "https://a.b/c ".repeat(7_000),
    ];
    let queries = [
        "(a NEAR/100 a) NEAR/0 zzz".to_owned(),
        "(a WITHIN SENTENCE a) NEAR/100f (a NEAR/100 a)".to_owned(),
        "\"a a a a a a a a a zz\"~100".to_owned(),
        "*ab*ab*ab*ab*zz*".to_owned(),
        "raw:\"a a a a a a a zz\"".to_owned(),
        "url:b/c -has:emoji".to_owned(),
    ];
    let mut found = 0;
    for query in queries {
        let query = Query::parse(&query).unwrap();
        for text in &posts {
            // It comes back at all; the benchmark says how soon.
            found += usize::from(query.matches(&PostView { text, ..PostView::default() }));
        }
    }
    assert!(found > 0, "some of these are true");
}
