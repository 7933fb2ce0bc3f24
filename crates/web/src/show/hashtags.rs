//! Hashtags that are used against the brand.

use earshot_model::{Agent, Permission};
use earshot_record::listening::Alarm;

use super::list::agent;
use super::listening::{find, outcome, part};
use crate::pages::format::{Lens, number};
use crate::pages::insights::AlarmView;
use crate::routes::search::encoded;
use crate::visit::Desk;

/// The alerts, as this reader may see their posts.
pub(crate) fn alarms(desk: &Desk, alarms: &[Alarm], agents: &[Agent]) -> Vec<AlarmView> {
    let lens = desk.visit.lens();
    let may_write = desk.staff.eyes.holds(Permission::ListenerWrite);
    alarms.iter().map(|alarm| view(&lens, alarm, agents, may_write)).collect()
}

fn view(lens: &Lens, alarm: &Alarm, agents: &[Agent], may_write: bool) -> AlarmView {
    let (w, alert) = (lens.w, &alarm.alert);
    let seen = alert.seen_at.map(|at| {
        let by = alert.seen_by.and_then(|id| agent(agents, id));
        let name = by.map_or_else(|| w.t("routed-somebody"), |agent| agent.name.clone());
        (w.t1("alarm-seen", "name", name), lens.when(at))
    });
    AlarmView {
        id: alert.id.to_string(),
        tag: format!("#{}", alert.hashtag),
        href: format!("/search?q=%23{}", encoded(&alert.hashtag)),
        when: lens.when(alert.raised_at),
        says: w.t2(
            "alarm-says",
            "people",
            number(w, alert.authors),
            "posts",
            number(w, alert.uses),
        ),
        angry: w.t1("alarm-angry", "share", part(alert.negative, alert.uses)),
        may_acknowledge: may_write && seen.is_none(),
        seen,
        finds: alarm.posts.iter().map(|hit| find(lens, hit, outcome(w, &hit.post))).collect(),
    }
}
