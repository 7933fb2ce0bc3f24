//! What is different between two playbooks, in words.

mod line;

use std::collections::BTreeMap;
use std::fmt;

use crate::Document;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A line that was not there.
    LineAdded {
        /// Its number.
        number: i64,
        /// Its name.
        name: String,
    },
    /// A line that is gone.
    LineRemoved {
        /// Its number.
        number: i64,
        /// Its name.
        name: String,
    },
    /// The same line under another number.
    LineMoved {
        /// The number before.
        from: i64,
        /// The number now.
        to: i64,
        /// Its name.
        name: String,
    },
    /// A line that says something else.
    LineChanged {
        /// Its number.
        number: i64,
        /// Its name now.
        name: String,
        /// What of it is different.
        parts: Vec<Part>,
    },
    /// A part of what stands around the lines.
    Around {
        /// Which, such as `section mission` or `matrix rave`.
        what: String,
        /// What of it is different.
        parts: Vec<Part>,
    },
}

/// A value that is different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which, such as `clock`.
    pub what: &'static str,
    /// Before; nothing when there was none.
    pub before: Option<String>,
    /// Now; nothing when there is none.
    pub now: Option<String>,
}

/// What is different in `new`, in the order of the file; nothing when both mean the same.
#[must_use]
pub fn diff(old: &Document, new: &Document) -> Vec<Change> {
    let mut changes = around(old, new);
    changes.extend(line::lines(old, new));
    let example = |document: &Document| {
        document.examples.iter().map(|e| format!("{} ({:?})", e.name, e)).collect::<Vec<_>>()
    };
    let (before, now) = (example(old), example(new));
    let gone = before.iter().filter(|e| !now.contains(e)).count();
    let fresh = now.iter().filter(|e| !before.contains(e)).count();
    if gone + fresh > 0 {
        let parts = vec![Part {
            what: "examples",
            before: Some(format!("{gone} that are gone or changed")),
            now: Some(format!("{fresh} that are new or changed")),
        }];
        changes.push(Change::Around { what: "examples".to_owned(), parts });
    }
    changes
}

fn around(old: &Document, new: &Document) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut add = |what: String, parts: Vec<Part>| {
        if !parts.is_empty() {
            changes.push(Change::Around { what, parts });
        }
    };
    add(
        "playbook".to_owned(),
        [
            part("name", &old.name, &new.name),
            part("industry", &old.industry, &new.industry),
            part("sign-offs", &join(&old.sign_offs), &join(&new.sign_offs)),
            part("strategies", &join(&old.strategies), &join(&new.strategies)),
            part("departments", &join(&old.names.departments), &join(&new.names.departments)),
            part("skills", &join(&old.names.skills), &join(&new.names.skills)),
            part("queues", &pairs(&old.names.queues), &pairs(&new.names.queues)),
            part("channels", &pairs(&old.names.channels), &pairs(&new.names.channels)),
            part("public turns", &old.limits.public_turns, &new.limits.public_turns),
            part("actions an hour", &old.limits.actions_an_hour, &new.limits.actions_an_hour),
            part(
                "actions of a line an hour",
                &old.limits.line_actions_an_hour,
                &new.limits.line_actions_an_hour,
            ),
            part("days of a troll label", &old.limits.troll_days, &new.limits.troll_days),
        ]
        .into_iter()
        .flatten()
        .collect(),
    );
    for ((key, before), (_, now)) in old.sections.all().into_iter().zip(new.sections.all()) {
        let parts =
            [part("owner", &before.owner, &now.owner), part("text", &before.text, &now.text)];
        add(format!("section {key}"), parts.into_iter().flatten().collect());
    }
    for row in earshot_model::Interaction::ALL {
        let cell = |document: &Document| document.matrix.get(row).cloned().unwrap_or_default();
        let (before, now) = (cell(old), cell(new));
        let parts = [
            maybe("x_like", before.x_like.as_ref(), now.x_like.as_ref()),
            maybe("facebook_like", before.facebook_like.as_ref(), now.facebook_like.as_ref()),
            maybe("clock", before.clock.as_ref(), now.clock.as_ref()),
            part("say", &before.say, &now.say),
        ];
        add(format!("matrix {row}"), parts.into_iter().flatten().collect());
    }
    changes
}

/// Both values, when they are different. Empty text counts as none.
fn part<T: ToString>(what: &'static str, before: &T, now: &T) -> Option<Part> {
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let (before, now) = (some(before.to_string()), some(now.to_string()));
    (before != now).then_some(Part { what, before, now })
}

fn maybe<T: ToString>(what: &'static str, before: Option<&T>, now: Option<&T>) -> Option<Part> {
    let text = |value: Option<&T>| value.map(ToString::to_string).unwrap_or_default();
    part(what, &text(before), &text(now))
}

fn join<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

fn pairs<T: ToString>(items: &BTreeMap<String, T>) -> String {
    join(items.iter().map(|(key, value)| format!("{key} ({})", value.to_string())))
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = |f: &mut fmt::Formatter<'_>, parts: &[Part]| {
            parts.iter().try_for_each(|part| write!(f, "\n    {part}"))
        };
        match self {
            Self::LineAdded { number, name } => write!(f, "+ line {number} \"{name}\" is new"),
            Self::LineRemoved { number, name } => write!(f, "- line {number} \"{name}\" is gone"),
            Self::LineMoved { from, to, name } => {
                write!(f, "~ line {from} \"{name}\" is now line {to}")
            }
            Self::LineChanged { number, name, parts: changed } => {
                write!(f, "~ line {number} \"{name}\"")?;
                parts(f, changed)
            }
            Self::Around { what, parts: changed } => {
                write!(f, "~ {what}")?;
                parts(f, changed)
            }
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.before, &self.now) {
            (Some(before), Some(now)) => {
                write!(f, "{}: {} -> {}", self.what, short(before), short(now))
            }
            (Some(before), None) => write!(f, "{}: no longer {}", self.what, short(before)),
            (None, Some(now)) => write!(f, "{}: now {}", self.what, short(now)),
            (None, None) => f.write_str(self.what),
        }
    }
}

/// The text on one line, cut where it gets long.
fn short(text: &str) -> String {
    const MOST: usize = 160;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    let cut: String = line.chars().take(MOST).collect();
    format!("{cut} ...")
}
