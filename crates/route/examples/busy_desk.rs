//! Routing at size: 5,000 agents online and 100,000 cases queued.
//! `cargo run --release -p earshot-route --example busy_desk`
//!
//! Measured are single decisions (a case comes, or someone finishes one and gets the next) and how
//! many assignments a second one thread makes, with the reasons of each. Posts and people come from
//! a seeded generator.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a benchmark stops where it is wrong"
)]

use std::time::{Duration, Instant};

use earshot_model::{AgentId, CaseId, DepartmentId, Presence, QueueId, Surface, TeamModel, Time};
use earshot_route::HeldSkill;
use earshot_route::board::{AgentProfile, Board, Queue, Relax, RelaxStep, Seat, Work};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

const AGENTS: u64 = 5_000;
const QUEUED: u64 = 100_000;
const QUEUES: u64 = 40;
const SKILLS: [&str; 12] = [
    "refunds",
    "rebooking",
    "billing",
    "press",
    "legal",
    "repair",
    "delivery",
    "account",
    "outage",
    "contracts",
    "loyalty",
    "safety",
];
const LANGUAGES: [&str; 8] = ["en", "de", "es", "pt", "fr", "it", "nl", "ja"];

fn id(n: u64) -> Uuid {
    Uuid::from_u64_pair(0, n)
}

fn queue(n: u64) -> Queue {
    let model = TeamModel::ALL[n as usize % 3];
    let mut queue = Queue::new(QueueId(id(n)), &format!("q{n}"), DepartmentId(id(n % 10)), model);
    let step = |minutes: i64, relax| RelaxStep { after: minutes * Time::MINUTE, relax };
    queue.share = u32::try_from(n % 4 + 1).unwrap();
    queue.relax = vec![
        step(5, Relax::LowerSkill { skill: SKILLS[n as usize % 12].to_owned(), level: 1 }),
        step(15, Relax::Ring { ring: 1 }),
        step(30, Relax::Overflow { queue: QueueId(id((n + 1) % QUEUES)) }),
    ];
    queue
}

fn agent(rng: &mut StdRng, n: u64) -> AgentProfile {
    let skills = (0..rng.random_range(2..6)).map(|_| HeldSkill {
        key: SKILLS[rng.random_range(0..12)].to_owned(),
        level: rng.random_range(1..=5),
    });
    let skills = skills.collect();
    let seats = (0..rng.random_range(1..5))
        .map(|_| Seat {
            queue: QueueId(id(rng.random_range(0..QUEUES))),
            ring: rng.random_range(0..2),
        })
        .collect();
    let languages = [0, rng.random_range(0..8)].map(|n| LANGUAGES[n].to_owned()).to_vec();
    AgentProfile {
        id: AgentId(id(n)),
        presence: Presence::Online,
        capacity: 6,
        caps: vec![],
        skills,
        languages,
        trainings: vec![],
        seats,
        departments: vec![DepartmentId(id(n % 10))],
    }
}

fn work(rng: &mut StdRng, n: u64, now: Time) -> Work {
    let skills = (0..rng.random_range(0..3))
        .map(|_| format!("{}:{}", SKILLS[rng.random_range(0..12)], rng.random_range(1..=3)))
        .collect();
    let since = now.plus(-rng.random_range(0..10 * Time::MINUTE));
    Work {
        case: CaseId(id(n)),
        queue: QueueId(id(rng.random_range(0..QUEUES))),
        skills,
        language: rng.random_bool(0.8).then(|| LANGUAGES[rng.random_range(0..8)].to_owned()),
        surface: Surface::Post,
        weight: rng.random_range(1..=2),
        due_at: Some(since.plus([15, 60, 1_440][rng.random_range(0..3)] * Time::MINUTE)),
        priority: rng.random_range(0..1_000),
        since,
        preferred: rng.random_bool(0.2).then(|| AgentId(id(rng.random_range(0..AGENTS)))),
    }
}

fn show(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 1_000];
    println!(
        "{what}: {} decisions, p50 {:?}, p99 {:?}, p99.9 {:?}, slowest {:?}",
        times.len(),
        at(500),
        at(990),
        at(999),
        at(1_000)
    );
}

fn main() {
    let mut rng = StdRng::seed_from_u64(1);
    let mut now = Time(1_770_000_000_000_000);
    let mut board = Board::new();
    for n in 0..QUEUES {
        board.set_queue(queue(n), now).expect("a sound queue");
    }
    for n in 0..AGENTS {
        board.set_agent(agent(&mut rng, n));
    }
    // Fill everyone, then let 100,000 wait.
    let started = Instant::now();
    let (mut next, mut open) = (0, Vec::new());
    while board.waiting() < QUEUED as usize {
        for _ in 0..1_000 {
            board.enqueue(work(&mut rng, next, now), now).expect("a new case");
            next += 1;
        }
        open.extend(board.turn(now, usize::MAX).given.into_iter().map(|given| given.case));
    }
    println!(
        "filled: {} owned, {} queued, {:.1} s",
        open.len(),
        board.waiting(),
        started.elapsed().as_secs_f64()
    );
    open.iter().for_each(|case| board.touched(*case));

    // Someone finishes a case and gets the next; another case comes.
    let (mut finished, mut came, mut given) = (Vec::new(), Vec::new(), 0_u64);
    let (begun, cpu_before) = (Instant::now(), cpu_seconds());
    while begun.elapsed() < Duration::from_secs(20) {
        now = now.plus(Time::SECOND / 1_000);
        let done = open.swap_remove(rng.random_range(0..open.len()));
        let start = Instant::now();
        board.withdraw(done);
        let turn = board.turn(now, usize::MAX);
        finished.push(start.elapsed());
        given += turn.given.len() as u64;
        for assignment in turn.given {
            board.touched(assignment.case);
            open.push(assignment.case);
        }
        let new = work(&mut rng, next, now);
        next += 1;
        let start = Instant::now();
        board.enqueue(new, now).expect("a new case");
        let turn = board.turn(now, usize::MAX);
        came.push(start.elapsed());
        given += turn.given.len() as u64;
        open.extend(turn.given.into_iter().map(|given| given.case));
    }
    let (seconds, cpu) = (begun.elapsed().as_secs_f64(), cpu_seconds() - cpu_before);
    show("someone is free", finished);
    show("a case comes", came);
    println!(
        "{given} assignments in {seconds:.1} s, of which {cpu:.1} s on a core: {:.0} a second, {:.0} a \
         second of the core; {} queued at the end",
        given as f64 / seconds,
        given as f64 / cpu,
        board.waiting()
    );
}

/// Seconds that this thread was on a core, as Linux says; on a shared machine it is less than the
/// wall clock's.
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split(' ').next().and_then(|nanos| nanos.parse::<f64>().ok());
    nanos.unwrap_or(f64::NAN) / 1e9
}
