//! Random days at the desk: what holds after every turn.

use earshot_model::{Presence, Surface, TeamModel, Time};
use proptest::prelude::*;

use super::{agent_id, case_id, minutes, queue, queue_id};
use crate::HeldSkill;
use crate::board::work::Standing;
use crate::board::{
    AgentProfile, Board, Queue, Relax, RelaxStep, RingDate, Seat, SurfaceCap, Training, Turn, Work,
};

const SKILLS: [&str; 3] = ["german", "rebooking", "refunds"];
const LANGUAGES: [&str; 2] = ["de", "pt"];

#[derive(Debug, Clone)]
enum Doing {
    Enqueue(Work),
    Agent(AgentProfile),
    Presence(u128, usize),
    Touch(u128),
    Done(u128),
    Weigh(u128, i64),
    Pull(u128, u128),
    Lock(u128, u128, i64),
    Leave(u128),
    Wait(i64),
}

fn seat() -> impl Strategy<Value = Seat> {
    (1_u128..4, 0_u8..3).prop_map(|(queue, ring)| Seat { queue: queue_id(queue), ring })
}

fn profile() -> impl Strategy<Value = AgentProfile> {
    let skill = (0_usize..3, 1_i64..=5)
        .prop_map(|(n, level)| HeldSkill { key: SKILLS[n].to_owned(), level });
    let training = prop::option::of(0_i64..400)
        .prop_map(|until| Training { key: "banking".to_owned(), until: until.map(minutes) });
    (
        0_u128..8,
        0_i64..6,
        prop::option::of(0_i64..4),
        prop::collection::vec(skill, 0..4),
        prop::sample::subsequence(LANGUAGES.to_vec(), 0..=2),
        prop::collection::vec(training, 0..2),
        prop::collection::vec(seat(), 0..3),
    )
        .prop_map(|(n, capacity, cap, skills, languages, trainings, seats)| AgentProfile {
            id: agent_id(n),
            presence: Presence::Online,
            capacity,
            caps: cap.map(|most| SurfaceCap { surface: Surface::Chat, most }).into_iter().collect(),
            skills,
            languages: languages.into_iter().map(str::to_owned).collect(),
            trainings,
            seats,
            departments: vec![],
        })
}

fn a_case() -> impl Strategy<Value = Work> {
    let need = (0_usize..3, 1_i64..=5).prop_map(|(n, level)| format!("{}:{level}", SKILLS[n]));
    (
        (0_u128..60, 1_u128..4),
        prop::collection::vec(need, 0..3),
        prop::option::of(0_usize..2),
        any::<bool>(),
        1_i64..3,
        prop::option::of(0_i64..300),
        0_i64..3,
        -30_i64..300,
        prop::option::of(0_u128..8),
    )
        .prop_map(
            |((n, queue), skills, language, chat, weight, due, priority, since, preferred)| Work {
                case: case_id(n),
                queue: queue_id(queue),
                skills,
                language: language.map(|n| LANGUAGES[n].to_owned()),
                surface: if chat { Surface::Chat } else { Surface::Post },
                weight,
                due_at: due.map(minutes),
                priority,
                since: minutes(since),
                preferred: preferred.map(agent_id),
            },
        )
}

fn doing() -> impl Strategy<Value = Doing> {
    prop_oneof![
        8 => a_case().prop_map(Doing::Enqueue),
        3 => profile().prop_map(Doing::Agent),
        2 => (0_u128..8, 0_usize..3).prop_map(|(n, p)| Doing::Presence(n, p)),
        2 => (0_u128..60).prop_map(Doing::Touch),
        4 => (0_u128..60).prop_map(Doing::Done),
        1 => (0_u128..60, -1_i64..4).prop_map(|(n, weight)| Doing::Weigh(n, weight)),
        2 => (0_u128..8, 0_u128..60).prop_map(|(a, c)| Doing::Pull(a, c)),
        2 => (0_u128..8, 0_u128..60, 1_i64..20).prop_map(|(a, c, m)| Doing::Lock(a, c, m)),
        1 => (0_u128..8).prop_map(Doing::Leave),
        5 => (0_i64..15).prop_map(Doing::Wait),
    ]
}

fn rules(n: u128) -> Queue {
    let step = |after: i64, relax| RelaxStep { after: after * Time::MINUTE, relax };
    let mut rules = queue(n, if n == 3 { TeamModel::Blended } else { TeamModel::Dedicated });
    rules.share = u32::try_from(n).unwrap();
    rules.patience = 3 * Time::MINUTE;
    rules.relax = vec![
        step(10, Relax::LowerSkill { skill: "german".into(), level: 1 }),
        step(20, Relax::DropSkill { skill: "german".into() }),
        step(20, Relax::Ring { ring: 1 }),
        step(30, Relax::Overflow { queue: queue_id(2) }),
        step(40, Relax::AnyLanguage),
    ];
    rules.rings = vec![RingDate { ring: 2, at: minutes(100) }];
    if n == 2 {
        rules.trainings = vec!["banking".to_owned()];
    }
    rules
}

/// Plays a day and checks the board after every step. Gives what was assigned.
fn play(day: &[Doing]) -> Vec<Turn> {
    let mut board = Board::new();
    for n in 1..4 {
        board.set_queue(rules(n), minutes(0)).unwrap();
    }
    let (mut now, mut turns) = (minutes(0), Vec::new());
    for doing in day {
        match doing {
            Doing::Enqueue(work) => {
                let _ = board.enqueue(work.clone(), now);
            }
            Doing::Agent(profile) => board.set_agent(profile.clone()),
            Doing::Presence(n, presence) => {
                board.set_presence(agent_id(*n), Presence::ALL[*presence]);
            }
            Doing::Touch(n) => board.touched(case_id(*n)),
            Doing::Done(n) => board.withdraw(case_id(*n)),
            Doing::Weigh(n, weight) => board.weigh(case_id(*n), *weight),
            Doing::Pull(agent, case) => {
                let _ = board.pull(agent_id(*agent), case_id(*case), now);
            }
            Doing::Lock(agent, case, length) => {
                let until = now.plus(length * Time::MINUTE);
                let _ = board.lock(agent_id(*agent), case_id(*case), until, now);
            }
            Doing::Leave(n) => drop(board.leave(agent_id(*n), now)),
            Doing::Wait(length) => now = now.plus(length * Time::MINUTE),
        }
        let turn = board.turn(now, usize::MAX);
        for given in &turn.given {
            sound(&board, given.case, given.agent, now);
        }
        check(&board, now);
        assert!(board.next_wakeup().is_none_or(|at| at > now), "nothing that was due is left");
        turns.push(turn);
    }
    turns
}

/// Whether this person may have this case, read from the rules and not from the board's index.
fn sound(board: &Board, case: earshot_model::CaseId, agent: earshot_model::AgentId, now: Time) {
    let slot = &board.slots[&case];
    let person = board.agent(agent).unwrap();
    assert_eq!(person.presence, Presence::Online);
    assert!(person.load <= person.capacity || slot.carried != slot.work.weight);
    let waited = now.since(slot.work.since) / Time::MINUTE;
    for need in &slot.work.skills {
        let need = crate::SkillNeed::read(need);
        let least = match (need.key, waited) {
            ("german", 20..) => continue,
            ("german", 10..) => 1,
            _ => need.level,
        };
        let number = board.skills.clone().number(need.key);
        assert!(person.level(number) >= least, "{case} needs {need:?}");
    }
    if slot.queue == 1 {
        let training = board.trainings.clone().number("banking");
        assert!(person.trained(training, now), "training is never relaxed");
    }
}

/// Nobody is idle while something waits that they may have, and the sums are right.
fn check(board: &Board, now: Time) {
    for slot in board.slots.values().filter(|slot| slot.standing == Standing::Waiting) {
        let line = &board.lines[slot.queue];
        assert!(line.waiting.values().any(|ranks| ranks.iter().any(|r| r.case == slot.work.case)));
        for agent in board.agents.iter().flatten() {
            let refusal = board.refusal(agent, slot, now);
            assert!(refusal.is_some(), "{} is free for {}", agent.id, slot.work.case);
        }
    }
    let indexed: usize = board
        .lines
        .iter()
        .flat_map(|l| l.waiting.values())
        .map(std::collections::BTreeSet::len)
        .sum();
    for line in &board.lines {
        let by_ask = line.waiting.iter().flat_map(|(ask, ranks)| ranks.iter().map(|r| (*r, *ask)));
        assert_eq!(by_ask.collect::<std::collections::BTreeMap<_, _>>(), line.order);
        let lends = |ask: &&usize| !board.asks[**ask].overflow.is_empty();
        assert!(line.waiting.keys().filter(lends).eq(line.lent.iter()));
    }
    let waiting = board.slots.values().filter(|slot| slot.standing == Standing::Waiting).count();
    assert_eq!(indexed, waiting);
    for (number, agent) in board.agents.iter().enumerate() {
        let Some(agent) = agent else { continue };
        let theirs: i64 = board.held[number].iter().map(|case| board.slots[case].carried).sum();
        assert_eq!(agent.load, theirs);
        assert_eq!(agent.loads.iter().map(|(_, load)| load).sum::<i64>(), theirs);
    }
    let active: Vec<usize> = board.active.iter().map(|(_, line)| *line).collect();
    for (number, line) in board.lines.iter().enumerate() {
        assert_eq!(active.contains(&number), !line.waiting.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_idle_or_overrun_and_the_same_day_ends_the_same(
        day in prop::collection::vec(doing(), 0..120),
    ) {
        prop_assert_eq!(play(&day), play(&day));
    }
}
