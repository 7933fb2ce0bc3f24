//! Listeners that change while others match.

#![expect(clippy::unwrap_used, reason = "a test may stop at once")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use earshot_matcher::{Engine, Frequencies, PostView, Query, Scratch};

fn query(text: &str) -> Query {
    Query::parse(text).unwrap()
}

fn found(engine: &Engine, scratch: &mut Scratch, text: &str) -> Vec<u32> {
    let mut hits = Vec::new();
    engine.match_batch(&[PostView { text, ..PostView::default() }], scratch, &mut hits);
    let mut found: Vec<u32> = hits.iter().map(|hit| hit.listener).collect();
    found.sort_unstable();
    found
}

#[test]
fn the_next_batch_sees_a_change() {
    let (apple, pear) = (query("apple"), query("pear OR \"late flight\""));
    let engine = Engine::new([(7, &apple), (9, &pear)], Frequencies::default());
    let mut scratch = Scratch::default();
    let mut ask = |text| found(&engine, &mut scratch, text);
    assert_eq!(ask("An apple, a pear"), [7, 9]);
    engine.put(8, &query("#apple OR pear"));
    engine.put(9, &query("plum"));
    assert_eq!(ask("An apple, a pear"), [7, 8]);
    assert_eq!(ask("plum"), [9]);
    assert!(engine.pause(7) && engine.pause(8));
    assert_eq!(ask("apple pear plum"), [9]);
    assert!(engine.resume(7));
    assert_eq!(ask("apple pear plum"), [7, 9]);
    engine.merge();
    assert_eq!(ask("apple pear plum"), [7, 9]);
    assert!(engine.resume(8));
    assert_eq!(ask("apple pear plum"), [7, 8, 9]);
    assert!(engine.remove(7) && !engine.remove(7) && !engine.pause(7));
    assert_eq!(ask("apple pear plum"), [8, 9]);
    engine.merge();
    assert_eq!(ask("apple pear plum"), [8, 9]);
    assert_eq!(engine.len(), 2);
}

#[test]
fn changes_and_merges_lose_nothing_while_others_match() {
    let still = query("apple AND pear");
    let engine = Engine::new([(0, &still)], Frequencies::default());
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut scratch = Scratch::default();
                while !done.load(Ordering::Relaxed) {
                    let found = found(&engine, &mut scratch, "an apple and a pear");
                    assert!(found.contains(&0), "{found:?}");
                }
            });
        }
        let merging = scope.spawn(|| {
            for _ in 0..20 {
                engine.merge();
            }
        });
        for number in 1..200 {
            engine.put(number, &query(&format!("word{number} OR apple{number}")));
            if number % 3 == 0 {
                engine.remove(number);
            }
        }
        merging.join().unwrap();
        done.store(true, Ordering::Relaxed);
    });
    let mut scratch = Scratch::default();
    for number in 1..200 {
        let expected: &[u32] = if number % 3 == 0 { &[] } else { &[number] };
        assert_eq!(found(&engine, &mut scratch, &format!("word{number}")), expected);
    }
}
