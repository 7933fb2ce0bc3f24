//! The playbook as people write it: one text file, for people and for version control.

mod action;
mod example;
mod line;
mod over;
mod place;
mod problem;
mod read;
mod table;
mod write;

pub use example::{Example, Expectation};
pub use line::{Line, Then};
pub use problem::Problem;

pub(crate) use place::inside;
pub(crate) use read::{Placed, placed};

use std::collections::{BTreeMap, BTreeSet};

use earshot_model::{Interaction, Place, SlaClass, Strategy};

use crate::names::Names;

/// The newest format of the file that this version reads, and the one that it writes.
pub const FORMAT: i64 = 1;

/// The most lines of a playbook.
pub const MOST_LINES: usize = 1_000;

/// A playbook before it is compiled.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// What it is called.
    pub name: String,
    /// The industry that it was made for; empty when none.
    pub industry: String,
    /// The six sections.
    pub sections: Sections,
    /// The names that lines may use.
    pub names: Names,
    /// Departments that must sign before the playbook goes to work.
    pub sign_offs: BTreeSet<String>,
    /// What lines may do at most.
    pub limits: Limits,
    /// Public or private, by type of interaction.
    pub matrix: BTreeMap<Interaction, Cell>,
    /// Ways to meet a negative post; the first is the default.
    pub strategies: Vec<Strategy>,
    /// The lines, in order of their numbers.
    pub lines: Vec<Line>,
    /// Posts with what should be decided about them.
    pub examples: Vec<Example>,
}

/// The prose of a playbook: its six sections.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sections {
    /// 1. Social mission and goals.
    pub mission: Section,
    /// 2. Social in the organization: who owns what.
    pub organization: Section,
    /// 3. Platforms: purpose, limits and tone of each.
    pub platforms: Section,
    /// 4. Processes: engagement, workflow, escalation. The lines run them.
    pub processes: Section,
    /// 5. Reporting.
    pub reporting: Section,
    /// 6. Resources.
    pub resources: Section,
}

impl Sections {
    /// Key and section, in order.
    #[must_use]
    pub fn all(&self) -> [(&'static str, &Section); 6] {
        [
            ("mission", &self.mission),
            ("organization", &self.organization),
            ("platforms", &self.platforms),
            ("processes", &self.processes),
            ("reporting", &self.reporting),
            ("resources", &self.resources),
        ]
    }

    /// The section with this key.
    pub fn named(&mut self, key: &str) -> Option<&mut Section> {
        match key {
            "mission" => Some(&mut self.mission),
            "organization" => Some(&mut self.organization),
            "platforms" => Some(&mut self.platforms),
            "processes" => Some(&mut self.processes),
            "reporting" => Some(&mut self.reporting),
            "resources" => Some(&mut self.resources),
            _ => None,
        }
    }
}

/// One section.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// Key of the department that owns it; empty when none does.
    pub owner: String,
    /// The prose.
    pub text: String,
}

/// What lines may do at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Public answers in one case; after them the matter goes on in private.
    pub public_turns: i64,
    /// Actions of all lines in an hour.
    pub actions_an_hour: u32,
    /// Actions of one line in an hour.
    pub line_actions_an_hour: u32,
    /// Days after which a confirmed troll label ends.
    pub troll_days: u32,
}

impl Default for Limits {
    /// Two public turns are the default; the rest is ours.
    fn default() -> Self {
        Self {
            public_turns: 2,
            actions_an_hour: 5_000,
            line_actions_an_hour: 1_000,
            troll_days: 30,
        }
    }
}

/// One row of the matrix: what holds for a type of interaction where no line says more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// On channels like X.
    pub x_like: Option<Place>,
    /// On channels like Facebook.
    pub facebook_like: Option<Place>,
    /// How fast.
    pub clock: Option<SlaClass>,
    /// A prepared answer.
    pub say: String,
}

impl Document {
    /// A fingerprint of the whole playbook: what a sign-off is for. SHA-256 of its text, in hex.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        digest(&self.to_string())
    }

    /// A fingerprint of the matrix: who changes it says which one they saw.
    #[must_use]
    pub fn matrix_fingerprint(&self) -> String {
        let empty = Self { matrix: self.matrix.clone(), ..Self::default() };
        empty.fingerprint()
    }

    /// The line with this number.
    #[must_use]
    pub fn line(&self, number: i64) -> Option<&Line> {
        self.lines.iter().find(|line| line.number == number)
    }

    /// Puts a line in the place of the one with the number `was`, or adds it where there is none,
    /// and keeps the lines in the order of their numbers.
    pub fn put(&mut self, was: Option<i64>, line: Line) {
        self.lines.retain(|other| Some(other.number) != was);
        self.lines.push(line);
        self.lines.sort_by_key(|line| line.number);
    }
}

impl Section {
    /// A fingerprint of the section: who changes it says which one they saw.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        digest(&format!("{}\n{}", self.owner, self.text))
    }
}

/// SHA-256 in hex.
fn digest(text: &str) -> String {
    use sha2::{Digest as _, Sha256};
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
