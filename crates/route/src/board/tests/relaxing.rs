use earshot_model::{TeamModel, Time};

use super::{agent, board, given, minutes, queue, queue_id, work};
use crate::board::{AgentProfile, Board, QueueError, Relax, RelaxStep, Seat};

fn step(after: i64, relax: Relax) -> RelaxStep {
    RelaxStep { after: after * Time::MINUTE, relax }
}

fn with_steps(agents: Vec<AgentProfile>, relax: Vec<RelaxStep>) -> Board {
    let mut board = board(agents);
    let mut rules = queue(1, TeamModel::Dedicated);
    rules.relax = relax;
    board.set_queue(rules, minutes(0)).unwrap();
    board
}

#[test]
fn each_step_lets_more_people_in_and_stands_in_the_reasons() {
    let lower = Relax::LowerSkill { skill: "german".into(), level: 2 };
    let drop = Relax::DropSkill { skill: "german".into() };
    let steps = vec![step(5, lower.clone()), step(10, drop), step(15, Relax::AnyLanguage)];
    let full = |profile: AgentProfile| AgentProfile { capacity: 1, ..profile };
    let polyglot = |mut profile: AgentProfile| {
        profile.languages = vec!["de".into()];
        full(profile)
    };
    let people =
        vec![polyglot(agent(1, &[("german", 2)])), polyglot(agent(2, &[])), full(agent(3, &[]))];
    let mut board = with_steps(people, steps);
    for n in 1..=4 {
        let mut work = work(n, 1, &["german:4"]);
        work.language = Some("de".into());
        board.enqueue(work, minutes(0)).unwrap();
    }
    assert!(board.turn(minutes(4), 10).given.is_empty());
    assert_eq!(board.next_wakeup(), Some(minutes(5)));
    let turn = board.turn(minutes(5), 10);
    assert_eq!((given(&turn), &turn.given[0].why.relaxed), (vec![(1, 1)], &vec![lower]));
    assert_eq!(given(&board.turn(minutes(10), 10)), [(2, 2)]);
    [1, 2].into_iter().for_each(|n| board.touched(super::case_id(n)));
    let last = board.turn(minutes(15), 10);
    assert_eq!((given(&last), last.given[0].why.relaxed.len()), (vec![(3, 3)], 3));
    assert_eq!(board.waiting(), 1);
}

#[test]
fn a_wait_counts_from_the_customers_word_not_from_the_desk() {
    let steps = vec![step(5, Relax::DropSkill { skill: "german".into() })];
    let mut board = with_steps(vec![agent(1, &[])], steps);
    board.enqueue(work(1, 1, &["german"]), minutes(60)).unwrap();
    assert_eq!(given(&board.turn(minutes(60), 10)), [(1, 1)]);
}

#[test]
fn rings_and_other_queues_come_in_by_waiting() {
    let ring = |n, ring| AgentProfile {
        capacity: 1,
        seats: vec![Seat { queue: queue_id(1), ring }],
        ..agent(n, &[])
    };
    let other = AgentProfile { seats: vec![Seat { queue: queue_id(2), ring: 0 }], ..agent(3, &[]) };
    let steps =
        vec![step(1, Relax::Ring { ring: 1 }), step(2, Relax::Overflow { queue: queue_id(2) })];
    let mut board = with_steps(vec![ring(1, 0), ring(2, 1), other], vec![]);
    board.set_queue(queue(2, TeamModel::Dedicated), minutes(0)).unwrap();
    let mut rules = queue(1, TeamModel::Dedicated);
    rules.relax = steps;
    board.set_queue(rules, minutes(0)).unwrap();
    for n in 1..=4 {
        board.enqueue(work(n, 1, &[]), minutes(0)).unwrap();
    }
    assert_eq!(given(&board.turn(minutes(0), 10)), [(1, 1)]);
    assert_eq!(given(&board.turn(minutes(1), 10)), [(2, 2)]);
    assert_eq!(given(&board.turn(minutes(2), 10)), [(3, 3), (4, 3)]);
}

#[test]
fn new_rules_of_a_queue_hold_for_what_waits() {
    let mut board = with_steps(vec![agent(1, &[])], vec![]);
    board.enqueue(work(1, 1, &["german"]), minutes(0)).unwrap();
    assert!(board.turn(minutes(9), 10).given.is_empty());
    let mut rules = queue(1, TeamModel::Dedicated);
    rules.relax = vec![step(5, Relax::DropSkill { skill: "german".into() })];
    board.set_queue(rules, minutes(9)).unwrap();
    assert_eq!(given(&board.turn(minutes(9), 10)), [(1, 1)]);
}

#[test]
fn rules_without_sense_are_refused() {
    let mut board = Board::new();
    let mut refused = |change: &dyn Fn(&mut crate::board::Queue)| {
        let mut rules = queue(1, TeamModel::Blended);
        change(&mut rules);
        board.set_queue(rules, minutes(0)).unwrap_err()
    };
    assert!(matches!(refused(&|q| q.share = 0), QueueError::NoShare(_)));
    assert!(matches!(refused(&|q| q.patience = -1), QueueError::BadStep(_)));
    let two = vec![step(5, Relax::AnyLanguage), step(1, Relax::AnyLanguage)];
    assert!(matches!(refused(&|q| q.relax.clone_from(&two)), QueueError::StepsUnsorted(_)));
    assert_eq!(
        board.enqueue(work(1, 1, &[]), minutes(0)),
        Err(QueueError::UnknownQueue(queue_id(1)))
    );
    board.set_queue(queue(1, TeamModel::Blended), minutes(0)).unwrap();
    board.enqueue(work(1, 1, &[]), minutes(0)).unwrap();
    assert!(matches!(board.enqueue(work(1, 1, &[]), minutes(0)), Err(QueueError::SecondCase(_))));
    let nothing = crate::board::Work { weight: 0, ..work(2, 1, &[]) };
    assert_eq!(board.enqueue(nothing, minutes(0)), Err(QueueError::NoWeight));
}
