//! Why a case is where it is, in words.

use earshot_engage::desk::{CasePage, Handed, Lack};
use earshot_model::{Agent, AgentId};

use super::list::agent;
use crate::pages::format::{Lens, number};
use crate::pages::routed::{ConsideredView, RoutedView};
use crate::words::Words;

/// The lines below the verdict.
pub(crate) fn routed(lens: &Lens, page: &CasePage) -> RoutedView {
    let w = lens.w;
    let routed = &page.routed;
    let taken = routed.taken.as_ref().filter(|_| page.owner.is_none()).map(|taken| {
        let pairs = [
            ("name".to_owned(), name(w, &page.agents, taken.from)),
            ("time".to_owned(), lens.when(taken.at).short),
            ("how".to_owned(), taken.how.clone()),
        ];
        w.with("routed-taken", &pairs)
    });
    RoutedView {
        lacks: routed.lacks.iter().map(|lack| lacking(w, lack)).collect(),
        taken,
        considered: routed.considered.as_ref().map(|handed| considered(lens, page, handed)),
    }
}

fn considered(lens: &Lens, page: &CasePage, handed: &Handed) -> ConsideredView {
    let w = lens.w;
    let named = |id: AgentId| name(w, &page.agents, id);
    let found = &handed.considered;
    let pairs = [
        ("name".to_owned(), named(handed.to)),
        ("time".to_owned(), lens.when(handed.at).short),
        ("could".to_owned(), number(w, i64::from(found.could))),
    ];
    let mut lines = Vec::new();
    if let Some((second, edge)) = found.second.zip(found.edge.as_ref()) {
        lines.push(w.t2("routed-second", "name", named(second), "edge", edge));
    }
    if let Some(preferred) = found.preferred {
        lines.push(w.t1("routed-preferred", "name", named(preferred)));
    }
    for passed in &found.passed {
        let names: Vec<String> = passed.some.iter().map(|id| named(*id)).collect();
        let rest = usize::try_from(passed.count).unwrap_or_default().saturating_sub(names.len());
        let names = match rest {
            0 => names.join(", "),
            rest => w.t2("routed-and-more", "names", names.join(", "), "n", rest),
        };
        lines.push(w.t2("routed-passed", "why", &passed.why, "names", names));
    }
    ConsideredView { summary: w.with("routed-considered", &pairs), lines }
}

/// What is missing, in words.
pub(crate) fn lacking(w: Words, lack: &Lack) -> String {
    match lack {
        Lack::People => w.t("lack-people"),
        Lack::Skill { skill, level } => w.t2("lack-skill", "skill", skill, "level", *level),
        Lack::Language { language } => w.t1("lack-language", "language", language),
        Lack::Training { training } => w.t1("lack-training", "training", training),
        Lack::Room { weight } => w.t1("lack-room", "weight", *weight),
        Lack::Together => w.t("lack-together"),
    }
}

fn name(w: Words, agents: &[Agent], id: AgentId) -> String {
    agent(agents, id).map_or_else(|| w.t("routed-somebody"), |agent| agent.short_name.clone())
}
