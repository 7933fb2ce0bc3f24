//! A playbook to read: prose, matrix, lines, and what is known of it.

use std::collections::HashMap;

use earshot_engage::playbook::{Document, Line, Readers};
use earshot_model::{Action, Interaction, Outcome, Place, SlaClass};

use super::{changes, word};
use crate::pages::format::{Lens, number};
use crate::pages::mark::Chip;
use crate::pages::playbook::{LineView, MatrixRow, ReadersView, SectionView};
use crate::words::Words;

/// Who has read the version at work.
pub(crate) fn readers(lens: &Lens, readers: &Readers) -> ReadersView {
    let w = lens.w;
    let (since, changes) = match &readers.since {
        Some((before, changes)) => {
            (w.t1("readers-since", "n", before.to_string()), changes::since(w, changes))
        }
        None => (String::new(), Vec::new()),
    };
    let people = readers.people.as_deref().unwrap_or_default();
    let missing: Vec<String> = people
        .iter()
        .filter(|(_, read)| read.is_none())
        .map(|(agent, _)| agent.name.clone())
        .collect();
    let have = people.len() - missing.len();
    ReadersView {
        version: readers.version.to_string(),
        mine: readers.mine.map(|at| lens.when(at)),
        since,
        changes,
        share: if people.is_empty() {
            String::new()
        } else {
            w.t2("readers-share", "n", have, "of", people.len())
        },
        missing,
    }
}

/// The six sections.
pub(crate) fn sections(w: Words, document: &Document) -> Vec<SectionView> {
    let section = |(n, (key, section)): (usize, (&str, &earshot_engage::playbook::Section))| {
        let paragraphs = section.text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
        SectionView {
            key: key.to_owned(),
            title: format!("{n}. {}", w.t(format!("section-{key}"))),
            owner: match section.owner.as_str() {
                "" => String::new(),
                owner => w.t1("book-owned-by", "name", owner),
            },
            paragraphs: paragraphs.map(ToOwned::to_owned).collect(),
        }
    };
    (1..).zip(document.sections.all()).map(section).collect()
}

/// The matrix, every type of interaction.
pub(crate) fn matrix(w: Words, document: &Document) -> Vec<MatrixRow> {
    let say = |what: &str, value: Option<&'static str>| match value {
        Some(value) => word(w, what, value),
        None => "–".to_owned(),
    };
    let row = |interaction: &Interaction| {
        let cell = document.matrix.get(interaction).cloned().unwrap_or_default();
        MatrixRow {
            key: interaction.word().to_owned(),
            label: w.t(format!("interaction-{interaction}")),
            x_like: say("visibility", cell.x_like.map(Place::word)),
            facebook_like: say("visibility", cell.facebook_like.map(Place::word)),
            clock: say("clock", cell.clock.map(SlaClass::word)),
            say: cell.say,
        }
    };
    Interaction::ALL.iter().map(row).collect()
}

/// How often lines had a part in the latest posts.
pub(crate) struct Used<'a> {
    pub(crate) lines: &'a HashMap<i64, usize>,
    pub(crate) of: usize,
}

/// The lines.
pub(crate) fn lines(w: Words, document: &Document, used: Option<&Used<'_>>) -> Vec<LineView> {
    document.lines.iter().map(|source| line(w, source, used)).collect()
}

fn line(w: Words, source: &Line, used: Option<&Used<'_>>) -> LineView {
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
    actions.extend(then.approval.as_ref().map(|who| w.t1("playbook-approval", "department", who)));
    actions.extend(then.strategy.map(|strategy| w.t(format!("strategy-{strategy}"))));
    actions.extend(then.follow_up.map(|later| {
        let what = w.t(format!("follow-{}", later.what));
        w.t2("playbook-later", "what", what, "n", later.minutes.to_string())
    }));
    actions.extend(then.next.iter().map(|action| does(w, action)));
    LineView {
        number: source.number.to_string(),
        title: source.name.clone(),
        why: source.why.clone(),
        condition: source.when.clone(),
        outcome: Chip { label, drawing: None, tone },
        off: source.off,
        channels: match source.channels.as_slice() {
            [] => String::new(),
            some => w.t1("book-only-on", "channels", some.join(", ")),
        },
        actions,
        used: used.filter(|used| used.of > 0).map(|used| says_used(w, source.number, used)),
    }
}

/// "12 of the last 2,000 posts".
fn says_used(w: Words, line: i64, used: &Used<'_>) -> String {
    let count = |n: usize| number(w, i64::try_from(n).unwrap_or(i64::MAX));
    let n = used.lines.get(&line).copied().unwrap_or(0);
    w.t2("playbook-used", "n", count(n), "of", count(used.of))
}

/// The lines at work that had no part in any of the latest posts: number and name.
pub(crate) fn unused(document: &Document, used: &Used<'_>) -> Vec<(String, String)> {
    if used.of == 0 {
        return Vec::new();
    }
    let idle = |line: &&Line| !line.off && !used.lines.contains_key(&line.number);
    let lines = document.lines.iter().filter(idle);
    lines.map(|line| (line.number.to_string(), line.name.clone())).collect()
}

/// What is known of a playbook: label and value.
pub(crate) fn facts(w: Words, document: &Document) -> Vec<(String, String)> {
    let count = |n: usize| number(w, i64::try_from(n).unwrap_or(i64::MAX));
    let or_none = |text: String| if text.is_empty() { w.t("book-nothing") } else { text };
    let listed = |words: Vec<String>| or_none(words.join(", "));
    let strategies =
        document.strategies.iter().map(|strategy| w.t(format!("strategy-{strategy}"))).collect();
    vec![
        (w.t("book-fact-lines"), count(document.lines.len())),
        (w.t("book-fact-examples"), count(document.examples.len())),
        (w.t("book-fact-signs"), listed(document.sign_offs.iter().cloned().collect())),
        (w.t("book-fact-strategies"), listed(strategies)),
        (w.t("book-fact-turns"), number(w, document.limits.public_turns)),
    ]
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
