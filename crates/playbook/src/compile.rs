//! From a document to a playbook that runs.

use std::collections::BTreeMap;

use earshot_model::Interaction;

use crate::condition::{Condition, Field, Needs, bit};
use crate::document::{Cell, Document, Limits, Line, Problem, Then, inside, placed};
use crate::index::Index;
use crate::names::Names;
use crate::{ConditionError, LineError};

/// One version of the organization's policy, ready to run.
#[derive(Debug)]
pub struct Playbook {
    pub(crate) version: i64,
    pub(crate) names: Names,
    pub(crate) limits: Limits,
    pub(crate) matrix: BTreeMap<Interaction, Cell>,
    /// The lines that are at work: those for all channels, then those of single channels, each in
    /// the order of their numbers.
    pub(crate) lines: Vec<Ready>,
    pub(crate) index: Index,
}

/// A line, ready to run.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) number: i64,
    pub(crate) name: String,
    pub(crate) channels: Vec<String>,
    pub(crate) then: Then,
    pub(crate) condition: Condition,
}

impl Playbook {
    /// Makes a playbook of a document.
    ///
    /// # Errors
    /// Every line that cannot be used, with what to do about it. One bad line refuses the whole
    /// version: half a policy is worse than the version before.
    pub fn compile(version: i64, document: &Document) -> Result<Self, Vec<LineError>> {
        let (mut lines, mut errors) = (Vec::new(), Vec::new());
        for line in &document.lines {
            match Condition::compile(&line.when, &document.names) {
                // A line that rests is checked all the same, so that it can be woken.
                Ok(condition) if !line.off => lines.push(ready(line, condition)),
                Ok(_) => {}
                Err(error) => errors.push(failed(line, error)),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        lines.sort_by_key(|line| (!line.channels.is_empty(), line.number));
        let needs: Vec<Needs> = lines.iter().map(|line| needs(line, &document.names)).collect();
        Ok(Self {
            version,
            names: document.names.clone(),
            limits: document.limits,
            matrix: document.matrix.clone(),
            index: Index::new(&needs, &document.names),
            lines,
        })
    }

    /// Reads the text of a file and makes a playbook of it.
    ///
    /// # Errors
    /// Every problem, with its place in the file.
    pub fn read(version: i64, file: &str) -> Result<(Document, Self), Vec<Problem>> {
        let found = placed(file)?;
        match Self::compile(version, &found.document) {
            Ok(playbook) => Ok((found.document, playbook)),
            Err(errors) => Err(errors.iter().map(|error| found.problem(file, error)).collect()),
        }
    }

    /// The version's number.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// Numbers and names of the lines that are at work: those for all channels first.
    pub fn lines(&self) -> impl Iterator<Item = (i64, &str)> {
        self.lines.iter().map(|line| (line.number, line.name.as_str()))
    }

    /// The most steps that one post can cost, all lines together.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.lines.iter().map(|line| line.condition.steps()).fold(0, u64::saturating_add)
    }
}

fn ready(line: &Line, condition: Condition) -> Ready {
    Ready {
        number: line.number,
        name: line.name.clone(),
        channels: line.channels.clone(),
        then: line.then.clone(),
        condition,
    }
}

fn failed(line: &Line, error: ConditionError) -> LineError {
    LineError { number: line.number, name: line.name.clone(), error }
}

/// What must be so for a line to hold: what its condition needs, on its channels.
fn needs(line: &Ready, names: &Names) -> Needs {
    let mut needs = line.condition.needs(names);
    let bits = line.channels.iter().map(|channel| bit(Field::Channel, channel, names));
    let mask = bits.map(|bit| bit.map(|bit| 1_u64 << bit)).try_fold(0, |all, one| Some(all | one?));
    if let Some(mask) = mask.filter(|mask| *mask != 0) {
        needs.entry(Field::Channel).and_modify(|known| *known &= mask).or_insert(mask);
    }
    needs
}

impl crate::document::Placed {
    fn problem(&self, file: &str, error: &LineError) -> Problem {
        let place = self.document.lines.iter().position(|line| line.number == error.number);
        let line = place.and_then(|place| self.document.lines.get(place));
        let outer = place.and_then(|place| self.conditions.get(place)).cloned().unwrap_or(0..0);
        let when = line.map(|line| line.when.as_str()).unwrap_or_default();
        let at = inside(file, &outer, when, &error.error.at);
        Problem { at, message: error.to_string() }
    }
}
