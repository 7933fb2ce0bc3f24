//! A board that is built from rows anew at each turn gives what one that was kept would have given.

use earshot_model::{SlaClass, TeamModel, Time};
use proptest::prelude::*;

use super::{agent, agent_id, board, case_id, given, minutes, queue, queue_id, work};
use crate::board::{AgentProfile, Board, Kind, Lack, QueueRules, Seat, Shares};

fn person(n: u128, capacity: i64) -> AgentProfile {
    let seats = (1..=3).map(|n| Seat { queue: queue_id(n), ring: 0 }).collect();
    AgentProfile { capacity, seats, ..agent(n, &[]) }
}

fn three(shares: [u32; 3]) -> Board {
    let mut board = Board::new();
    for (n, share) in (1..=3).zip(shares) {
        let mut rules = queue(n, TeamModel::Dedicated);
        rules.share = share;
        board.set_queue(rules, minutes(0)).unwrap();
    }
    board
}

proptest! {
    #[test]
    fn shares_go_on_over_a_restart(
        shares in prop::array::uniform3(1_u32..5),
        comes in prop::collection::vec(1_u128..4, 1..60),
        restarts in prop::collection::vec(any::<bool>(), 60),
    ) {
        // One person with one place: each turn gives one case, which is done at once.
        let mut kept = three(shares);
        kept.set_agent(person(1, 1));
        let mut waiting: Vec<(u128, u128)> = Vec::new();
        let mut stored = Shares::default();
        for (n, (queue, twice)) in comes.iter().zip(&restarts).enumerate() {
            let first = u128::try_from(n).unwrap() * 2;
            for n in [first].into_iter().chain(twice.then_some(first + 1)) {
                kept.enqueue(work(n, *queue, &[]), minutes(0)).unwrap();
                waiting.push((n, *queue));
            }
            let mut fresh = three(shares);
            fresh.set_agent(person(1, 1));
            for (n, queue) in &waiting {
                fresh.enqueue(work(*n, *queue, &[]), minutes(0)).unwrap();
            }
            fresh.restore_shares(&stored);
            let now = minutes(1).plus(i64::try_from(n).unwrap());
            let (one, other) = (kept.turn(now, 1), fresh.turn(now, 1));
            prop_assert_eq!(given(&one), given(&other));
            stored = serde_json::from_str(&serde_json::to_string(&fresh.shares()).unwrap()).unwrap();
            for done in &one.given {
                kept.withdraw(done.case);
                waiting.retain(|(n, _)| case_id(*n) != done.case);
            }
        }
    }
}

#[test]
fn what_people_hold_elsewhere_counts() {
    let mut board = board(vec![agent(1, &[]), agent(2, &[])]);
    board.carry_load(agent_id(1), 3, Some(minutes(1)));
    board.carry_load(agent_id(2), 2, None);
    board.enqueue(work(1, 1, &[]), minutes(2)).unwrap();
    assert_eq!(given(&board.turn(minutes(2), 10)), [(1, 2)]);
    board.carry_load(agent_id(1), 3, None);
    board.carry_load(agent_id(2), 3, None);
    board.enqueue(work(2, 1, &[]), minutes(3)).unwrap();
    assert!(board.turn(minutes(3), 10).given.is_empty(), "both are full");
}

#[test]
fn whom_it_was_taken_from_does_not_get_it_until_then() {
    let mut board = board(vec![agent(1, &[])]);
    board.enqueue(work(1, 1, &[]), minutes(0)).unwrap();
    board.avoid(case_id(1), agent_id(1), minutes(10));
    assert!(board.turn(minutes(9), 10).given.is_empty());
    assert_eq!(given(&board.turn(minutes(10), 10)), [(1, 1)]);
}

#[test]
fn what_is_missing_is_named() {
    let mut board = board(vec![agent(1, &[("german", 2)]), agent(2, &[("rebooking", 5)])]);
    board.set_queue(queue(2, TeamModel::Dedicated), minutes(0)).unwrap();
    let mut put = |n, queue, skills: &[&str], language: Option<&str>| {
        let language = language.map(str::to_owned);
        let work = crate::board::Work { language, ..work(n, queue, skills) };
        board.enqueue(work, minutes(0)).unwrap();
        board.lacks(case_id(n))
    };
    let skill = |key: &str, level| Lack::Skill { skill: key.to_owned(), level };
    assert_eq!(put(1, 1, &["german:2"], None), []);
    assert_eq!(
        put(2, 1, &["german:3", "klingon"], None),
        [skill("german", 3), skill("klingon", 1)]
    );
    assert_eq!(put(3, 1, &[], Some("fr")), [Lack::Language { language: "fr".into() }]);
    assert_eq!(put(4, 1, &["german", "rebooking"], None), [Lack::Together]);
    assert_eq!(put(5, 2, &[], None), [Lack::People]);
}

#[test]
fn a_kind_is_read_as_it_was_written() {
    let kind = Kind {
        queue: queue_id(7),
        class: SlaClass::Urgent,
        skills: vec!["a|b:3".to_owned(), "\"c\"".to_owned()],
        language: Some("de".to_owned()),
        weight: 2,
        apart: true,
    };
    let read = Kind::read(&kind.word()).expect("a kind");
    assert_eq!((read.word(), read.language.as_deref()), (kind.word(), Some("de")));
    assert_eq!(read.moved(queue_id(8)).queue, queue_id(8));
    assert_eq!(Kind::read(""), None);
}

#[test]
fn rules_fill_what_a_stored_text_lacks_and_the_higher_level_counts() {
    let rules: QueueRules =
        serde_json::from_str(r#"{"share":3,"skills":["german:2","press"]}"#).unwrap();
    assert_eq!((rules.share, rules.weight), (3, 1));
    assert_eq!(rules.untouched_after, Some(10 * Time::MINUTE));
    let needs = rules.needs(&["german:4".to_owned(), "rebooking".to_owned()]);
    assert_eq!(needs, ["german:4", "press:1", "rebooking:1"]);
    assert!(QueueRules { share: 0, ..QueueRules::default() }.check("care").is_err());
    assert!(QueueRules { weight: 0, ..QueueRules::default() }.check("care").is_err());
}
