//! The supervisor's wall.

use earshot_engage::desk::{CaseRow, WallAgent, WallGap, WallPage as Found, WallQueue};
use earshot_model::{CaseStatus, Clocks, Permission, Presence};

use super::list::{agent, clock, face, person};
use super::routed::lacking;
use crate::pages::format::{Lens, number, span};
use crate::pages::frame::queue_drawing;
use crate::pages::mark::ChannelMark;
use crate::pages::report::Figure;
use crate::pages::wall::{AgentLine, GapLine, QueueLine, UrgentLine, WallPage};
use crate::visit::Desk;
use crate::words::Words;

/// The most places that are drawn one by one.
const MOST_PIPS: i64 = 14;
/// How many characters of a post a line carries.
const SAY: usize = 120;

/// The wall as a page shows it.
pub(crate) async fn wall(desk: &Desk, found: &Found) -> WallPage {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let me = desk.staff.id();
    let online = || found.agents.iter().filter(|one| one.agent.presence == Presence::Online);
    let taken: i64 = online().map(|one| one.load).sum();
    let places: i64 = online().map(|one| one.agent.capacity).sum();
    let line = |case: &CaseRow| urgent(&lens, found, case, me);
    WallPage {
        w,
        frame: desk.visit.frame("/wall").await,
        now: lens.when(found.now).full,
        figures: figures(&lens, found),
        queues: found.queues.iter().map(|queue| queue_line(&lens, queue)).collect(),
        agents: found.agents.iter().map(|one| agent_line(w, one)).collect(),
        places: w.t2("wall-places", "n", number(w, taken), "of", number(w, places)),
        urgent: found.urgent.iter().filter(|case| is_owed(case)).map(line).collect(),
        loops: found.loops.iter().map(line).collect(),
        untrue: (found.untrue > 0)
            .then(|| w.t1("expect-wall", "n", i64::try_from(found.untrue).unwrap_or(i64::MAX))),
        may_set: desk.staff.eyes.holds(Permission::AdminWrite),
        gaps: found.gaps.iter().map(|gap| gap_line(&lens, gap)).collect(),
        may_take: desk.staff.eyes.holds(Permission::CaseAssign),
        may_note: desk.staff.eyes.holds(Permission::CaseNote),
        me: me.to_string(),
    }
}

/// Whether an answer is owed.
fn is_owed(case: &CaseRow) -> bool {
    due(case).due_at().is_some()
}

fn due(case: &CaseRow) -> Clocks {
    Clocks {
        first_due_at: case.first_due_at,
        next_due_at: case.next_due_at,
        resolve_due_at: None,
        first_answered_at: case.first_answered_at,
    }
}

fn figures(lens: &Lens, found: &Found) -> Vec<Figure> {
    let w = lens.w;
    let sum = |of: fn(&WallQueue) -> i64| found.queues.iter().map(of).sum::<i64>();
    let figure = |key: &str, n: i64, note: String, bad: bool| Figure {
        label: w.t(key),
        value: number(w, n),
        note,
        bad,
    };
    let next = found.urgent.iter().filter_map(|case| due(case).due_at()).find(|at| *at > found.now);
    let next = next.map(|at| w.t1("wall-next", "time", span(w, at.since(found.now))));
    let oldest = found.urgent.first().and_then(|case| due(case).due_at());
    let oldest = oldest.filter(|at| *at < found.now);
    let oldest = oldest.map(|at| w.t1("wall-oldest", "time", span(w, found.now.since(at))));
    let late = sum(|queue| queue.late);
    let owed = &found.owed;
    let of_them =
        |n: i64| if n > 0 { w.t1("wall-late-of", "n", number(w, n)) } else { String::new() };
    vec![
        figure(
            "wall-waiting",
            sum(|queue| queue.waiting),
            w.t1("wall-unowned-of", "n", number(w, sum(|queue| queue.unowned))),
            false,
        ),
        figure("wall-at-risk", sum(|queue| queue.at_risk), next.unwrap_or_default(), false),
        figure("wall-late", late, oldest.unwrap_or_default(), late > 0),
        figure("wall-promises", owed.promises, of_them(owed.promises_late), owed.promises_late > 0),
        figure("wall-loops", owed.loops, of_them(owed.loops_late), owed.loops_late > 0),
        figure("wall-approvals", found.approvals.waiting, String::new(), found.approvals.late),
    ]
}

fn queue_line(lens: &Lens, queue: &WallQueue) -> QueueLine {
    let w = lens.w;
    QueueLine {
        href: format!("/cases?list=queue:{}", queue.queue.id),
        name: queue.queue.name.clone(),
        drawing: queue_drawing(&queue.queue.icon),
        waiting: number(w, queue.waiting),
        unowned: number(w, queue.unowned),
        bar: bar(queue.waiting, queue.at_risk, queue.late),
        at_risk: number(w, queue.at_risk),
        late: number(w, queue.late),
        is_late: queue.late > 0,
        oldest: queue.oldest.map_or_else(|| "–".to_owned(), |at| span(w, lens.now.since(at))),
    }
}

/// What is in time, at risk and late, as parts of a bar.
pub(crate) fn bar(waiting: i64, at_risk: i64, late: i64) -> String {
    let all = waiting.max(1);
    let part = |n: i64| n.saturating_mul(100) / all;
    let (risk, late) = (part(at_risk), part(late));
    let fine = if waiting > 0 { (100 - risk - late).max(0) } else { 0 };
    let (second, third) = (fine, fine + risk);
    format!(
        "<svg class=\"stackbar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"a\" width=\"{fine}\" height=\"8\"/>\
         <rect class=\"b\" x=\"{second}\" width=\"{risk}\" height=\"8\"/>\
         <rect class=\"c\" x=\"{third}\" width=\"{late}\" height=\"8\"/></svg>"
    )
}

fn gap_line(lens: &Lens, gap: &WallGap) -> GapLine {
    let w = lens.w;
    let first = gap.cases.first().map(|(id, ..)| format!("/cases/{id}?list=all"));
    GapLine {
        href: first.unwrap_or_default(),
        queue: gap.queue.name.clone(),
        lacks: gap.lacks.iter().map(|lack| lacking(w, lack)).collect(),
        cases: w.t1("wall-gap-cases", "n", gap.cases.len()),
        since: gap.since.map(|at| w.t1("wall-gap-since", "time", span(w, lens.now.since(at)))),
    }
}

fn agent_line(w: Words, one: &WallAgent) -> AgentLine {
    let (presence, away) = match one.agent.presence {
        Presence::Online => ("on", None),
        Presence::Away => ("away", Some("presence-away")),
        Presence::Offline => ("", Some("presence-offline")),
    };
    let skills: Vec<String> =
        one.skills.iter().map(|(key, level)| format!("{key} {level}")).collect();
    let places = one.agent.capacity.max(one.load).clamp(0, MOST_PIPS);
    let pip = |place: i64| match place {
        place if place >= one.load => "",
        place if place >= one.agent.capacity => "o",
        _ => "f",
    };
    AgentLine {
        face: face(&one.agent).sized("sm"),
        presence,
        name: one.agent.name.clone(),
        sub: away.map_or_else(|| skills.join(", "), |key| w.t(key)),
        pips: (0..places).map(pip).collect(),
        load: w.t2("people-load-of", "n", one.load, "max", one.agent.capacity),
    }
}

fn urgent(lens: &Lens, found: &Found, case: &CaseRow, me: earshot_model::AgentId) -> UrgentLine {
    let w = lens.w;
    let started = case.customer_spoke_at.unwrap_or(case.opened_at);
    let at = due(case).due_at().filter(|_| case.status != CaseStatus::Resolved);
    let owner = case.owner_id.and_then(|id| agent(&found.people, id));
    let words = case.latest_text.as_deref().filter(|text| !text.is_empty());
    let words = words.or(Some(case.subject.as_str())).filter(|text| !text.is_empty());
    // Of a customer who was erased nothing is left but the case.
    let say = words.map_or_else(
        || w.t1("search-case", "n", case.number.to_string()),
        |words| words.chars().take(SAY).collect(),
    );
    UrgentLine {
        id: case.id.to_string(),
        href: format!("/cases/{}?list=all", case.id),
        channel: ChannelMark::of(w, &case.channel, None),
        name: person(w, &case.person_name),
        say,
        language: case.latest_language.clone(),
        clock: clock(lens, case.status, at, started, case.sla.word()),
        owner: owner.map_or_else(String::new, |agent| agent.short_name.clone()),
        mine: case.owner_id == Some(me),
    }
}
