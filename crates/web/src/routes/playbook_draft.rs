//! `/playbook/draft` and below: the draft of the next version, part by part.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use earshot_engage::Error;
use earshot_engage::playbook::{
    Begin, Cell, DraftBook, Industry, Problem as Wrong, Refusal, Section, SectionEdit,
};
use earshot_model::{Interaction, Permission, Place, SlaClass};
use serde_json::json;

use crate::answer::{done, page, page_with};
use crate::form::{Asked, At, Form};
use crate::pages::case::Notice;
use crate::pages::playbook::parts::{BeginPage, MatrixEdit, MatrixPage, SectionPage, TextPage};
use crate::pages::playbook::{BookHead, BookPage};
use crate::problem::{Answer, Problem};
use crate::routes::playbook::as_file;
use crate::show::book::{self, Leaf, read, word};
use crate::visit::Desk;
use crate::words::Words;

/// The draft; where there is none, how to begin one.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let Some(book) = find(&desk).await? else {
        return page(&begin_page(&desk, String::new(), Vec::new()).await);
    };
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let may_write = desk.staff.eyes.holds(Permission::PlaybookWrite);
    page(&BookPage {
        w,
        frame: desk.visit.frame("/playbook").await,
        head: book::head(&desk, Leaf::Draft(""), &book.document, book::draft(w, book.next_version)),
        notice: book::notice(w, asked.text("done")),
        name: book.document.name.clone(),
        editable: may_write,
        may_begin: false,
        earlier: None,
        sections: read::sections(w, &book.document),
        matrix: read::matrix(w, &book.document),
        lines: read::lines(w, &book.document, None),
        by: w.t1("playbook-changed", "name", book.by.clone().unwrap_or_default()),
        when: lens.when(book.changed_at),
        facts: read::facts(w, &book.document),
        readers: None,
        unused: Vec::new(),
        unused_of: String::new(),
        text_href: "/playbook/draft/text".to_owned(),
        edit_at: "/playbook/draft/lines/".to_owned(),
    })
}

/// The draft, if there is one.
pub(crate) async fn find(desk: &Desk) -> Result<Option<DraftBook>, Problem> {
    match desk.visit.state.engage.draft(&desk.staff).await {
        Ok(book) => Ok(Some(book)),
        Err(Error::Playbook(refusal)) if *refusal == Refusal::NoDraft => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// The draft, or the answer that it is gone.
pub(crate) async fn must(desk: &Desk) -> Result<DraftBook, Problem> {
    find(desk).await?.ok_or_else(|| {
        let mut problem = Problem::not_found();
        problem.back = Some("/playbook/draft".to_owned());
        problem
    })
}

async fn begin_page(desk: &Desk, text: String, faults: Vec<(String, String)>) -> BeginPage {
    let w = desk.visit.words;
    let words = Industry::ALL.iter().map(|industry| industry.word());
    BeginPage {
        w,
        frame: desk.visit.frame("/playbook").await,
        head: BookHead { tabs: book::tabs(w, Leaf::Draft("")), ..BookHead::default() },
        may_begin: desk.staff.eyes.holds(Permission::PlaybookWrite),
        starters: book::choices(words, "", Some(w.t("industry-none")), |word| {
            w.t(format!("industry-{word}"))
        }),
        text,
        faults,
    }
}

/// Begins a draft.
pub(crate) async fn begin(desk: Desk, form: Form) -> Answer {
    let text = form.text("text").replace("\r\n", "\n");
    let begin = if !text.trim().is_empty() {
        Begin::Text(text.clone())
    } else if let Some(version) = form.maybe::<i64>("version")? {
        Begin::Version(version)
    } else if form.0.iter().any(|(key, _)| key == "starter") {
        form.text("starter").parse().map_or(Begin::Default, Begin::Starter)
    } else {
        Begin::AtWork
    };
    match desk.visit.state.engage.begin_draft(&desk.staff, begin).await {
        Ok(()) => Ok(done(&desk.visit, "/playbook/draft?done=begun", json!({ "begun": true }))),
        Err(Error::Playbook(refusal)) if !desk.visit.json => {
            let faults = faults(desk.visit.words, &refusal, &text);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page_with(status, &begin_page(&desk, text, faults).await)
        }
        Err(other) => Err(other.into()),
    }
}

/// Throws the draft away.
pub(crate) async fn discard(desk: Desk, form: Form) -> Answer {
    let seen: i64 = form.read("seen")?;
    match desk.visit.state.engage.discard_draft(&desk.staff, seen).await {
        Ok(()) => Ok(done(&desk.visit, "/playbook?done=discarded", json!({ "discarded": true }))),
        Err(error) => super::playbook_changes::refused(&desk, error).await,
    }
}

/// A section, to write.
pub(crate) async fn section(desk: Desk, at: At) -> Answer {
    let key: String = at.get("section")?;
    let mut book = must(&desk).await?;
    let section = book.document.sections.named(&key).cloned().ok_or_else(Problem::not_found)?;
    page(&section_page(&desk, &book, &key, section.fingerprint(), section).await)
}

async fn section_page(
    desk: &Desk,
    book: &DraftBook,
    key: &str,
    seen: String,
    section: Section,
) -> SectionPage {
    let w = desk.visit.words;
    let owners = book.document.names.departments.iter().map(String::as_str);
    SectionPage {
        w,
        frame: desk.visit.frame("/playbook").await,
        head: book::head(desk, Leaf::Draft(key), &book.document, book::draft(w, book.next_version)),
        key: key.to_owned(),
        title: w.t(format!("section-{key}")),
        seen,
        owners: book::choices(owners, &section.owner, Some(w.t("book-nothing")), str::to_owned),
        text: section.text,
        fault: None,
        theirs: None,
    }
}

/// Writes a section.
pub(crate) async fn write_section(desk: Desk, at: At, form: Form) -> Answer {
    let key: String = at.get("section")?;
    let section = Section {
        owner: form.text("owner").to_owned(),
        text: form.text("text").replace("\r\n", "\n").trim().to_owned(),
    };
    let seen = form.text("seen").to_owned();
    let edit = SectionEdit { key: key.clone(), seen: seen.clone(), section: section.clone() };
    let refusal = match desk.visit.state.engage.save_section(&desk.staff, edit).await {
        Ok(()) => {
            let to = format!("/playbook/draft?done=section#section-{key}");
            return Ok(done(&desk.visit, &to, json!({ "section": key })));
        }
        Err(Error::Playbook(refusal)) if !desk.visit.json => *refusal,
        Err(other) => return Err(other.into()),
    };
    let book = must(&desk).await?;
    let mut whole = section_page(&desk, &book, &key, seen, section).await;
    let status = status(&refusal);
    match refusal {
        Refusal::SectionChanged(theirs) => {
            whole.seen = theirs.fingerprint();
            whole.theirs = Some(theirs.text);
        }
        other => whole.fault = Some(other.to_string()),
    }
    page_with(status, &whole)
}

/// 409 where somebody else was faster, 422 where what was typed cannot be used.
pub(crate) const fn status(refusal: &Refusal) -> StatusCode {
    if refusal.is_conflict() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// The matrix, to change.
pub(crate) async fn matrix(desk: Desk) -> Answer {
    let book = must(&desk).await?;
    let seen = book.document.matrix_fingerprint();
    page(&matrix_page(&desk, &book, seen, &book.document.matrix, None).await)
}

type Matrix = BTreeMap<Interaction, Cell>;

async fn matrix_page(
    desk: &Desk,
    book: &DraftBook,
    seen: String,
    matrix: &Matrix,
    theirs: Option<&Matrix>,
) -> MatrixPage {
    let w = desk.visit.words;
    let row = |interaction: &Interaction| {
        let cell = matrix.get(interaction).cloned().unwrap_or_default();
        let stored = theirs.map(|theirs| theirs.get(interaction).cloned().unwrap_or_default());
        matrix_row(w, *interaction, &cell, stored.is_some_and(|stored| stored != cell))
    };
    let state = book::draft(w, book.next_version);
    MatrixPage {
        w,
        frame: desk.visit.frame("/playbook").await,
        head: book::head(desk, Leaf::Draft("matrix"), &book.document, state),
        seen,
        rows: Interaction::ALL.iter().map(row).collect(),
        fault: theirs.map(|_| w.t("book-conflict-matrix")),
    }
}

fn matrix_row(w: Words, interaction: Interaction, cell: &Cell, differs: bool) -> MatrixEdit {
    let places = |chosen: Option<Place>| {
        let words = Place::ALL.iter().map(|word| word.word());
        let chosen = chosen.map(Place::word).unwrap_or_default();
        book::choices(words, chosen, Some("–".to_owned()), |value| word(w, "visibility", value))
    };
    let clocks = SlaClass::ALL.iter().map(|word| word.word());
    let clock = cell.clock.map(SlaClass::word).unwrap_or_default();
    MatrixEdit {
        key: interaction.word().to_owned(),
        label: w.t(format!("interaction-{interaction}")),
        x_like: places(cell.x_like),
        facebook_like: places(cell.facebook_like),
        clock: book::choices(clocks, clock, Some("–".to_owned()), |value| {
            word(w, "clock", value)
        }),
        say: cell.say.clone(),
        differs,
    }
}

/// Writes the matrix.
pub(crate) async fn write_matrix(desk: Desk, form: Form) -> Answer {
    let typed: Matrix = Interaction::ALL
        .iter()
        .filter_map(|interaction| {
            let text = |column: &str| form.text(&format!("{interaction}-{column}"));
            let cell = Cell {
                x_like: text("x_like").parse().ok(),
                facebook_like: text("facebook_like").parse().ok(),
                clock: text("clock").parse().ok(),
                say: text("say").replace("\r\n", "\n").trim().to_owned(),
            };
            (cell != Cell::default()).then_some((*interaction, cell))
        })
        .collect();
    let seen = form.text("seen").to_owned();
    let saved = desk.visit.state.engage.save_matrix(&desk.staff, &seen, typed.clone()).await;
    let theirs = match saved {
        Ok(()) => {
            let to = "/playbook/draft?done=matrix#matrix";
            return Ok(done(&desk.visit, to, json!({ "matrix": true })));
        }
        Err(Error::Playbook(refusal)) if !desk.visit.json => match *refusal {
            Refusal::MatrixChanged(theirs) => theirs,
            other => return Err(Error::from(other).into()),
        },
        Err(other) => return Err(other.into()),
    };
    let book = must(&desk).await?;
    let seen = book.document.matrix_fingerprint();
    let whole = matrix_page(&desk, &book, seen, &typed, Some(&theirs)).await;
    page_with(StatusCode::CONFLICT, &whole)
}

/// The whole draft as text.
pub(crate) async fn text(desk: Desk) -> Answer {
    let book = must(&desk).await?;
    page(&text_page(&desk, &book, book.fingerprint.clone(), book.text.clone()).await)
}

async fn text_page(desk: &Desk, book: &DraftBook, seen: String, text: String) -> TextPage {
    let w = desk.visit.words;
    let may_write = desk.staff.eyes.holds(Permission::PlaybookWrite);
    let state = book::draft(w, book.next_version);
    TextPage {
        w,
        frame: desk.visit.frame("/playbook").await,
        head: book::head(desk, Leaf::Text(None), &book.document, state),
        seen: may_write.then_some(seen),
        text,
        file: "/playbook/draft/file".to_owned(),
        faults: Vec::new(),
        fault: None,
    }
}

/// Puts a whole text in the place of the draft's.
pub(crate) async fn write_text(desk: Desk, form: Form) -> Answer {
    let text = form.text("text").replace("\r\n", "\n");
    let seen = form.text("seen").to_owned();
    let refusal = match desk.visit.state.engage.save_text(&desk.staff, &seen, &text).await {
        Ok(()) => {
            let to = "/playbook/draft?done=text";
            return Ok(done(&desk.visit, to, json!({ "text": true })));
        }
        Err(Error::Playbook(refusal)) if !desk.visit.json => *refusal,
        Err(other) => return Err(other.into()),
    };
    let book = must(&desk).await?;
    let w = desk.visit.words;
    let found = faults(w, &refusal, &text);
    let mut whole = text_page(&desk, &book, book.fingerprint.clone(), text).await;
    whole.fault = match &refusal {
        Refusal::DraftChanged => Some(w.t("book-conflict-text")),
        Refusal::Faulty(_) => None,
        other => Some(other.to_string()),
    };
    whole.faults = found;
    page_with(status(&refusal), &whole)
}

/// Every problem of a text with its place: "line 12, character 9".
fn faults(w: Words, refusal: &Refusal, text: &str) -> Vec<(String, String)> {
    let Refusal::Faulty(problems) = refusal else { return Vec::new() };
    let place = |problem: &Wrong| {
        let (line, column) = problem.position(text);
        w.t2("book-text-place", "line", line.to_string(), "column", column.to_string())
    };
    problems.iter().map(|problem| (place(problem), problem.message.clone())).collect()
}

/// The draft as a file.
pub(crate) async fn file(desk: Desk) -> Answer {
    let book = must(&desk).await?;
    Ok(as_file(&book.document, &format!("playbook-{}-draft.toml", book.next_version)))
}

/// A notice that tells of a refusal.
pub(crate) fn bad(text: String) -> Option<Notice> {
    Some(Notice { tone: "bad", text })
}
