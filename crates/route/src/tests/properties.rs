use earshot_model::{AgentId, DepartmentId, Presence, SlaClass, TeamModel, Time};
use proptest::prelude::*;
use uuid::Uuid;

use super::{decision, desk, queue};
use crate::{AgentState, HeldSkill, Router, SkillNeed, can_take};

const SKILLS: [&str; 4] = ["german", "rebooking", "refunds", "press"];

fn agent() -> impl Strategy<Value = AgentState> {
    let held = (0_usize..4, 1_i64..=5)
        .prop_map(|(s, level)| HeldSkill { key: SKILLS[s].to_owned(), level });
    (
        0_usize..3,
        -1_i64..6,
        0_i64..8,
        prop::collection::vec(held, 0..4),
        any::<(bool, bool)>(),
        any::<Option<i64>>(),
    )
        .prop_map(|(presence, capacity, load, skills, (member, named), at)| AgentState {
            id: AgentId(Uuid::nil()),
            presence: Presence::ALL[presence],
            capacity,
            load,
            skills,
            departments: member.then_some(DepartmentId(Uuid::from_u128(101))).into_iter().collect(),
            queues: named.then(|| queue(1, "care", TeamModel::Blended).id).into_iter().collect(),
            assigned_at: at.map(Time),
        })
}

fn agents() -> impl Strategy<Value = Vec<AgentState>> {
    prop::collection::vec(agent(), 0..12).prop_map(|mut all| {
        for (agent, n) in all.iter_mut().zip(0_u128..) {
            agent.id = AgentId(Uuid::from_u128(n));
        }
        all
    })
}

fn needs() -> impl Strategy<Value = Vec<String>> {
    let need = (0_usize..4, 0_i64..=5).prop_map(|(s, level)| match level {
        0 => SKILLS[s].to_owned(),
        level => format!("{}:{level}", SKILLS[s]),
    });
    prop::collection::vec(need, 0..3)
}

proptest! {
    #[test]
    fn nobody_gets_what_they_cannot_take(
        agents in agents(),
        needs in needs(),
        model in 0_usize..3,
        previous in prop::option::of(0_u128..12),
    ) {
        let queues = [queue(1, "care", TeamModel::ALL[model])];
        let skills: Vec<&str> = needs.iter().map(String::as_str).collect();
        let mut state = desk(&queues, &agents);
        state.previous_owner = previous.map(|n| AgentId(Uuid::from_u128(n)));
        let routing = Router.route(&decision(Some("care"), &skills, SlaClass::Normal), &state);
        match routing.agent_id {
            Some(id) => {
                let chosen = agents.iter().find(|a| a.id == id).unwrap();
                prop_assert_eq!(chosen.presence, Presence::Online);
                prop_assert!(chosen.load < chosen.capacity);
                for need in &needs {
                    let need = SkillNeed::read(need);
                    prop_assert!(chosen.skills.iter().any(|s| s.key == need.key && s.level >= need.level));
                }
            }
            None => prop_assert!(!agents.iter().any(|a| can_take(a, &queues[0], &needs)), "someone was free"),
        }
    }

    #[test]
    fn the_order_of_the_list_changes_nothing(agents in agents(), needs in needs()) {
        let queues = [queue(1, "care", TeamModel::Blended)];
        let skills: Vec<&str> = needs.iter().map(String::as_str).collect();
        let ask = decision(Some("care"), &skills, SlaClass::Normal);
        let mut turned = agents.clone();
        turned.reverse();
        prop_assert_eq!(Router.route(&ask, &desk(&queues, &agents)), Router.route(&ask, &desk(&queues, &turned)));
    }

    #[test]
    fn any_text_reads_as_a_need(text in ".*") {
        prop_assert!(text.starts_with(SkillNeed::read(&text).key));
    }
}
