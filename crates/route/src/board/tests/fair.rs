//! Shares among queues.

use earshot_model::TeamModel;

use super::{agent, board, minutes, queue, queue_id, work};
use crate::board::{AgentProfile, Board, Seat};

/// One agent who serves queues 1 to 3, takes one case at a time and finishes it.
fn shared(shares: [u32; 3]) -> Board {
    let seats = (1..=3).map(|n| Seat { queue: queue_id(n), ring: 0 }).collect();
    let mut board = board(vec![AgentProfile { capacity: 1, seats, ..agent(1, &[]) }]);
    for (n, share) in (1..=3).zip(shares) {
        let mut rules = queue(n, TeamModel::Dedicated);
        rules.share = share;
        board.set_queue(rules, minutes(0)).unwrap();
    }
    board
}

fn serve(board: &mut Board, times: usize) -> [usize; 3] {
    let mut count = [0; 3];
    for _ in 0..times {
        let turn = board.turn(minutes(0), 1);
        let done = &turn.given[0];
        count[usize::try_from(done.queue.0.as_u128()).unwrap() - 1] += 1;
        board.withdraw(done.case);
    }
    count
}

#[test]
fn work_is_shared_by_the_shares() {
    let mut board = shared([1, 2, 3]);
    for n in 0..900 {
        board.enqueue(work(n, n % 3 + 1, &[]), minutes(0)).unwrap();
    }
    for _ in 0..10 {
        assert_eq!(serve(&mut board, 60), [10, 20, 30]);
    }
}

#[test]
fn a_flood_in_one_queue_does_not_drown_the_others() {
    let mut board = shared([1, 1, 1]);
    for n in 0..5_000 {
        board.enqueue(work(n, 1, &[]), minutes(0)).unwrap();
    }
    serve(&mut board, 500);
    for n in 0..20 {
        board.enqueue(work(10_000 + n, 2, &[]), minutes(0)).unwrap();
    }
    let count = serve(&mut board, 40);
    assert_eq!(count, [20, 20, 0], "the quiet queue claims nothing for the time before");
}
