//! How long one routing decision takes with 5,000 agents:
//! `cargo run --release --example measure -p earshot-route`.

use std::hint::black_box;
use std::time::Instant;

use earshot_model::{
    AgentId, Audience, Decision, DepartmentId, Outcome, Presence, QueueId, SlaClass, TeamModel,
    Time,
};
use earshot_route::{AgentState, ClockPolicy, DeskState, HeldSkill, QueueState, Router};
use uuid::Uuid;

fn main() {
    let department_id = DepartmentId(Uuid::from_u128(1));
    let id = QueueId(Uuid::from_u128(2));
    let queues =
        [QueueState { id, key: "care".to_owned(), department_id, team_model: TeamModel::Subset }];
    let agent = |n: i64| AgentState {
        id: AgentId(Uuid::from_u64_pair(0, n.unsigned_abs())),
        presence: if n % 4 == 0 { Presence::Away } else { Presence::Online },
        capacity: 6,
        load: (n * 7) % 6,
        skills: vec![
            HeldSkill { key: "german".to_owned(), level: n % 5 + 1 },
            HeldSkill { key: "rebooking".to_owned(), level: n % 3 + 1 },
        ],
        departments: vec![department_id],
        queues: vec![],
        assigned_at: Some(Time(n)),
    };
    let agents: Vec<AgentState> = (0..5_000).map(agent).collect();
    let decision = Decision {
        playbook_version: 1,
        outcome: Outcome::Respond,
        queue: Some("care".to_owned()),
        skills: vec!["german".to_owned(), "rebooking:3".to_owned()],
        audience: Audience::Public,
        sla: SlaClass::Urgent,
        ..Decision::default()
    };
    let desk = DeskState {
        queues: &queues,
        default_queue: id,
        agents: &agents,
        previous_owner: None,
        since: Time(0),
        imported: false,
        clocks: ClockPolicy::default(),
    };
    let rounds = 2_000_u32;
    let started = Instant::now();
    for _ in 0..rounds {
        black_box(Router.route(black_box(&decision), &desk));
    }
    println!("route: {:?} a decision with {} agents", started.elapsed() / rounds, agents.len());
}
