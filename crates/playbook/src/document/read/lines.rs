//! Lines of the file.

use std::collections::BTreeMap;

use earshot_model::{FollowUp, Interaction, Later, Outcome, Place, Process, SlaClass, Strategy};

use super::super::table::{At, Table};
use super::super::{Line, MOST_LINES, Then, action};
use super::Found;
use super::frame::all;

pub(super) fn read(tables: Vec<Table<'_, '_>>, found: &mut Found<'_>) -> Vec<Line> {
    let mut numbers: BTreeMap<i64, String> = BTreeMap::new();
    let mut lines = Vec::new();
    for table in tables {
        let (at, problems) = (table.at.clone(), table.problems);
        let placed = table.whole("number");
        let (condition, line) = read_line(table, placed.as_ref(), found);
        let number_at = placed.map_or(at, |number| number.at);
        if let Some(other) = numbers.insert(line.number, line.name.clone()) {
            let message = format!(
                "line {} is also \"{other}\"; give each line a number of its own",
                line.number
            );
            problems.add(number_at.clone(), message);
        }
        if lines.len() == MOST_LINES {
            let message = format!("a playbook holds at most {MOST_LINES} lines; remove some");
            problems.add(number_at, message);
        }
        lines.push((condition, line));
    }
    found.line_numbers = lines.iter().map(|(_, line)| line.number).collect();
    lines.sort_by_key(|(_, line)| line.number);
    found.conditions.extend(lines.iter().map(|(condition, _)| condition.clone()));
    lines.into_iter().map(|(_, line)| line).collect()
}

fn read_line(
    table: Table<'_, '_>,
    number: Option<&At<i64>>,
    found: &mut Found<'_>,
) -> (std::ops::Range<usize>, Line) {
    let missing = |key: &str| {
        table.problems.add(table.at.clone(), format!("this line has no `{key}`"));
    };
    let number = number.map(|number| number.value).unwrap_or_else(|| {
        missing("number");
        0
    });
    let when = table.text("when").unwrap_or_else(|| {
        missing("when");
        At { value: "true".to_owned(), at: table.at.clone() }
    });
    let name = table.prose("name");
    if name.trim().is_empty() {
        missing("name");
    }
    let channels = table.texts("channels");
    channels.iter().for_each(|channel| found.channel(channel));
    let line = Line {
        number,
        name,
        process: table.word("process", &all!(Process)).unwrap_or(Process::Engagement),
        why: table.prose("why").trim().to_owned(),
        off: table.yes("off"),
        channels: channels.into_iter().map(|channel| channel.value).collect(),
        when: when.value,
        then: then(&table, found),
    };
    table.finish();
    (when.at, line)
}

fn then(table: &Table<'_, '_>, found: &mut Found<'_>) -> Then {
    let (department, queue, approval) = (
        found.department_of(table, "department"),
        found.queue_of(table, "queue"),
        found.department_of(table, "approval"),
    );
    let skills = table.texts("skills");
    skills.iter().for_each(|skill| found.skill(skill));
    Then {
        warranted: table.word("warranted", &all!(Outcome)),
        department,
        queue,
        skills: skills.into_iter().map(|skill| skill.value).collect(),
        visibility: table.word("visibility", &all!(Place)),
        clock: table.word("clock", &all!(SlaClass)),
        interaction: table.word("interaction", &all!(Interaction)),
        strategy: table.word("strategy", &all!(Strategy)),
        approval,
        follow_up: table.table("follow_up").and_then(follow_up),
        next: table.tables("next").into_iter().filter_map(|t| action::read(t, found)).collect(),
    }
}

fn follow_up(table: Table<'_, '_>) -> Option<Later> {
    let what = table.word("what", &all!(FollowUp));
    let minutes = table.whole("minutes");
    if what.is_none() || minutes.is_none() {
        table.problems.add(table.at.clone(), "a follow-up needs `what` and `minutes`");
    }
    let minutes = minutes.and_then(|n| {
        let read = u32::try_from(n.value).ok().filter(|minutes| *minutes > 0);
        if read.is_none() {
            table.problems.add(n.at, "minutes is a number from 1 on");
        }
        read
    });
    table.finish();
    Some(Later { what: what?, minutes: minutes? })
}
