use earshot_model::{Presence, Surface, TeamModel, Time};

use super::{agent, agent_id, board, given, minutes, queue, queue_id, work};
use crate::board::{AgentProfile, Board, Edge, How, Refusal, Seat, SurfaceCap, Training};

#[test]
fn the_skilled_and_free_one_gets_it_and_the_others_are_named() {
    let away = AgentProfile { presence: Presence::Away, ..agent(3, &[("german", 5)]) };
    let full = AgentProfile { capacity: 0, ..agent(4, &[("german", 5)]) };
    let mut board = board(vec![agent(1, &[("german", 2)]), agent(2, &[("german", 3)]), away, full]);
    board.enqueue(work(1, 1, &["german:3"]), minutes(0)).unwrap();
    let turn = board.turn(minutes(0), 10);
    assert_eq!(given(&turn), [(1, 2)]);
    let why = &turn.given[0].why;
    assert_eq!((why.how, why.could, why.second), (How::Best, 1, None));
    let passed: Vec<_> = why.passed.iter().map(|row| (row.refusal, row.count)).collect();
    assert_eq!(passed, [(Refusal::NotSkilled, 1), (Refusal::NotHere, 1), (Refusal::Full, 1)]);
    assert_eq!(why.passed[0].some, [agent_id(1)]);
    assert!(why.reasons().iter().any(|reason| reason.key == "reason-passed-over"));
}

#[test]
fn the_least_loaded_is_first_and_the_second_is_told() {
    let mut board = board(vec![agent(1, &[]), agent(2, &[("german", 4)])]);
    for n in 1..=3 {
        board.enqueue(work(n, 1, &[]), minutes(0)).unwrap();
    }
    let turn = board.turn(minutes(0), 10);
    assert_eq!(given(&turn), [(1, 1), (2, 2), (3, 1)]);
    let edges: Vec<_> = turn.given.iter().map(|a| a.why.second.unwrap().1).collect();
    assert_eq!(edges, [Edge::Order, Edge::Load, Edge::Order]);
    let mut skilled = work(4, 1, &["german"]);
    skilled.since = minutes(1);
    board.enqueue(skilled, minutes(1)).unwrap();
    assert_eq!(given(&board.turn(minutes(1), 10)), [(4, 2)]);
}

#[test]
fn the_three_team_models_let_in_different_people() {
    let mut everyone = Board::new();
    let named = agent(1, &[]);
    let member = AgentProfile {
        seats: vec![],
        departments: vec![queue(1, TeamModel::Subset).department_id],
        ..agent(2, &[])
    };
    let stranger = AgentProfile { seats: vec![], ..agent(3, &[]) };
    for person in [&named, &member, &stranger] {
        everyone.set_agent(person.clone());
    }
    for (model, could) in
        [(TeamModel::Dedicated, 1), (TeamModel::Subset, 2), (TeamModel::Blended, 3)]
    {
        let mut board = everyone.clone();
        board.set_queue(queue(1, model), minutes(0)).unwrap();
        board.enqueue(work(1, 1, &[]), minutes(0)).unwrap();
        assert_eq!(board.turn(minutes(0), 1).given[0].why.could, could, "{model}");
    }
}

#[test]
fn weight_and_surface_fill_people() {
    let chatty = AgentProfile {
        capacity: 4,
        caps: vec![SurfaceCap { surface: Surface::Chat, most: 2 }],
        ..agent(1, &[])
    };
    let mut board = board(vec![chatty]);
    let chat = |n| crate::board::Work { surface: Surface::Chat, weight: 2, ..work(n, 1, &[]) };
    board.enqueue(chat(1), minutes(0)).unwrap();
    board.enqueue(chat(2), minutes(0)).unwrap();
    board.enqueue(work(3, 1, &[]), minutes(0)).unwrap();
    assert_eq!(given(&board.turn(minutes(0), 10)), [(1, 1), (3, 1)]);
    assert_eq!(board.load(agent_id(1)), 3);
    board.weigh(super::case_id(1), 0);
    assert_eq!(
        given(&board.turn(minutes(0), 10)),
        [(2, 1)],
        "one that waits for its customer weighs nothing"
    );
    board.withdraw(super::case_id(1));
    assert_eq!(board.load(agent_id(1)), 3);
}

#[test]
fn nobody_gets_what_they_are_not_trained_for() {
    let trained = |n, until| AgentProfile {
        trainings: vec![Training { key: "banking".into(), until }],
        ..agent(n, &[])
    };
    let mut board = board(vec![agent(1, &[]), trained(2, Some(minutes(10)))]);
    let mut rules = queue(1, TeamModel::Dedicated);
    rules.trainings = vec!["banking".into()];
    board.set_queue(rules, minutes(0)).unwrap();
    board.enqueue(work(1, 1, &[]), minutes(0)).unwrap();
    assert_eq!(given(&board.turn(minutes(9), 10)), [(1, 2)]);
    board.enqueue(work(2, 1, &[]), minutes(10)).unwrap();
    assert!(board.turn(minutes(10), 10).given.is_empty(), "it has run out");
    board.set_agent(trained(2, None));
    assert_eq!(given(&board.turn(minutes(11), 10)), [(2, 2)]);
}

#[test]
fn the_preferred_one_is_waited_for_a_while() {
    let tight = |n| AgentProfile { capacity: 1, ..agent(n, &[]) };
    let mut board = board(vec![tight(1), tight(2)]);
    let mut rules = queue(1, TeamModel::Dedicated);
    rules.patience = 5 * Time::MINUTE;
    board.set_queue(rules, minutes(0)).unwrap();
    let preferring = |n| crate::board::Work { preferred: Some(agent_id(1)), ..work(n, 1, &[]) };
    board.enqueue(preferring(1), minutes(0)).unwrap();
    let first = board.turn(minutes(0), 10);
    assert_eq!((given(&first), first.given[0].why.how), (vec![(1, 1)], How::Preferred));
    board.enqueue(preferring(2), minutes(0)).unwrap();
    board.enqueue(preferring(3), minutes(1)).unwrap();
    assert!(
        board.turn(minutes(1), 10).given.is_empty(),
        "agent 2 is free, but is not who is wanted"
    );
    board.withdraw(super::case_id(1));
    assert_eq!(given(&board.turn(minutes(2), 10)), [(2, 1)]);
    assert_eq!(board.next_wakeup(), Some(minutes(6)), "the end of patience");
    assert!(board.turn(minutes(5), 10).given.is_empty());
    let later = board.turn(minutes(6), 10);
    assert_eq!(given(&later), [(3, 2)]);
    assert_eq!(later.given[0].why.preferred, Some((agent_id(1), Some(Refusal::Full))));
}

#[test]
fn rings_open_by_date_and_by_waiting() {
    let outer = AgentProfile { seats: vec![Seat { queue: queue_id(1), ring: 1 }], ..agent(1, &[]) };
    let mut board = board(vec![outer]);
    let mut rules = queue(1, TeamModel::Dedicated);
    rules.rings = vec![crate::board::RingDate { ring: 1, at: minutes(30) }];
    board.set_queue(rules, minutes(0)).unwrap();
    board.enqueue(work(1, 1, &[]), minutes(0)).unwrap();
    assert!(board.turn(minutes(29), 10).given.is_empty());
    assert_eq!(board.next_wakeup(), Some(minutes(30)));
    assert_eq!(given(&board.turn(minutes(30), 10)), [(1, 1)]);
}
