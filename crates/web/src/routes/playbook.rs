//! `GET /playbook`: the lines that decide.

use earshot_engage::desk::{Line, PlaybookPage as Playbook};
use earshot_model::{Action, Outcome};

use crate::answer::page;
use crate::pages::format::number;
use crate::pages::mark::Chip;
use crate::pages::playbook::{LineView, PlaybookPage};
use crate::problem::Answer;
use crate::visit::Desk;
use crate::words::Words;

/// The page.
pub(crate) async fn show(desk: Desk) -> Answer {
    let frame = desk.visit.frame("/playbook").await;
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let playbook = desk.visit.state.engage.playbook(&desk.staff).await?;
    page(&PlaybookPage {
        w,
        frame,
        version: w.t1("playbook-version", "n", playbook.version.to_string()),
        changed_by: w.t("playbook-since"),
        when: lens.when(playbook.created_at),
        lines: playbook.lines.iter().map(|source| line(w, source, &playbook)).collect(),
    })
}

fn line(w: Words, source: &Line, playbook: &Playbook) -> LineView {
    let then = &source.then;
    let (label, tone) = match then.warranted {
        Some(outcome @ Outcome::Respond) => (w.t(format!("outcome-{outcome}")), " accent"),
        Some(outcome) => (w.t(format!("outcome-{outcome}")), ""),
        None => (w.t("outcome-none"), " line-only"),
    };
    let mut actions = Vec::new();
    actions.extend(then.queue.as_ref().map(|queue| w.t1("playbook-queue", "queue", queue)));
    if !then.skills.is_empty() {
        actions.push(w.t1("playbook-skills", "skills", then.skills.join(", ")));
    }
    actions.extend(then.visibility.map(|place| w.t(format!("playbook-place-{place}"))));
    actions.extend(then.clock.map(|sla| w.t(format!("playbook-sla-{sla}"))));
    actions.extend(then.next.iter().map(|action| does(w, action)));
    LineView {
        number: source.number.to_string(),
        title: source.name.clone(),
        condition: source.when.clone(),
        outcome: Chip { label, drawing: None, tone },
        actions,
        used: (playbook.looked_at > 0).then(|| used(w, source, playbook)),
    }
}

/// "12 of the last 2,000 posts".
fn used(w: Words, source: &Line, playbook: &Playbook) -> String {
    let count = |n: usize| number(w, i64::try_from(n).unwrap_or(i64::MAX));
    let used = playbook.used.get(&source.number).copied().unwrap_or(0);
    w.t2("playbook-used", "n", count(used), "of", count(playbook.looked_at))
}

fn does(w: Words, action: &Action) -> String {
    match action {
        Action::SuggestReply { text, .. } => w.t1("playbook-suggest", "text", text),
        Action::SuggestPrivate => w.t("next-private"),
        Action::Tag { tag } => w.t1("playbook-tag", "tag", tag),
        Action::Notify { queue } => w.t1("playbook-notify", "queue", queue),
        Action::Consult { department, minutes } => {
            let minutes = minutes.to_string();
            w.t2("playbook-consult", "department", department, "n", minutes)
        }
        Action::Search { words } => w.t1("playbook-search", "words", words),
        Action::CloseInPublic => w.t("playbook-close"),
    }
}
