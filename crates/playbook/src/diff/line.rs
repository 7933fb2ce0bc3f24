//! Differences of lines.

use std::collections::BTreeMap;

use crate::{Document, Line};

use super::{Change, Part, join, maybe, part};

/// What is different about the lines, in order of their numbers.
pub(super) fn lines(old: &Document, new: &Document) -> Vec<Change> {
    let by_number = |document: &Document| {
        document.lines.iter().map(|line| (line.number, line.clone())).collect::<BTreeMap<_, _>>()
    };
    let (before, now) = (by_number(old), by_number(new));
    let gone: Vec<&Line> = before.values().filter(|l| !now.contains_key(&l.number)).collect();
    let mut moved = Vec::new();
    let mut changes: Vec<(i64, Change)> = Vec::new();
    for line in now.values() {
        let number = line.number;
        if let Some(was) = before.get(&number) {
            let parts = parts(was, line);
            if !parts.is_empty() {
                let name = line.name.clone();
                changes.push((number, Change::LineChanged { number, name, parts }));
            }
            continue;
        }
        let name = line.name.clone();
        let same =
            gone.iter().find(|was| parts(was, line).is_empty() && !moved.contains(&was.number));
        if let Some(was) = same {
            moved.push(was.number);
            changes.push((number, Change::LineMoved { from: was.number, to: number, name }));
        } else {
            changes.push((number, Change::LineAdded { number, name }));
        }
    }
    for line in gone.into_iter().filter(|line| !moved.contains(&line.number)) {
        let (number, name) = (line.number, line.name.clone());
        changes.push((number, Change::LineRemoved { number, name }));
    }
    changes.sort_by_key(|(number, _)| *number);
    changes.into_iter().map(|(_, change)| change).collect()
}

/// What is different about one line, its number aside.
fn parts(old: &Line, new: &Line) -> Vec<Part> {
    let (was, is) = (&old.then, &new.then);
    let rests = |line: &Line| if line.off { "rests" } else { "at work" };
    let actions = |line: &Line| line.then.next.iter().map(say).collect::<Vec<_>>().join("; ");
    let later = |line: &Line| {
        line.then
            .follow_up
            .map(|l| format!("{} after {} minutes", l.what, l.minutes))
            .unwrap_or_default()
    };
    [
        part("name", &old.name, &new.name),
        part("process", &old.process, &new.process),
        part("why", &old.why, &new.why),
        part("state", &rests(old), &rests(new)),
        part("channels", &join(&old.channels), &join(&new.channels)),
        part("condition", &old.when, &new.when),
        maybe("warranted", was.warranted.as_ref(), is.warranted.as_ref()),
        maybe("department", was.department.as_ref(), is.department.as_ref()),
        maybe("queue", was.queue.as_ref(), is.queue.as_ref()),
        part("skills", &join(&was.skills), &join(&is.skills)),
        maybe("visibility", was.visibility.as_ref(), is.visibility.as_ref()),
        maybe("clock", was.clock.as_ref(), is.clock.as_ref()),
        maybe("interaction", was.interaction.as_ref(), is.interaction.as_ref()),
        maybe("strategy", was.strategy.as_ref(), is.strategy.as_ref()),
        maybe("approval", was.approval.as_ref(), is.approval.as_ref()),
        part("follow-up", &later(old), &later(new)),
        part("next", &actions(old), &actions(new)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// An action in a few words.
fn say(action: &earshot_model::Action) -> String {
    use earshot_model::Action;
    match action {
        Action::SuggestReply { audience, text } => format!("reply in {audience}: {text}"),
        Action::SuggestPrivate => "move to private".to_owned(),
        Action::Tag { tag } => format!("tag {tag}"),
        Action::Notify { queue } => format!("tell {queue}"),
        Action::Consult { department, minutes } => {
            format!("ask {department} within {minutes} minutes")
        }
        Action::Search { words } => format!("look up {words}"),
        Action::CloseInPublic => "close in public".to_owned(),
    }
}
