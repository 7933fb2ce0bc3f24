//! What stands around the lines: names, sections, matrix, limits.

use std::collections::{BTreeMap, BTreeSet};

use earshot_model::{Family, Interaction, Place, SlaClass, Strategy};

use crate::nearest::did_you_mean;

use super::super::table::{self, Problems, Table};
use super::super::{Cell, Document, Limits, Section, Sections};
use super::{Found, examples, lines};

/// The words of a list.
macro_rules! all {
    ($list:ident) => {
        $list::ALL.iter().map(|value| value.word()).collect::<Vec<_>>()
    };
}
pub(super) use all;

pub(super) fn read(table: Table<'_, '_>, found: &mut Found<'_>) -> Document {
    // Names first: everything else is checked against them.
    if let Some(names) = table.table("names") {
        read_names(names, found);
    }
    let document = Document {
        name: table.prose("name"),
        industry: table.prose("industry"),
        sections: table.table("section").map(|t| sections(t, found)).unwrap_or_default(),
        sign_offs: sign_offs(&table, found),
        limits: table.table("limits").map(limits).unwrap_or_default(),
        matrix: table.table("matrix").as_ref().map(matrix).unwrap_or_default(),
        strategies: strategies(&table),
        lines: lines::read(table.tables("line"), found),
        examples: examples::read(table.tables("example"), found),
        names: found.names.clone(),
    };
    table.finish();
    document
}

fn read_names(names: Table<'_, '_>, found: &mut Found<'_>) {
    let set = |key| names.texts(key).into_iter().map(|name| name.value).collect::<BTreeSet<_>>();
    found.names.departments = set("departments");
    found.names.skills = set("skills");
    if let Some(queues) = names.table("queues") {
        for (key, value) in queues.all() {
            let Some(department) = table::text(value, names.problems) else { continue };
            found.department(&department);
            found.names.queues.insert(key.value, department.value);
        }
    }
    if let Some(channels) = names.table("channels") {
        for (key, value) in channels.all() {
            let Some(family) = table::text(value, names.problems) else { continue };
            match family.value.parse::<Family>() {
                Ok(family) => {
                    found.names.channels.insert(key.value, family);
                }
                Err(_) => {
                    let known = all!(Family).join(", ");
                    let message =
                        format!("\"{}\" is no family; it is one of {known}", family.value);
                    names.problems.add(family.at, message);
                }
            }
        }
    }
    names.finish();
}

fn sections(table: Table<'_, '_>, found: &Found<'_>) -> Sections {
    let one = |key: &'static str| {
        let Some(inner) = table.table(key) else { return Section::default() };
        let owner = inner.text("owner");
        if let Some(owner) = &owner {
            found.department(owner);
        }
        let owner = owner.map(|owner| owner.value).unwrap_or_default();
        let section = Section { owner, text: inner.prose("text").trim().to_owned() };
        inner.finish();
        section
    };
    let sections = Sections {
        mission: one("mission"),
        organization: one("organization"),
        platforms: one("platforms"),
        processes: one("processes"),
        reporting: one("reporting"),
        resources: one("resources"),
    };
    table.finish();
    sections
}

fn sign_offs(table: &Table<'_, '_>, found: &Found<'_>) -> BTreeSet<String> {
    let asked = table.texts("sign_offs");
    asked.iter().for_each(|department| found.department(department));
    asked.into_iter().map(|department| department.value).collect()
}

fn strategies(table: &Table<'_, '_>) -> Vec<Strategy> {
    let known = all!(Strategy);
    let mut offered = Vec::new();
    for word in table.texts("strategies") {
        match word.value.parse::<Strategy>() {
            Ok(strategy) => offered.push(strategy),
            Err(_) => {
                let hint = did_you_mean(&word.value, known.iter().copied());
                let known = known.join(", ");
                let message =
                    format!("\"{}\" is no strategy{hint}; it is one of {known}", word.value);
                table.problems.add(word.at, message);
            }
        }
    }
    offered
}

fn limits(table: Table<'_, '_>) -> Limits {
    let usual = Limits::default();
    let count = |key: &'static str, usual: u32| match table.whole(key) {
        Some(n) => u32::try_from(n.value).unwrap_or_else(|_| {
            table.problems.add(n.at, format!("{key} is a number from 0 on"));
            usual
        }),
        None => usual,
    };
    let turns = u32::try_from(usual.public_turns).unwrap_or(2);
    let limits = Limits {
        public_turns: i64::from(count("public_turns", turns)),
        actions_an_hour: count("actions_an_hour", usual.actions_an_hour),
        line_actions_an_hour: count("line_actions_an_hour", usual.line_actions_an_hour),
        troll_days: count("troll_days", usual.troll_days),
    };
    table.finish();
    limits
}

fn matrix(table: &Table<'_, '_>) -> BTreeMap<Interaction, Cell> {
    let mut matrix = BTreeMap::new();
    for (key, value) in table.all() {
        let Some(cell) = table::table(value, table.problems) else { continue };
        let cell = read_cell(cell);
        match key.value.parse::<Interaction>() {
            Ok(interaction) => {
                matrix.insert(interaction, cell);
            }
            Err(_) => unknown_row(&key.value, key.at, table.problems),
        }
    }
    matrix
}

fn unknown_row(key: &str, at: std::ops::Range<usize>, problems: &Problems) {
    let known = all!(Interaction);
    let hint = did_you_mean(key, known.iter().copied());
    let known = known.join(", ");
    problems.add(at, format!("\"{key}\" is no row of the matrix{hint}; there are {known}"));
}

fn read_cell(table: Table<'_, '_>) -> Cell {
    let cell = Cell {
        x_like: table.word("x_like", &all!(Place)),
        facebook_like: table.word("facebook_like", &all!(Place)),
        clock: table.word("clock", &all!(SlaClass)),
        say: table.prose("say").trim().to_owned(),
    };
    table.finish();
    cell
}
