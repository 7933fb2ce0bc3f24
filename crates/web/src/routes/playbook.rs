//! `GET /playbook` and below: the version at work, the versions before it, and their texts.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use earshot_engage::playbook::{Book, Document};
use earshot_model::Permission;
use serde_json::json;

use crate::answer::{done, page};
use crate::form::{Asked, At, Form};
use crate::pages::playbook::parts::{TextPage, VersionLine, VersionsPage};
use crate::pages::playbook::{BookHead, BookPage};
use crate::problem::{Answer, Problem};
use crate::show::book::{self, Leaf, read};
use crate::visit::Desk;

/// The version at work.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let book = desk.visit.state.engage.book(&desk.staff, None).await?;
    let notice = book::notice(desk.visit.words, asked.text("done"));
    let mut whole = whole(&desk, &book, Leaf::AtWork).await?;
    whole.notice = notice;
    page(&whole)
}

/// A version, at work or not.
pub(crate) async fn version(desk: Desk, at: At) -> Answer {
    let n: i64 = at.get("version")?;
    let book = desk.visit.state.engage.book(&desk.staff, Some(n)).await?;
    page(&whole(&desk, &book, Leaf::Version(n)).await?)
}

/// The reader says that they have read the version at work.
pub(crate) async fn confirm(desk: Desk, form: Form) -> Answer {
    let version = form.read::<i64>("version")?;
    desk.visit.state.engage.confirm_playbook(&desk.staff, version).await?;
    Ok(done(&desk.visit, "/playbook?done=read", json!({ "version": version, "read": true })))
}

async fn whole(desk: &Desk, book: &Book, leaf: Leaf<'_>) -> Result<BookPage, Problem> {
    let (w, lens, eyes) = (desk.visit.words, desk.visit.lens(), &desk.staff.eyes);
    let has_draft = desk.visit.state.engage.has_draft(&desk.staff).await?;
    let used = read::Used { lines: &book.used, of: book.looked_at };
    let by = book.by.as_ref();
    let readers = match leaf {
        Leaf::AtWork => Some(desk.visit.state.engage.playbook_readers(&desk.staff).await?),
        _ => None,
    };
    Ok(BookPage {
        w,
        frame: desk.visit.frame("/playbook").await,
        head: book::head(desk, leaf, &book.document, book::version(w, book.version, book.active)),
        notice: None,
        name: book.document.name.clone(),
        editable: false,
        may_begin: eyes.holds(Permission::PlaybookWrite) && !has_draft,
        earlier: (!book.active).then(|| book.version.to_string()),
        sections: read::sections(w, &book.document),
        matrix: read::matrix(w, &book.document),
        lines: read::lines(w, &book.document, Some(&used)),
        by: by
            .map_or_else(|| w.t("playbook-since"), |name| w.t1("playbook-since-by", "name", name)),
        when: lens.when(book.created_at),
        facts: read::facts(w, &book.document),
        readers: readers.map(|readers| read::readers(&lens, &readers)),
        unused: read::unused(&book.document, &used),
        unused_of: w.t1("book-unused-of", "of", book.looked_at),
        text_href: format!("/playbook/versions/{}/text", book.version),
        edit_at: String::new(),
    })
}

/// The list of versions.
pub(crate) async fn versions(desk: Desk) -> Answer {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let rows = desk.visit.state.engage.playbook_versions(&desk.staff).await?;
    let line = |row: &earshot_engage::playbook::VersionRow| VersionLine {
        label: w.t1("playbook-version", "n", row.version.to_string()),
        href: format!("/playbook/versions/{}", row.version),
        active: row.active,
        by: row.by.clone().unwrap_or_else(|| w.t("book-by-setup")),
        when: lens.when(row.created_at),
        file: format!("/playbook/versions/{}/file", row.version),
    };
    page(&VersionsPage {
        w,
        frame: desk.visit.frame("/playbook").await,
        head: BookHead { tabs: book::tabs(w, Leaf::Versions), ..BookHead::default() },
        versions: rows.iter().map(line).collect(),
    })
}

/// The text of a version, to read.
pub(crate) async fn text(desk: Desk, at: At) -> Answer {
    let (n, w): (i64, _) = (at.get("version")?, desk.visit.words);
    let book = desk.visit.state.engage.book(&desk.staff, Some(n)).await?;
    let state = book::version(w, book.version, book.active);
    page(&TextPage {
        w,
        frame: desk.visit.frame("/playbook").await,
        head: book::head(&desk, Leaf::Text(Some(n)), &book.document, state),
        seen: None,
        text: book.document.to_string(),
        file: format!("/playbook/versions/{n}/file"),
        faults: Vec::new(),
        fault: None,
    })
}

/// The text of a version, as a file.
pub(crate) async fn file(desk: Desk, at: At) -> Answer {
    let n: i64 = at.get("version")?;
    let book = desk.visit.state.engage.book(&desk.staff, Some(n)).await?;
    Ok(as_file(&book.document, &format!("playbook-{n}.toml")))
}

/// A playbook as a file to keep.
pub(crate) fn as_file(document: &Document, name: &str) -> axum::response::Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let kind = "text/plain; charset=utf-8";
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], document.to_string())
        .into_response()
}
