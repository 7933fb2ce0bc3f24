//! Random queries and posts, judged by a second evaluator that shares no code with the first: it
//! knows by heart which tokens each piece of a post has.

#![expect(clippy::indexing_slicing, reason = "a test may stop at once")]

use std::collections::BTreeSet;

use earshot_matcher::{Engine, Frequencies, ListenerSet, PostView, Query, Scratch};
use earshot_model::{ListenerId, ListenerPurpose};
use proptest::prelude::*;
use uuid::Uuid;

/// A token as this file knows it: kind (`w`, `#`, `@`, `$`, `u`), form, base, words inside.
type Tok = (char, &'static str, &'static str, &'static [&'static str]);

const PIECES: &[(&str, &[Tok])] = &[
    ("apple", &[('w', "apple", "", &[])]),
    ("Apple's", &[('w', "apples", "", &[])]),
    ("APPLES", &[('w', "apples", "", &[])]),
    ("#Apple", &[('#', "apple", "", &[])]),
    ("@apple", &[('@', "apple", "", &[])]),
    ("$APPLE", &[('$', "apple", "", &[])]),
    ("late", &[('w', "late", "", &[])]),
    ("flight", &[('w', "flight", "", &[])]),
    ("#flights", &[('#', "flights", "", &[])]),
    ("Flüge", &[('w', "fluge", "", &[])]),
    ("東京", &[('w', "東", "", &[]), ('w', "京", "", &[])]),
    ("#東京", &[('#', "東京", "", &["東", "京"])]),
    ("#late東", &[('#', "late東", "", &["late", "東"])]),
    ("京", &[('w', "京", "", &[])]),
    ("👍", &[('w', "👍", "", &[])]),
    ("👍🏽", &[('w', "👍🏽", "👍", &[])]),
    ("https://late.example/flight", &[('u', "late.example/flight", "", &[])]),
    ("don't", &[('w', "dont", "", &[])]),
    ("...", &[]),
];

/// Words of a query, and for each the kind it wants (`*` any but addresses), its form, its star.
type Words = &'static [(char, &'static str, bool)];

const WORDS: &[(&str, Words)] = &[
    ("apple", &[('*', "apple", false)]),
    ("Apples", &[('*', "apples", false)]),
    ("#apple", &[('#', "apple", false)]),
    ("@APPLE", &[('@', "apple", false)]),
    ("$apple", &[('$', "apple", false)]),
    ("app*", &[('*', "app", true)]),
    ("#fl*", &[('#', "fl", true)]),
    ("fl*", &[('*', "fl", true)]),
    ("flüge", &[('*', "fluge", false)]),
    ("\"late flight\"", &[('*', "late", false), ('*', "flight", false)]),
    ("late-fl*", &[('*', "late", false), ('*', "fl", true)]),
    (
        "\"apple #apple late\"",
        &[('*', "apple", false), ('#', "apple", false), ('*', "late", false)],
    ),
    ("東京", &[('*', "東", false), ('*', "京", false)]),
    ("京", &[('*', "京", false)]),
    ("late東", &[('*', "late", false), ('*', "東", false)]),
    ("#東京", &[('#', "東京", false)]),
    ("👍", &[('*', "👍", false)]),
    ("👍🏽", &[('*', "👍🏽", false)]),
    ("https://www.LATE.example/flight/", &[('u', "late.example/flight", false)]),
    ("dont", &[('*', "dont", false)]),
];

#[derive(Debug, Clone)]
enum Ask {
    Words(usize),
    Author(&'static str),
    Language(&'static str),
    MoreThan(i64),
    Not(Box<Ask>),
    All(Vec<Ask>),
    Any(Vec<Ask>),
}

#[derive(Debug, Clone)]
struct Post {
    pieces: Vec<usize>,
    author: &'static str,
    language: Option<&'static str>,
    followers: Option<i64>,
}

impl Post {
    fn text(&self) -> String {
        let texts: Vec<&str> = self.pieces.iter().map(|piece| PIECES[*piece].0).collect();
        texts.join(" ")
    }

    /// The text's tokens, then the words inside of each tag.
    fn runs(&self) -> Vec<Vec<Tok>> {
        let main: Vec<Tok> =
            self.pieces.iter().flat_map(|piece| PIECES[*piece].1).copied().collect();
        let mut runs = vec![main.clone()];
        for (_, _, _, inside) in main {
            let run: Vec<Tok> = inside.iter().map(|form| ('w', *form, "", [].as_slice())).collect();
            runs.push(run);
        }
        runs
    }
}

fn finds((kind, form, star): (char, &str, bool), (own, own_form, base, _): Tok) -> bool {
    (if kind == '*' { own != 'u' } else { own == kind })
        && (own_form == form || base == form || (star && own_form.starts_with(form)))
}

fn truth(ask: &Ask, post: &Post) -> bool {
    match ask {
        Ask::Words(words) => {
            let words = WORDS[*words].1;
            post.runs().iter().any(|run| {
                run.windows(words.len())
                    .any(|window| window.iter().zip(words).all(|(tok, word)| finds(*word, *tok)))
            })
        }
        Ask::Author(name) => post.author.split('@').any(|part| part == *name),
        Ask::Language(code) => post.language.is_some_and(|own| own.starts_with(code)),
        Ask::MoreThan(least) => post.followers.is_some_and(|own| own > *least),
        Ask::Not(inner) => !truth(inner, post),
        Ask::All(inner) => inner.iter().all(|inner| truth(inner, post)),
        Ask::Any(inner) => inner.iter().any(|inner| truth(inner, post)),
    }
}

fn write(ask: &Ask) -> String {
    let group = |inner: &[Ask], operator: &str| {
        let texts: Vec<String> = inner.iter().map(write).collect();
        format!("({})", texts.join(operator))
    };
    match ask {
        Ask::Words(words) => WORDS[*words].0.to_owned(),
        Ask::Author(name) => format!("author:@{name}"),
        Ask::Language(code) => format!("lang:{code}"),
        Ask::MoreThan(least) => format!("followers:>{least}"),
        Ask::Not(inner) if matches!(**inner, Ask::Words(_)) => format!("-{}", write(inner)),
        Ask::Not(inner) => format!("NOT ({})", write(inner)),
        Ask::All(inner) => group(inner, if inner.len() == 2 { " " } else { " AND " }),
        Ask::Any(inner) => group(inner, " OR "),
    }
}

fn asks() -> impl Strategy<Value = Ask> {
    let leaf = prop_oneof![
        8 => (0..WORDS.len()).prop_map(Ask::Words),
        1 => prop::sample::select(vec!["ana", "bob"]).prop_map(Ask::Author),
        1 => prop::sample::select(vec!["en", "de"]).prop_map(Ask::Language),
        1 => prop::sample::select(vec![0, 10]).prop_map(Ask::MoreThan),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|ask| Ask::Not(Box::new(ask))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Ask::All),
            prop::collection::vec(inner, 2..4).prop_map(Ask::Any),
        ]
    })
}

fn posts() -> impl Strategy<Value = Post> {
    (
        prop::collection::vec(0..PIECES.len(), 0..8),
        prop::sample::select(vec!["", "ana", "bob@example.social", "cy"]),
        prop::sample::select(vec![None, Some("en"), Some("de-AT")]),
        prop::sample::select(vec![None, Some(5), Some(50)]),
    )
        .prop_map(|(pieces, author, language, followers)| Post {
            pieces,
            author,
            language,
            followers,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn evaluators_agree(
        asks in prop::collection::vec(asks(), 1..8),
        posts in prop::collection::vec(posts(), 1..8),
    ) {
        let queries: Vec<Query> =
            asks.iter().map(|ask| Query::parse_search(&write(ask)).unwrap()).collect();
        let set = ListenerSet::new(queries.iter().zip(0_u128..).map(|(query, number)| {
            (ListenerId(Uuid::from_u128(number)), 1, ListenerPurpose::Brand, query.clone())
        }));
        let engine = Engine::new((0..).zip(&queries), Frequencies::default());
        let (mut scratch, mut batch) = (Scratch::default(), Vec::new());
        for post in &posts {
            let text = post.text();
            let view = PostView {
                text: &text,
                author_handle: post.author,
                language: post.language,
                followers: post.followers,
                ..PostView::default()
            };
            let mut expected = Vec::new();
            for ((ask, query), number) in asks.iter().zip(&queries).zip(0_u128..) {
                let truth = truth(ask, post);
                prop_assert_eq!(query.matches(&view), truth, "{} on {:?}", write(ask), &text);
                if truth {
                    expected.push(ListenerId(Uuid::from_u128(number)));
                    let tokens: BTreeSet<String> = earshot_text::search_tokens(&text).collect();
                    prop_assert!(query.search_terms().allow(&tokens), "{} on {:?}", query, &text);
                }
            }
            engine.match_batch(&[view], &mut scratch, &mut batch);
            let mut matched: Vec<u128> = batch.iter().map(|hit| u128::from(hit.listener)).collect();
            matched.sort_unstable();
            let matched: Vec<ListenerId> =
                matched.into_iter().map(|number| ListenerId(Uuid::from_u128(number))).collect();
            prop_assert_eq!(&matched, &expected, "{:?} on {:?}", &asks, &text);
            let hits = set.matches(&view);
            let found: Vec<ListenerId> = hits.iter().map(|hit| hit.listener_id).collect();
            prop_assert_eq!(found, expected);
            for span in hits.iter().flat_map(|hit| &hit.spans) {
                let (start, end) = (usize::try_from(span.start).unwrap(), usize::try_from(span.end).unwrap());
                prop_assert!(text.get(start..end).is_some_and(|piece| !piece.is_empty()));
            }
        }
    }

    #[test]
    fn the_printed_query_reads_the_same(ask in asks()) {
        let query = Query::parse_search(&write(&ask)).unwrap();
        let again = Query::parse_search(&query.to_string()).unwrap();
        prop_assert_eq!(query.node(), again.node());
    }

    #[test]
    fn no_text_breaks_the_parser(text in "([a-z]|AND|OR|NOT|[-()\"*?#@$:~!/ \\[\\]>“]|\\PC| ){0,40}") {
        match Query::parse_search(&text) {
            Ok(query) => {
                let printed = query.to_string();
                let again = Query::parse_search(&printed);
                prop_assert!(again.is_ok(), "{} printed as {}", text, printed);
            }
            Err(error) => {
                prop_assert!(usize::try_from(error.at.end).unwrap() <= text.len());
                prop_assert!(text.is_char_boundary(usize::try_from(error.at.start).unwrap()));
                prop_assert!(!error.reason().is_empty() && !error.fix().is_empty());
            }
        }
    }
}
