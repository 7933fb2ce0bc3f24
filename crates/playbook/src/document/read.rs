//! From the text of a file to a playbook, with every problem that stands in it.

mod examples;
mod frame;
mod lines;

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::DeTable;

use crate::names::Names;
use crate::nearest::did_you_mean;

use super::table::{At, Problems, Table};
use super::{Document, FORMAT, Problem};

/// The most bytes of a file.
const LONGEST: usize = 4 << 20;

/// What is needed while a file is read.
pub(super) struct Found<'a> {
    pub(super) problems: &'a Problems,
    /// The names that the file declares.
    pub(super) names: Names,
    /// Where each line's condition stands, in the order of the lines.
    pub(super) conditions: Vec<Range<usize>>,
    /// The numbers of the lines.
    pub(super) line_numbers: BTreeSet<i64>,
}

impl Found<'_> {
    pub(super) fn queue(&self, queue: &At<String>) {
        self.one_of(queue, "queue", self.names.queues.keys());
    }

    pub(super) fn department(&self, department: &At<String>) {
        self.one_of(department, "department", &self.names.departments);
    }

    /// The queue that a table names under this key.
    pub(super) fn queue_of(&self, table: &Table<'_, '_>, key: &'static str) -> Option<String> {
        let name = table.text(key)?;
        self.queue(&name);
        Some(name.value)
    }

    /// The department that a table names under this key.
    pub(super) fn department_of(&self, table: &Table<'_, '_>, key: &'static str) -> Option<String> {
        let name = table.text(key)?;
        self.department(&name);
        Some(name.value)
    }

    pub(super) fn channel(&self, channel: &At<String>) {
        self.one_of(channel, "channel", self.names.channels.keys());
    }

    /// A skill, which may carry a level: `rebooking:3`.
    pub(super) fn skill(&self, skill: &At<String>) {
        let (key, level) = skill.value.split_once(':').unwrap_or((&skill.value, "1"));
        if level.parse::<u8>().is_err() {
            let message = format!("\"{level}\" is no level; write a number, as in \"{key}:3\"");
            self.problems.add(skill.at.clone(), message);
        }
        let key = At { value: key.to_owned(), at: skill.at.clone() };
        self.one_of(&key, "skill", &self.names.skills);
    }

    fn one_of<'n>(
        &self,
        name: &At<String>,
        what: &str,
        known: impl IntoIterator<Item = &'n String> + Clone,
    ) {
        if known.clone().into_iter().any(|known| *known == name.value) {
            return;
        }
        let hint = did_you_mean(&name.value, known.into_iter().map(String::as_str));
        let message = format!(
            "unknown {what} \"{}\"{hint} (the names that a playbook may use stand under [names])",
            name.value
        );
        self.problems.add(name.at.clone(), message);
    }
}

/// A playbook with the places of its lines in the file.
pub(crate) struct Placed {
    pub(crate) document: Document,
    /// Where each line's condition stands, in the order of the lines.
    pub(crate) conditions: Vec<Range<usize>>,
}

impl Document {
    /// Reads the text of a file. Conditions are read with it, but only checked by
    /// [`crate::Playbook::read`] or [`crate::Playbook::compile`].
    ///
    /// # Errors
    /// Every problem, in the order of the file.
    pub fn read(file: &str) -> Result<Self, Vec<Problem>> {
        placed(file).map(|placed| placed.document)
    }
}

pub(crate) fn placed(file: &str) -> Result<Placed, Vec<Problem>> {
    if file.len() > LONGEST {
        let message = format!("the file has {} bytes; at most {LONGEST} are read", file.len());
        return Err(vec![Problem::new(0..0, message)]);
    }
    let (root, errors) = DeTable::parse_recoverable(file);
    // What follows the first error is mostly its echo.
    if let Some(error) = errors.first() {
        return Err(vec![Problem::new(error.span().unwrap_or(0..0), error.message())]);
    }
    let problems = Problems::default();
    let table = Table::new(root.get_ref(), 0..0, &problems);
    if !is_readable(&table) {
        return Err(problems.into_vec());
    }
    let mut found = Found {
        problems: &problems,
        names: Names::default(),
        conditions: Vec::new(),
        line_numbers: BTreeSet::new(),
    };
    let document = frame::read(table, &mut found);
    let Found { conditions, .. } = found;
    let mut problems = problems.into_vec();
    if problems.is_empty() {
        return Ok(Placed { document, conditions });
    }
    problems.sort_by_key(|problem| problem.at.start);
    Err(problems)
}

/// Whether the file is in a format that this version reads.
fn is_readable(table: &Table<'_, '_>) -> bool {
    match table.whole("format") {
        Some(format) if format.value == FORMAT => true,
        Some(format) if format.value > FORMAT => {
            let message = format!(
                "this playbook is in format {}, and this version of Earshot reads format {FORMAT}: \
                 update Earshot, or export the playbook again from the older one",
                format.value
            );
            table.problems.add(format.at, message);
            false
        }
        Some(format) => {
            let message = format!("there is no format {}; write format = {FORMAT}", format.value);
            table.problems.add(format.at, message);
            false
        }
        None => {
            let message = format!("this is no playbook: it does not begin with format = {FORMAT}");
            table.problems.add(0..0, message);
            false
        }
    }
}
