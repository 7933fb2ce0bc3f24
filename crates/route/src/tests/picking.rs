use earshot_model::{Clocks, SlaClass, TeamModel};
use proptest::prelude::*;

use super::{decision, desk, queue};
use crate::{Router, SkillNeed};

#[test]
fn a_case_has_a_queue_and_clocks_and_the_reasons() {
    let queues = [queue(1, "care", TeamModel::Blended), queue(2, "refunds", TeamModel::Blended)];
    let ask = decision(Some("refunds"), &["rebooking:3"], SlaClass::Urgent);
    let routing = Router.route(&ask, &desk(&queues));
    assert_eq!(routing.queue_id, queues[1].id);
    assert!(routing.clocks.first_due_at.is_some());
    let keys: Vec<&str> = routing.reasons.iter().map(|reason| reason.key.as_str()).collect();
    assert_eq!(keys, ["reason-queue", "reason-skills", "reason-clock"]);
}

#[test]
fn a_queue_that_is_gone_falls_back_and_says_so() {
    let queues = [queue(1, "care", TeamModel::Blended)];
    let ask = decision(Some("lost"), &[], SlaClass::Normal);
    let routing = Router.route(&ask, &desk(&queues));
    assert_eq!(routing.queue_id, queues[0].id);
    assert!(routing.reasons.iter().any(|r| r.key == "reason-queue-gone"));
}

#[test]
fn imported_history_gets_no_clocks() {
    let queues = [queue(1, "care", TeamModel::Blended)];
    let mut state = desk(&queues);
    state.imported = true;
    let routing = Router.route(&decision(None, &[], SlaClass::Urgent), &state);
    assert_eq!(routing.clocks, Clocks::default());
}

proptest! {
    #[test]
    fn any_text_reads_as_a_need(text in ".*") {
        prop_assert!(text.starts_with(SkillNeed::read(&text).key));
    }
}
