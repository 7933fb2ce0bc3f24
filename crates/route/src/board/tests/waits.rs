//! Cases without an owner, and owners without a touch.

use earshot_model::{Presence, TeamModel};

use super::{agent, agent_id, board, case_id, given, minutes, queue, work};
use crate::board::{AgentProfile, Orphan, TakenBack, TakenWhy};

#[test]
fn what_nobody_touches_goes_to_somebody_else() {
    let mut board = board(vec![agent(1, &[]), AgentProfile { capacity: 0, ..agent(2, &[]) }]);
    board.enqueue(work(1, 1, &[]), minutes(0)).unwrap();
    assert_eq!(given(&board.turn(minutes(0), 10)), [(1, 1)]);
    assert_eq!(board.next_wakeup(), Some(minutes(10)));
    let turn = board.turn(minutes(10), 10);
    let taken = TakenBack { case: case_id(1), agent: agent_id(1), why: TakenWhy::Untouched };
    assert_eq!(turn.taken_back, [taken]);
    assert!(turn.given.is_empty(), "not to the one who let it lie");
    board.set_agent(agent(2, &[]));
    assert_eq!(given(&board.turn(minutes(11), 10)), [(1, 2)]);
    board.touched(case_id(1));
    assert!(board.turn(minutes(60), 10).taken_back.is_empty());
}

#[test]
fn the_one_who_let_it_lie_gets_it_again_when_nobody_else_comes() {
    let mut board = board(vec![agent(1, &[])]);
    board.enqueue(work(1, 1, &[]), minutes(0)).unwrap();
    board.turn(minutes(0), 10);
    assert!(board.turn(minutes(10), 10).given.is_empty());
    assert_eq!(given(&board.turn(minutes(20), 10)), [(1, 1)]);
}

#[test]
fn what_someone_leaves_behind_waits_in_its_old_place() {
    let mut board = board(vec![agent(1, &[])]);
    board.enqueue(work(1, 1, &[]), minutes(0)).unwrap();
    board.turn(minutes(0), 10);
    board.touched(case_id(1));
    let mut later = work(2, 1, &[]);
    later.since = minutes(5);
    let left = board.leave(agent_id(1), minutes(5));
    assert_eq!(left, [TakenBack { case: case_id(1), agent: agent_id(1), why: TakenWhy::Left }]);
    assert_eq!((board.load(agent_id(1)), board.owner(case_id(1))), (0, None));
    board.enqueue(later, minutes(5)).unwrap();
    board.set_agent(AgentProfile { capacity: 1, ..agent(2, &[]) });
    assert_eq!(given(&board.turn(minutes(6), 10)), [(1, 2)], "who waited longer is first");
    board.remove_agent(agent_id(2), minutes(7));
    assert_eq!(board.waiting(), 2);
}

#[test]
fn a_case_without_an_owner_raises_one_alarm() {
    let mut board = board(vec![AgentProfile { presence: Presence::Away, ..agent(1, &[]) }]);
    board.enqueue(work(1, 1, &[]), minutes(0)).unwrap();
    assert!(board.turn(minutes(4), 10).orphans.is_empty());
    let orphan =
        Orphan { case: case_id(1), queue: super::queue_id(1), since: minutes(0), nobody: false };
    assert_eq!(board.turn(minutes(5), 10).orphans, [orphan]);
    assert!(board.turn(minutes(50), 10).orphans.is_empty());
    board.set_presence(agent_id(1), Presence::Online);
    assert_eq!(given(&board.turn(minutes(51), 10)), [(1, 1)]);
    board.leave(agent_id(1), minutes(52));
    assert_eq!(board.turn(minutes(57), 10).orphans.len(), 1, "a new wait, a new alarm");
}

#[test]
fn a_queue_in_which_nobody_can_take_it_is_told_at_once() {
    let mut board = board(vec![agent(1, &[])]);
    board.set_queue(queue(2, TeamModel::Dedicated), minutes(0)).unwrap();
    board.enqueue(work(1, 2, &[]), minutes(0)).unwrap();
    board.enqueue(work(2, 1, &["klingon"]), minutes(0)).unwrap();
    board.enqueue(work(3, 1, &[]), minutes(0)).unwrap();
    let turn = board.turn(minutes(0), 10);
    let told: Vec<_> = turn.orphans.iter().map(|orphan| (orphan.case, orphan.nobody)).collect();
    assert_eq!(told, [(case_id(1), true), (case_id(2), true)]);
    assert_eq!(given(&turn), [(3, 1)]);
}

#[test]
fn a_board_that_is_built_anew_keeps_the_owners() {
    let mut board = board(vec![agent(1, &[])]);
    board.adopt(work(1, 1, &[]), agent_id(1), true, minutes(0)).unwrap();
    board.adopt(work(2, 1, &[]), agent_id(1), false, minutes(0)).unwrap();
    board.adopt(work(3, 1, &[]), agent_id(9), true, minutes(0)).unwrap();
    assert_eq!(board.load(agent_id(1)), 2);
    assert_eq!(given(&board.turn(minutes(0), 10)), [(3, 1)], "whose owner is gone");
    let taken: Vec<_> = board.turn(minutes(10), 10).taken_back.iter().map(|t| t.case).collect();
    assert_eq!(taken, [case_id(2), case_id(3)]);
}
