//! The board and the plain router agree on who is best.

use earshot_model::{DepartmentId, Presence, SlaClass, TeamModel, Time};
use proptest::prelude::*;

use super::{agent_id, minutes, queue, work};
use crate::board::{AgentProfile, Board, Seat, Work};
use crate::{AgentState, ClockPolicy, DeskState, HeldSkill, QueueState, Router};

const SKILLS: [&str; 3] = ["german", "rebooking", "refunds"];

type Person = (usize, i64, i64, Vec<(usize, i64)>, bool, bool);

fn person() -> impl Strategy<Value = Person> {
    let skill = (0_usize..3, 1_i64..=5);
    let skills = prop::collection::vec(skill, 0..4);
    (0_usize..3, 1_i64..6, 0_i64..6, skills, any::<bool>(), any::<bool>())
}

fn skills(of: &Person) -> Vec<HeldSkill> {
    of.3.iter().map(|(n, level)| HeldSkill { key: SKILLS[*n].to_owned(), level: *level }).collect()
}

proptest! {
    #[test]
    fn both_choose_the_same(
        people in prop::collection::vec(person(), 1..10),
        needs in prop::collection::vec((0_usize..3, 1_i64..=5), 0..3),
        model in 0_usize..3,
        previous in prop::option::of(0_u128..10),
    ) {
        let rules = queue(1, TeamModel::ALL[model]);
        let mut keys: Vec<usize> = Vec::new();
        let needs: Vec<String> = needs.iter()
            .filter(|(n, _)| { let new = !keys.contains(n); keys.push(*n); new })
            .map(|(n, level)| format!("{}:{level}", SKILLS[*n])).collect();
        let department: DepartmentId = rules.department_id;
        let mut board = Board::new();
        board.set_queue(rules.clone(), minutes(0)).unwrap();
        let mut states = Vec::new();
        let mut next_case = 1_000_u128;
        for (person, n) in people.iter().zip(0_u128..) {
            let (presence, capacity, load, _, named, member) = person;
            let queues = if *named { vec![rules.id] } else { vec![] };
            let departments = if *member { vec![department] } else { vec![] };
            board.set_agent(AgentProfile {
                id: agent_id(n),
                presence: Presence::ALL[*presence],
                capacity: *capacity,
                caps: vec![],
                skills: skills(person),
                languages: vec![],
                trainings: vec![],
                seats: queues.iter().map(|queue| Seat { queue: *queue, ring: 0 }).collect(),
                departments: departments.clone(),
            });
            for _ in 0..*load {
                next_case += 1;
                board.adopt(work(next_case, 1, &[]), agent_id(n), true, minutes(0)).unwrap();
            }
            states.push(AgentState {
                id: agent_id(n),
                presence: Presence::ALL[*presence],
                capacity: *capacity,
                load: *load,
                skills: skills(person),
                departments,
                queues,
                assigned_at: (*load > 0).then(|| minutes(0)),
            });
        }
        let queues = [QueueState {
            id: rules.id, key: "queue-1".into(), department_id: department, team_model: rules.team_model,
        }];
        let desk = DeskState {
            queues: &queues,
            default_queue: rules.id,
            agents: &states,
            previous_owner: previous.map(agent_id),
            since: Time(0),
            imported: false,
            clocks: ClockPolicy::default(),
        };
        let refs: Vec<&str> = needs.iter().map(String::as_str).collect();
        let plain = Router.route(&crate::tests::decision(Some("queue-1"), &refs, SlaClass::Normal), &desk);
        let asked = Work { preferred: previous.map(agent_id), ..work(1, 1, &refs) };
        board.enqueue(asked, minutes(0)).unwrap();
        let turn = board.turn(minutes(0), 1);
        prop_assert_eq!(plain.agent_id, turn.given.first().map(|given| given.agent));
    }
}
