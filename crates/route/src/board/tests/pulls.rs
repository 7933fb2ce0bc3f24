use earshot_model::Presence;

use super::{agent, agent_id, board, case_id, given, minutes, work};
use crate::board::{AgentProfile, How, PullRefused, Refusal};

fn away(n: u128) -> AgentProfile {
    AgentProfile { presence: Presence::Away, ..agent(n, &[]) }
}

#[test]
fn a_hundred_race_for_one_case_a_thousand_times_and_one_has_it() {
    let mut board =
        board((1..=100).map(|n| AgentProfile { capacity: 2_000, ..agent(n, &[]) }).collect());
    for round in 0..1_000_u128 {
        board.enqueue(work(round + 1, 1, &[]), minutes(0)).unwrap();
        let case = case_id(round + 1);
        // Everyone sees it and locks it; then everyone takes it, in an order that changes.
        let order: Vec<u128> = (0..100).map(|n| (n * 37 + round) % 100 + 1).collect();
        let locks: Vec<_> =
            order.iter().map(|n| board.lock(agent_id(*n), case, minutes(1), minutes(0))).collect();
        let winners: Vec<_> = locks.iter().flatten().collect();
        assert_eq!(winners.len(), 1);
        let taken = order.iter().filter(|n| {
            let lock = crate::board::Lock { agent: agent_id(**n), ..*winners[0] };
            board.take(lock, minutes(0)).is_ok()
        });
        assert_eq!(taken.count(), 1);
        assert_eq!(board.owner(case), Some(winners[0].agent));
        for n in &order {
            let again = board.pull(agent_id(*n), case, minutes(0));
            assert_eq!(again, Err(PullRefused::Taken(winners[0].agent)));
        }
    }
}

#[test]
fn a_lock_keeps_the_router_away_until_it_is_over() {
    let mut board = board(vec![away(1), agent(2, &[])]);
    board.enqueue(work(1, 1, &[]), minutes(0)).unwrap();
    assert!(matches!(
        board.lock(agent_id(1), case_id(1), minutes(3), minutes(0)),
        Err(PullRefused::Refused(Refusal::NotHere))
    ));
    let lock = board.lock(agent_id(2), case_id(1), minutes(3), minutes(0)).unwrap();
    assert!(board.turn(minutes(2), 10).given.is_empty());
    board.unlock(lock);
    let lock = board.lock(agent_id(2), case_id(1), minutes(6), minutes(2)).unwrap();
    assert!(
        board.turn(minutes(4), 10).given.is_empty(),
        "the end of the first lock is not the second's"
    );
    assert_eq!(given(&board.turn(minutes(6), 10)), [(1, 2)]);
    assert_eq!(board.take(lock, minutes(6)), Err(PullRefused::TooLate));
}

#[test]
fn pulling_past_what_is_due_before_is_counted() {
    let mut board = board(vec![agent(1, &[])]);
    for n in 1..=5 {
        board.enqueue(work(n, 1, if n == 2 { &["press"] } else { &[] }), minutes(0)).unwrap();
    }
    let pulled = board.pull(agent_id(1), case_id(4), minutes(0)).unwrap();
    assert_eq!(pulled.why.how, How::Pulled { ahead: 2 }, "one of the three was not for them");
    let refused = board.pull(agent_id(1), case_id(2), minutes(0));
    assert_eq!(refused, Err(PullRefused::Refused(Refusal::NotSkilled)));
    assert_eq!(board.pull(agent_id(1), case_id(99), minutes(0)), Err(PullRefused::Gone));
}
