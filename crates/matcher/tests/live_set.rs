//! A set of listeners that changes while posts come by.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at once")]

mod generate;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use earshot_matcher::{Listener, ListenerSet, PostView, Query};
use earshot_model::{ListenerId, ListenerPurpose};
use uuid::Uuid;

use generate::{Chance, OwnPost};

fn id(number: u128) -> ListenerId {
    ListenerId(Uuid::from_u128(number))
}

fn listener(number: u128, version: i64, query: &str) -> Listener {
    let query = Query::parse(query).unwrap();
    Listener { id: id(number), version, purpose: ListenerPurpose::Care, query }
}

fn found(set: &ListenerSet, text: &str) -> Vec<(u128, i64)> {
    let hits = set.matches(&PostView { text, ..PostView::default() });
    hits.iter().map(|hit| (hit.listener_id.0.as_u128(), hit.version)).collect()
}

#[test]
fn the_next_post_meets_what_changed() {
    let set = ListenerSet::new([listener(7, 1, "apple"), listener(3, 1, "pear")]);
    assert_eq!(found(&set, "apple pear"), [(7, 1), (3, 1)], "in the order of the listeners");
    set.change([listener(3, 2, "plum"), listener(5, 1, "pear")], &[id(7), id(99)]);
    assert_eq!(found(&set, "apple pear plum"), [(3, 2), (5, 1)]);
    assert_eq!(set.len(), 2);
    set.tend();
    assert_eq!(found(&set, "apple pear plum"), [(3, 2), (5, 1)]);
    set.change([listener(7, 3, "apple")], &[]);
    assert_eq!(found(&set, "apple pear"), [(5, 1), (7, 3)]);
    set.change(Vec::<Listener>::new(), &[id(3), id(5), id(7)]);
    assert!(set.is_empty() && found(&set, "apple pear plum").is_empty());
}

#[test]
fn what_asks_for_a_verdict_waits_for_it() {
    let set = ListenerSet::new([listener(1, 1, "apple"), listener(2, 1, "apple NOT is:spam")]);
    assert!(set.waits_for_verdict());
    assert_eq!(found(&set, "apple"), [(1, 1)]);
    let judged = (0..).map(|seed| OwnPost::random(&mut Chance(seed), 1));
    let judged = judged.take(100).find(|post| post.view().verdict.is_some_and(|v| !v.spam.value));
    let judged = judged.unwrap();
    let post = PostView { text: "apple", verdict: judged.view().verdict, ..PostView::default() };
    assert_eq!(set.matches(&post).len(), 2);
    set.change([listener(2, 2, "apple")], &[]);
    assert!(!set.waits_for_verdict());
    assert_eq!(found(&set, "apple"), [(1, 1), (2, 2)]);
}

#[test]
fn a_stream_is_sifted_by_what_may_be_asked_for() {
    let pie = Listener { purpose: ListenerPurpose::Exclusion, ..listener(3, 1, "pie") };
    let set = ListenerSet::new([listener(1, 1, "apple"), listener(2, 1, "pear NOT is:spam"), pie]);
    let asked = |text| set.asks_for(&PostView { text, ..PostView::default() });
    assert!(asked("an apple"));
    assert!(asked("a pear"), "there may be a verdict that lets it through");
    assert!(!asked("a plum"));
    assert!(!asked("a pie"), "an exclusion asks for nothing");
    assert!(!asked("apple pie") && !asked("pear pie"), "and turns away");
    set.change(Vec::<Listener>::new(), &[id(3)]);
    assert!(asked("apple pie"));
}

#[test]
fn the_words_of_the_stream_are_learned_and_nothing_is_lost_by_it() {
    let listeners = (0..200).map(|n| listener(n, 1, &format!("thing{n} AND (late OR refund)")));
    let set = ListenerSet::new(listeners);
    assert!(!set.is_due());
    let mut learned = 0;
    for round in 0..3_000_u128 {
        let number = round % 300;
        let expected: &[(u128, i64)] = if number < 200 { &[(number, 1)] } else { &[] };
        assert_eq!(found(&set, &format!("my thing{number} is late")), expected);
        if set.is_due() {
            set.tend();
            learned += 1;
            assert!(!set.is_due(), "what was just learned is not learned again");
        }
    }
    assert_eq!(learned, 2, "after 256 posts and after 1,024");
}

#[test]
fn those_who_match_never_lose_a_listener_while_others_change_and_tend() {
    let still = listener(1, 1, "apple AND pear");
    let set = ListenerSet::new([still]);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let matching: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut posts = 0_u32;
                    while !done.load(Ordering::Relaxed) {
                        let found = found(&set, "an apple and a pear");
                        assert!(found.contains(&(1, 1)), "{found:?}");
                        posts += 1;
                    }
                    posts
                })
            })
            .collect();
        scope.spawn(|| (0..10).for_each(|_| set.tend()));
        for number in 2..200_u128 {
            set.change([listener(number, 1, &format!("word{number} OR apple{number}"))], &[]);
            if number % 3 == 0 {
                set.change(Vec::<Listener>::new(), &[id(number)]);
            }
        }
        done.store(true, Ordering::Relaxed);
        for thread in matching {
            assert!(thread.join().unwrap() > 0);
        }
    });
    for number in 2..200_u128 {
        let expected: &[(u128, i64)] = if number % 3 == 0 { &[] } else { &[(number, 1)] };
        assert_eq!(found(&set, &format!("word{number}")), expected);
    }
}
