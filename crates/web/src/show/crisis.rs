//! Plans for a crisis, in words.

use earshot_engage::crisis::{Crisis, CrisisPage as Found, Happened, TypedPlan};
use earshot_model::{Actor, CrisisId};
use earshot_record::crisis::Rehearsed;

use super::approvals::whose;
use super::list::agent;
use super::listening::{find, outcome};
use super::which::tagged;
use crate::pages::case::{Choice, Notice};
use crate::pages::crisis::{
    AtWorkView, CrisesPage, CrisisPlanPage, PlanLine, RehearsalView, StoryLine,
};
use crate::pages::format::{Lens, number, span};
use crate::pages::report::Figure;
use crate::visit::Desk;
use crate::words::Words;

/// The times that a rehearsal can look back, in hours.
pub(crate) const SPANS: [u32; 4] = [6, 24, 72, 168];
/// How many posts a rehearsal shows.
const SHOWN: usize = 12;

/// All plans.
pub(crate) async fn all(desk: &Desk, found: &Found, notice: Option<Notice>) -> CrisesPage {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let resting = found.plans.iter().filter(|plan| plan.started_at.is_none());
    CrisesPage {
        w,
        frame: desk.visit.frame("/crisis").await,
        notice,
        at_work: found.at_work().map(|plan| at_work(&lens, found, plan)),
        plans: resting.map(|plan| line(&lens, found, plan)).collect(),
        story: found.story.iter().map(|told| happened(&lens, found, told)).collect(),
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn at_work(lens: &Lens, found: &Found, plan: &Crisis) -> AtWorkView {
    let (w, n) = (lens.w, count(found.waiting));
    AtWorkView {
        id: plan.id.to_string(),
        name: plan.name.clone(),
        since: lens.when(plan.started_at.unwrap_or(plan.changed_at)),
        measures: measures(w, found, plan),
        room: format!("/cases?list={}", tagged(&plan.tag)),
        tag: plan.tag.clone(),
        waiting: (n > 0).then(|| w.t1("crisis-waiting", "n", n)),
        let_go: (n > 0).then(|| w.t1("crisis-let-go", "n", n)),
    }
}

fn line(lens: &Lens, found: &Found, plan: &Crisis) -> PlanLine {
    PlanLine {
        href: format!("/crisis/{}", plan.id),
        name: plan.name.clone(),
        does: measures(lens.w, found, plan).join(" "),
        changed: lens.when(plan.changed_at),
    }
}

/// What a plan does, a sentence each.
fn measures(w: Words, found: &Found, plan: &Crisis) -> Vec<String> {
    let mut told = vec![w.t1("crisis-does-tag", "tag", &plan.tag)];
    if let Some(queue) = found.queues.iter().find(|queue| queue.key == plan.queue) {
        told.push(w.t1("crisis-does-queue", "queue", &queue.name));
    }
    if plan.urgent {
        told.push(w.t("crisis-does-urgent"));
    }
    if !plan.word_from.is_empty() {
        let from = whose(w, &plan.word_from, &found.departments);
        told.push(w.t1("crisis-does-word", "from", from));
    }
    if !plan.holding.is_empty() {
        told.push(w.t("crisis-does-holding"));
    }
    told
}

fn happened(lens: &Lens, found: &Found, told: &Happened) -> StoryLine {
    let w = lens.w;
    let who = match told.actor {
        Actor::Agent(id) => agent(&found.agents, id).map(|agent| agent.name.clone()),
        _ => None,
    };
    let parts: Vec<String> = told.parts.iter().map(|p| w.t(format!("crisis-part-{p}"))).collect();
    let values = [
        ("name".to_owned(), told.name.clone()),
        ("who".to_owned(), who.unwrap_or_default()),
        ("parts".to_owned(), parts.join(", ")),
        ("lasted".to_owned(), told.lasted.map(|lasted| span(w, lasted)).unwrap_or_default()),
    ];
    let what = match told.what.as_str() {
        "started" => "crisis-told-started",
        "ended" => "crisis-told-ended",
        "removed" => "crisis-told-removed",
        _ => "crisis-told-saved",
    };
    StoryLine { text: w.with(what, &values), when: lens.when(told.at) }
}

/// What stands in the form of a plan, and beside it.
pub(crate) struct Form<'f> {
    /// The stored plan; none for a new one.
    pub(crate) id: Option<CrisisId>,
    /// What stands in the form.
    pub(crate) typed: &'f TypedPlan,
    /// What it would have done, over so many hours.
    pub(crate) rehearsed: Option<(&'f Rehearsed, u32)>,
    /// What was just done, or could not be done.
    pub(crate) notice: Option<Notice>,
}

/// One plan.
pub(crate) async fn plan(desk: &Desk, found: &Found, form: Form<'_>) -> CrisisPlanPage {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let stored = form.id.and_then(|id| found.plan(id));
    let typed = form.typed;
    let queue = |queue: &earshot_model::Queue| Choice {
        value: queue.key.clone(),
        label: queue.name.clone(),
        chosen: typed.queue == queue.key,
    };
    let as_usual = Choice {
        value: String::new(),
        label: w.t("crisis-queue-usual"),
        chosen: typed.queue.is_empty(),
    };
    let other = found.at_work().filter(|plan| form.id != Some(plan.id));
    CrisisPlanPage {
        w,
        frame: desk.visit.frame("/crisis").await,
        notice: form.notice,
        id: stored.map(|plan| plan.id.to_string()),
        title: stored.map_or_else(|| w.t("crisis-new"), |plan| plan.name.clone()),
        at_work: stored.is_some_and(|plan| plan.started_at.is_some()),
        other: other.map(|plan| plan.name.clone()),
        name: typed.name.clone(),
        words: typed.words.clone(),
        tag: typed.tag.clone(),
        queues: [as_usual].into_iter().chain(found.queues.iter().map(queue)).collect(),
        urgent: typed.urgent,
        froms: froms(w, found, &typed.word_from),
        announcement: typed.notice.clone(),
        holding: typed.holding.clone(),
        version: typed.version,
        rehearsal: form.rehearsed.map(|(rehearsed, hours)| rehearsal(&lens, rehearsed, hours)),
    }
}

/// Whose word public answers may need.
fn froms(w: Words, found: &Found, chosen: &str) -> Vec<Choice> {
    let choice = |value: &str, label: String| Choice {
        value: value.to_owned(),
        label,
        chosen: chosen == value,
    };
    let mut froms =
        vec![choice("", w.t("crisis-word-none")), choice("supervisor", w.t("approval-supervisor"))];
    froms.extend(found.departments.iter().map(|one| choice(&one.key, one.name.clone())));
    froms
}

fn rehearsal(lens: &Lens, run: &Rehearsed, hours: u32) -> RehearsalView {
    let w = lens.w;
    let figure = |key: &str, value: i64, note: String| Figure {
        label: w.t(key),
        value: number(w, value),
        note,
        bad: false,
    };
    let busiest = run.busiest.map(|(hour, posts)| {
        w.t2("crisis-busiest", "n", number(w, count(posts)), "when", lens.when(hour).full)
    });
    let cut = run.cut_at.map(|at| w.t1("listening-cut", "day", lens.day(at)));
    let writers = w.t1("crisis-of-people", "n", run.writers);
    let span = |span: &u32| Choice {
        value: span.to_string(),
        label: w.t1("crisis-hours", "n", i64::from(*span)),
        chosen: *span == hours,
    };
    RehearsalView {
        spans: SPANS.iter().map(span).collect(),
        looked: [Some(w.t1("crisis-looked", "n", number(w, count(run.looked_at)))), cut]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        figures: vec![
            figure("crisis-figure-posts", count(run.posts), busiest.unwrap_or_default()),
            figure("crisis-figure-people", count(run.people), String::new()),
            figure("crisis-figure-cases", count(run.cases), String::new()),
            figure("crisis-figure-quicker", count(run.quicker), String::new()),
            figure("crisis-figure-moved", count(run.moved), String::new()),
            figure("crisis-figure-answers", run.answers, writers),
        ],
        finds: run
            .samples
            .iter()
            .take(SHOWN)
            .map(|hit| find(lens, hit, outcome(w, &hit.post)))
            .collect(),
    }
}
