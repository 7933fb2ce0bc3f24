//! What is allowed, and probably not meant.

use std::collections::{BTreeMap, BTreeSet};

use earshot_model::{Action, Interaction, Outcome, tag};

use crate::{Document, Line, Playbook};

/// What a careful colleague would ask about a playbook before it goes to work.
#[must_use]
pub fn warnings(document: &Document, playbook: &Playbook) -> Vec<String> {
    let mut found = Vec::new();
    prose(document, &mut found);
    matrix(document, &mut found);
    reach(document, &mut found);
    suggestions(document, &mut found);
    queues(document, &mut found);
    circles(document, playbook, &mut found);
    misspelt(playbook, &mut found);
    untried(document, playbook, &mut found);
    found
}

fn prose(document: &Document, found: &mut Vec<String>) {
    for (key, section) in document.sections.all() {
        if section.text.is_empty() {
            found.push(format!("the section \"{key}\" is empty"));
        } else if section.owner.is_empty() {
            found.push(format!("the section \"{key}\" has no owner"));
        }
    }
}

/// Empty cells.
fn matrix(document: &Document, found: &mut Vec<String>) {
    for interaction in Interaction::ALL {
        let cell = document.matrix.get(interaction);
        let empty = [
            ("x_like", cell.is_none_or(|cell| cell.x_like.is_none())),
            ("facebook_like", cell.is_none_or(|cell| cell.facebook_like.is_none())),
            ("clock", cell.is_none_or(|cell| cell.clock.is_none())),
        ];
        let empty: Vec<&str> =
            empty.into_iter().filter(|(_, empty)| *empty).map(|(name, _)| name).collect();
        if !empty.is_empty() {
            found.push(format!("the matrix has nothing for {interaction}: {}", empty.join(", ")));
        }
    }
}

/// Lines behind one that always decides.
fn reach(document: &Document, found: &mut Vec<String>) {
    let at_work = |line: &&Line| !line.off && line.channels.is_empty();
    let mut lines = document.lines.iter().filter(at_work);
    let end = lines.find(|line| line.when.trim() == "true" && line.then.warranted.is_some());
    let Some(end) = end else { return };
    for line in lines {
        let (n, by) = (line.number, end.number);
        found.push(format!("line {n} is never reached: line {by} always decides before it"));
    }
}

/// An answer without a suggestion.
fn suggestions(document: &Document, found: &mut Vec<String>) {
    let says = |line: &Line| {
        let suggests =
            |action: &Action| !matches!(action, Action::Tag { .. } | Action::Notify { .. });
        line.then.next.iter().any(suggests)
    };
    let row_says = |line: &Line| match line.then.interaction {
        Some(row) => document.matrix.get(&row).is_some_and(|cell| !cell.say.is_empty()),
        None => document.matrix.values().any(|cell| !cell.say.is_empty()),
    };
    for line in document.lines.iter().filter(|line| line.then.warranted == Some(Outcome::Respond)) {
        if !says(line) && !row_says(line) {
            found.push(format!("line {} asks for an answer and suggests nothing", line.number));
        }
    }
}

fn queues(document: &Document, found: &mut Vec<String>) {
    let named: BTreeSet<&String> =
        document.lines.iter().filter_map(|line| line.then.queue.as_ref()).collect();
    for queue in document.names.queues.keys().filter(|queue| !named.contains(queue)) {
        found.push(format!("no line sends anything to the queue \"{queue}\""));
    }
}

/// Tags that lead from line to line and back: the loop guard would cut them at run time.
fn circles(document: &Document, playbook: &Playbook, found: &mut Vec<String>) {
    let mut given: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for line in &document.lines {
        for action in &line.then.next {
            if let Action::Tag { tag } = action {
                given.entry(tag).or_default().push(line.number);
            }
        }
    }
    for line in &playbook.lines {
        let mut behind = BTreeSet::new();
        let mut open: Vec<i64> = vec![line.number];
        while let Some(number) = open.pop() {
            let asked = playbook.lines.iter().find(|l| l.number == number);
            let tags = asked.map(|l| l.condition.tags()).unwrap_or_default();
            for by in tags.iter().filter_map(|tag| given.get(tag.as_str())).flatten() {
                if behind.insert(*by) {
                    open.push(*by);
                }
            }
        }
        if behind.contains(&line.number) {
            let behind: Vec<String> = behind.iter().map(i64::to_string).collect();
            found.push(format!(
                "line {} asks for a tag that comes from itself (by way of the lines {}); the loop \
                 guard asks it once",
                line.number,
                behind.join(", ")
            ));
        }
    }
}

/// Conditions that ask for a tag as none is stored.
fn misspelt(playbook: &Playbook, found: &mut Vec<String>) {
    for line in &playbook.lines {
        for asked in line.condition.tags() {
            let kept = tag(&asked);
            if kept.as_ref() != Some(&asked) {
                let hint = kept.map(|kept| format!(": write '{kept}'")).unwrap_or_default();
                let n = line.number;
                found.push(format!("line {n} asks for the tag '{asked}', which no case has{hint}"));
            }
        }
    }
}

fn untried(document: &Document, playbook: &Playbook, found: &mut Vec<String>) {
    let mut tried = BTreeSet::new();
    for trial in playbook.try_examples(document) {
        tried.extend(trial.decision.reasons.iter().filter_map(|reason| reason.line));
    }
    let untried: Vec<String> = playbook
        .lines()
        .map(|(n, _)| n)
        .filter(|n| !tried.contains(n))
        .map(|n| n.to_string())
        .collect();
    if !untried.is_empty() {
        found.push(format!("no example tries the lines {}", untried.join(", ")));
    }
}
