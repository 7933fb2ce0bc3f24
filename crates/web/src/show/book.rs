//! From a playbook to its pages: what stands above and beside them, its words, sections, matrix, lines.

pub(crate) mod catch;
pub(crate) mod changes;
pub(crate) mod condition;
pub(crate) mod line;
pub(crate) mod read;
pub(crate) mod replay;
pub(crate) mod typed;

use earshot_engage::playbook::{Document, Line};
use earshot_model::{Permission, Place, Process};

use crate::pages::case::{Choice, Notice};
use crate::pages::mark::Chip;
use crate::pages::playbook::{BookHead, BookTab, LineGroup, LineLink};
use crate::visit::Desk;
use crate::words::Words;

/// Which page of the playbook it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaf<'a> {
    /// The version at work.
    AtWork,
    /// An earlier version.
    Version(i64),
    /// The draft, at this part of it: a number, a section, `matrix` or nothing.
    Draft(&'a str),
    /// What the draft changes.
    Changes,
    /// A text; of the draft or of a version.
    Text(Option<i64>),
    /// The list of versions.
    Versions,
    /// How it is followed.
    Use,
}

/// What stands above and beside a page. `document` is what the page is about.
pub(crate) fn head(desk: &Desk, leaf: Leaf<'_>, document: &Document, state: Chip) -> BookHead {
    let w = desk.visit.words;
    let may_write = desk.staff.eyes.holds(Permission::PlaybookWrite);
    let draft = matches!(leaf, Leaf::Draft(_) | Leaf::Changes | Leaf::Text(None));
    let at = match leaf {
        Leaf::Draft(at) => at,
        _ => "",
    };
    let to_edit = draft && may_write;
    BookHead {
        state: Some(state),
        note: String::new(),
        tabs: tabs(w, leaf),
        groups: groups(w, document, to_edit, at, &base(leaf)),
        new_line: to_edit.then(|| "/playbook/draft/lines/new".to_owned()),
    }
}

/// Where the whole of what a page is about stands.
fn base(leaf: Leaf<'_>) -> String {
    match leaf {
        Leaf::Draft(_) | Leaf::Changes | Leaf::Text(None) => "/playbook/draft".to_owned(),
        Leaf::Version(n) | Leaf::Text(Some(n)) => format!("/playbook/versions/{n}"),
        Leaf::AtWork | Leaf::Versions | Leaf::Use => "/playbook".to_owned(),
    }
}

/// The pages of the playbook.
pub(crate) fn tabs(w: Words, leaf: Leaf<'_>) -> Vec<BookTab> {
    let tab = |href: &str, key: &str, current: bool| BookTab {
        href: href.to_owned(),
        label: w.t(key),
        current,
    };
    vec![
        tab("/playbook", "book-at-work", leaf == Leaf::AtWork),
        tab("/playbook/draft", "book-draft", matches!(leaf, Leaf::Draft(_) | Leaf::Text(None))),
        tab("/playbook/draft/changes", "book-changes", leaf == Leaf::Changes),
        tab(
            "/playbook/versions",
            "book-versions",
            matches!(leaf, Leaf::Versions | Leaf::Version(_) | Leaf::Text(Some(_))),
        ),
        tab("/playbook/use", "book-use", leaf == Leaf::Use),
    ]
}

fn groups(w: Words, book: &Document, edit: bool, at: &str, base: &str) -> Vec<LineGroup> {
    let mut sections: Vec<LineLink> = book
        .sections
        .all()
        .into_iter()
        .zip(1..)
        .map(|((key, _), n): (_, usize)| LineLink {
            href: if edit {
                format!("/playbook/draft/sections/{key}")
            } else {
                format!("{base}#section-{key}")
            },
            number: n.to_string(),
            name: w.t(format!("section-{key}")),
            drawing: None,
            current: at == key,
            off: false,
        })
        .collect();
    sections.push(LineLink {
        href: if edit { "/playbook/draft/matrix".to_owned() } else { format!("{base}#matrix") },
        number: String::new(),
        name: w.t("book-matrix"),
        drawing: Some("grid"),
        current: at == "matrix",
        off: false,
    });
    let mut groups = vec![LineGroup { label: w.t("book-prose"), lines: sections }];
    for process in Process::ALL {
        let lines: Vec<LineLink> = book
            .lines
            .iter()
            .filter(|line| line.process == *process)
            .map(|line| link(line, edit, at, base))
            .collect();
        if !lines.is_empty() {
            groups.push(LineGroup { label: w.t(format!("process-{process}")), lines });
        }
    }
    groups
}

fn link(line: &Line, edit: bool, at: &str, base: &str) -> LineLink {
    let number = line.number.to_string();
    LineLink {
        href: if edit {
            format!("/playbook/draft/lines/{number}")
        } else {
            format!("{base}#line-{number}")
        },
        name: line.name.clone(),
        drawing: drawing(line),
        current: at == number,
        off: line.off,
        number,
    }
}

/// Where a line answers, as a drawing.
fn drawing(line: &Line) -> Option<&'static str> {
    match (line.then.warranted, line.then.visibility) {
        (Some(earshot_model::Outcome::Leave), _) => Some("ban"),
        (Some(earshot_model::Outcome::Record), _) => Some("book"),
        (_, Some(Place::Private)) => Some("lock"),
        (_, Some(Place::Public | Place::PublicThenPrivate | Place::Reaction)) => Some("globe"),
        _ => None,
    }
}

/// "Version 14".
pub(crate) fn version(w: Words, n: i64, active: bool) -> Chip {
    let tone = if active { " accent" } else { "" };
    Chip { label: w.t1("playbook-version", "n", n.to_string()), drawing: None, tone }
}

/// "Draft 15".
pub(crate) fn draft(w: Words, n: i64) -> Chip {
    let label = w.t1("book-draft-n", "n", n.to_string());
    Chip { label, drawing: Some("note"), tone: " warn" }
}

/// The words of a list to choose from, a blank one first.
pub(crate) fn choices<'a>(
    words: impl IntoIterator<Item = &'a str>,
    chosen: &str,
    blank: Option<String>,
    label: impl Fn(&str) -> String,
) -> Vec<Choice> {
    let first =
        blank.map(|label| Choice { value: String::new(), label, chosen: chosen.is_empty() });
    let others = words.into_iter().map(|word| Choice {
        value: word.to_owned(),
        label: label(word),
        chosen: word == chosen,
    });
    first.into_iter().chain(others).collect()
}

/// The line that says what was just done.
pub(crate) fn notice(w: Words, done: &str) -> Option<Notice> {
    let key = match done {
        "begun" => "book-done-begun",
        "line" => "book-done-line",
        "removed" => "book-done-removed",
        "section" => "book-done-section",
        "matrix" => "book-done-matrix",
        "text" => "book-done-text",
        "signed" => "book-done-signed",
        "withdrawn" => "book-done-withdrawn",
        "activated" => "book-done-activated",
        "read" => "readers-done",
        "discarded" => "book-done-discarded",
        _ => return None,
    };
    Some(Notice { tone: "good", text: w.t(key) })
}

/// A word of the playbook in the reader's language, where there is one; a key of the organization as it
/// is.
pub(crate) fn word(w: Words, what: &str, value: &str) -> String {
    if value.is_empty() || value == "none" && matches!(what, "queue" | "department" | "approval") {
        return w.t("book-nothing");
    }
    let key = match what {
        "warranted" => format!("outcome-{value}"),
        "clock" => format!("playbook-sla-{value}"),
        "visibility" | "x_like" | "facebook_like" => format!("playbook-place-{value}"),
        "process" => format!("process-{value}"),
        "state" => format!("book-state-{}", value.replace(' ', "-")),
        "strategy" => format!("strategy-{value}"),
        "interaction" => format!("interaction-{value}"),
        _ => return value.to_owned(),
    };
    if w.knows(&key) { w.t(key) } else { value.to_owned() }
}
