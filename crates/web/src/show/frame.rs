//! The navigation around a page.

use earshot_engage::staff::Staff;
use earshot_model::{Permission, Presence};

use crate::pages::frame::{
    Counts, CrisisBanner, Frame, Me, Nav, Places, QueueCount, queue_drawing,
};
use crate::pages::mark::{Face, Shape};
use crate::visit::Visit;

/// The frame of somebody who is logged in. Without the database it stays bare: a page that tells of
/// a failure must not fail for the same reason.
pub(crate) async fn around(visit: &Visit, staff: &Staff, bare: Frame, current: &str) -> Frame {
    let lists = match visit.state.engage.lists(staff).await {
        Ok(lists) => lists,
        Err(error) => {
            tracing::warn!(%error, "the navigation could not be read");
            return bare;
        }
    };
    let agent = &staff.agent;
    let id = agent.id.to_string();
    let me = Me {
        face: Face::new(&agent.name, &id, Shape::Person).sized("sm"),
        id,
        name: agent.name.clone(),
        available: agent.presence == Presence::Online,
        load: Some(visit.words.t2("people-load-of", "n", lists.mine, "max", agent.capacity)),
    };
    let counts = Counts {
        mine: lists.mine,
        unassigned: lists.unassigned,
        all: lists.all,
        mentions: lists.mentions,
        hashtags: lists.hashtags,
        approvals: lists.approvals.map(|count| (count.waiting, count.late)),
    };
    let queues: Vec<QueueCount> = lists
        .queues
        .iter()
        .map(|queue| QueueCount {
            id: queue.queue.id.to_string(),
            name: queue.queue.name.clone(),
            drawing: queue_drawing(&queue.queue.icon),
            open: queue.open,
            late: queue.late > 0,
        })
        .collect();
    let places = Places { new_playbook: lists.new_playbook, ..places(staff) };
    let nav = Nav::new(visit.words, me, counts, &queues, places, current);
    let may_end = staff.eyes.holds(Permission::CrisisSwitch);
    let crisis = lists.crisis.map(|plan| CrisisBanner {
        name: plan.name,
        notice: plan.notice,
        href: may_end.then(|| "/crisis".to_owned()),
    });
    let (brand, live_after) = (lists.organization.name, Some(lists.seq));
    Frame { brand, live_after, nav: Some(nav), crisis, ..bare }
}

/// The pages that this agent may see.
fn places(staff: &Staff) -> Places {
    let may = |permission| staff.eyes.holds(permission);
    Places {
        wall: may(Permission::ReportRead),
        listeners: may(Permission::ListenerRead),
        playbook: may(Permission::PlaybookRead),
        new_playbook: false,
        reports: may(Permission::ReportRead),
        filter: may(Permission::ReportRead),
        crisis: may(Permission::CrisisSwitch),
        people: may(Permission::AdminWrite),
        settings: may(Permission::AdminWrite),
    }
}
