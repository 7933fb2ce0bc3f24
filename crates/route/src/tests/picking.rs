use earshot_model::{AgentId, Clocks, Presence, SlaClass, TeamModel};
use uuid::Uuid;

use super::{agent, decision, desk, queue};
use crate::Router;

fn id(n: u128) -> Option<AgentId> {
    Some(AgentId(Uuid::from_u128(n)))
}

#[test]
fn the_least_loaded_by_share_takes_it() {
    let queues = [queue(1, "care", TeamModel::Blended)];
    let mut roomy = agent(1, 3, &[]);
    roomy.capacity = 10;
    let agents = [agent(2, 2, &[]), roomy];
    let routing =
        Router.route(&decision(Some("care"), &[], SlaClass::Normal), &desk(&queues, &agents));
    assert_eq!(routing.agent_id, id(1), "3 of 10 is less than 2 of 6");
    assert!(routing.reasons.iter().any(|r| r.key == "reason-least-loaded"));
}

#[test]
fn the_previous_owner_is_preferred_and_only_if_free() {
    let queues = [queue(1, "care", TeamModel::Blended)];
    let mut agents = [agent(1, 5, &[]), agent(2, 0, &[])];
    let ask = decision(Some("care"), &[], SlaClass::Normal);
    let mut state = desk(&queues, &agents);
    state.previous_owner = id(1);
    assert_eq!(Router.route(&ask, &state).agent_id, id(1));

    agents[0].presence = Presence::Away;
    let mut state = desk(&queues, &agents);
    state.previous_owner = id(1);
    let routing = Router.route(&ask, &state);
    assert_eq!(routing.agent_id, id(2));
    assert!(routing.reasons.iter().any(|r| r.key == "reason-previous-owner-not-free"));
}

#[test]
fn a_level_is_honoured() {
    let queues = [queue(1, "care", TeamModel::Blended)];
    let agents = [agent(1, 0, &[("rebooking", 2)]), agent(2, 5, &[("rebooking", 3)])];
    let ask = decision(Some("care"), &["rebooking:3"], SlaClass::Urgent);
    assert_eq!(Router.route(&ask, &desk(&queues, &agents)).agent_id, id(2));
}

#[test]
fn nobody_free_still_has_a_queue_and_clocks() {
    let queues = [queue(1, "care", TeamModel::Blended), queue(2, "refunds", TeamModel::Blended)];
    let ask = decision(Some("refunds"), &[], SlaClass::Urgent);
    let routing = Router.route(&ask, &desk(&queues, &[]));
    assert_eq!((routing.queue_id, routing.agent_id), (queues[1].id, None));
    assert!(routing.clocks.first_due_at.is_some());
    assert!(routing.reasons.iter().any(|r| r.key == "reason-nobody-free"));
}

#[test]
fn a_queue_that_is_gone_falls_back_and_says_so() {
    let queues = [queue(1, "care", TeamModel::Blended)];
    let ask = decision(Some("lost"), &[], SlaClass::Normal);
    let routing = Router.route(&ask, &desk(&queues, &[]));
    assert_eq!(routing.queue_id, queues[0].id);
    assert!(routing.reasons.iter().any(|r| r.key == "reason-queue-gone"));
}

#[test]
fn team_models_say_who_may_take() {
    let mut agents = [agent(1, 0, &[]), agent(2, 1, &[]), agent(3, 2, &[])];
    let q = |model| [queue(1, "care", model)];
    agents[1].departments = q(TeamModel::Subset).map(|q| q.department_id).to_vec();
    agents[2].queues = q(TeamModel::Dedicated).map(|q| q.id).to_vec();
    let ask = decision(Some("care"), &[], SlaClass::Normal);
    let taken = |model| Router.route(&ask, &desk(&q(model), &agents)).agent_id;
    assert_eq!(taken(TeamModel::Blended), id(1));
    assert_eq!(taken(TeamModel::Subset), id(2));
    assert_eq!(taken(TeamModel::Dedicated), id(3));
}

#[test]
fn imported_history_gets_neither_clocks_nor_owner() {
    let queues = [queue(1, "care", TeamModel::Blended)];
    let agents = [agent(1, 0, &[])];
    let mut state = desk(&queues, &agents);
    state.imported = true;
    let routing = Router.route(&decision(None, &[], SlaClass::Urgent), &state);
    assert_eq!((routing.agent_id, routing.clocks), (None, Clocks::default()));
}
