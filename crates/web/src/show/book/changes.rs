//! What the draft changes, in words.

use earshot_engage::playbook::{Change, DraftBook, Miss, Part, Signing, diff};
use earshot_model::Permission;

use super::{Leaf, draft, head, word};
use crate::pages::case::Notice;
use crate::pages::format::{Lens, number};
use crate::pages::playbook::changes::{
    ChangeView, ChangesPage, CommentView, PartView, SigningView,
};
use crate::problem::Problem;
use crate::visit::Desk;
use crate::words::Words;

/// The whole page. `notice` says what was just done, or why it was not.
pub(crate) async fn page(
    desk: &Desk,
    book: &DraftBook,
    notice: Option<Notice>,
) -> Result<ChangesPage, Problem> {
    let (w, lens, eyes) = (desk.visit.words, desk.visit.lens(), &desk.staff.eyes);
    let changes = diff(&book.at_work.document, &book.document);
    let replay = match &book.replay {
        Some(row) => Some(super::replay::view(desk, &lens, book, row).await?),
        None => None,
    };
    Ok(ChangesPage {
        w,
        frame: desk.visit.frame("/playbook").await,
        head: head(desk, Leaf::Changes, &book.document, draft(w, book.next_version)),
        notice,
        seen: book.fingerprint.clone(),
        revision: book.revision.to_string(),
        may_write: eyes.holds(Permission::PlaybookWrite),
        changes: changes.iter().map(|change| view(w, change)).collect(),
        signing: book.signing.iter().map(|signing| sign(&lens, signing)).collect(),
        may_activate: eyes.holds(Permission::PlaybookActivate),
        signed: book.missing.is_none(),
        activate: w.t1("book-activate", "n", book.next_version.to_string()),
        warnings: warnings(w, book),
        misses: book.misses.iter().map(|(name, misses)| missed(w, name, misses)).collect(),
        examples: examples(w, book),
        replay,
        comments: comments(desk, book, None),
    })
}

fn warnings(w: Words, book: &DraftBook) -> Vec<String> {
    let strangers = book.strangers.iter().map(|key| w.t1("book-stranger", "name", key));
    strangers.chain(book.warnings.iter().cloned()).collect()
}

fn examples(w: Words, book: &DraftBook) -> String {
    let count = |n: usize| number(w, i64::try_from(n).unwrap_or(i64::MAX));
    match (book.examples, book.misses.len()) {
        (0, _) => String::new(),
        (all, 0) => w.t1("book-examples-pass", "n", count(all)),
        (all, missed) => w.t2("book-examples-miss", "n", count(missed), "of", count(all)),
    }
}

fn missed(w: Words, name: &str, misses: &[Miss]) -> (String, Vec<String>) {
    let say = |miss: &Miss| {
        w.with(
            "book-miss",
            &[
                ("what".to_owned(), part_label(w, miss.what)),
                ("wanted".to_owned(), word(w, miss.what, &miss.wanted)),
                ("got".to_owned(), word(w, miss.what, &miss.got)),
            ],
        )
    };
    (name.to_owned(), misses.iter().map(say).collect())
}

/// What changed between two versions; a line leads to where it stands on the page.
pub(crate) fn since(w: Words, changes: &[Change]) -> Vec<ChangeView> {
    let here = |change: &Change| {
        let href = match change {
            Change::LineAdded { number, .. } | Change::LineChanged { number, .. } => {
                Some(format!("#line-{number}"))
            }
            Change::LineMoved { to, .. } => Some(format!("#line-{to}")),
            Change::LineRemoved { .. } | Change::Around { .. } => None,
        };
        ChangeView { href, ..view(w, change) }
    };
    changes.iter().map(here).collect()
}

fn view(w: Words, change: &Change) -> ChangeView {
    let line =
        |number: &i64, name: &str| w.t2("book-change-line", "n", number.to_string(), "name", name);
    let at = |number: &i64| Some(format!("/playbook/draft/lines/{number}"));
    let made = |title: String, kind: &str, tone, href, parts| ChangeView {
        title,
        kind: w.t(kind),
        tone,
        href,
        parts,
    };
    match change {
        Change::LineAdded { number, name } => {
            made(line(number, name), "book-change-new", " pos", at(number), Vec::new())
        }
        Change::LineRemoved { number, name } => {
            made(line(number, name), "book-change-gone", " neg", None, Vec::new())
        }
        Change::LineMoved { from, to, name } => {
            let part = PartView {
                what: w.t("diff-number"),
                before: from.to_string(),
                now: to.to_string(),
                code: false,
            };
            made(line(to, name), "book-change-moved", "", at(to), vec![part])
        }
        Change::LineChanged { number, name, parts } => {
            let parts = parts.iter().map(|one| part(w, one)).collect();
            made(line(number, name), "book-change-changed", " accent", at(number), parts)
        }
        Change::Around { what, parts } => {
            let (title, href) = around(w, what);
            let parts = parts.iter().map(|one| part(w, one)).collect();
            made(title, "book-change-changed", " accent", href, parts)
        }
    }
}

/// What stands around the lines: its name, and where it is changed.
fn around(w: Words, what: &str) -> (String, Option<String>) {
    match what.split_once(' ') {
        Some(("section", key)) => {
            (w.t(format!("section-{key}")), Some(format!("/playbook/draft/sections/{key}")))
        }
        Some(("matrix", row)) => {
            let row = w.t(format!("interaction-{row}"));
            (w.t1("book-change-matrix", "row", row), Some("/playbook/draft/matrix".to_owned()))
        }
        _ if what == "examples" => {
            (w.t("book-fact-examples"), Some("/playbook/draft/text".to_owned()))
        }
        _ => (w.t("playbook-title"), Some("/playbook/draft/text".to_owned())),
    }
}

fn part(w: Words, part: &Part) -> PartView {
    let code = part.what == "condition";
    let say = |value: &Option<String>| match value {
        None => String::new(),
        Some(value) if code => value.clone(),
        Some(value) => word(w, part.what, value),
    };
    PartView {
        what: part_label(w, part.what),
        before: say(&part.before),
        now: say(&part.now),
        code,
    }
}

/// The name of a part: `follow-up` is "What follows".
pub(super) fn part_label(w: Words, what: &str) -> String {
    let key = format!("diff-{}", what.replace([' ', '_'], "-"));
    if w.knows(&key) { w.t(key) } else { what.to_owned() }
}

fn sign(lens: &Lens, signing: &Signing) -> SigningView {
    let w = lens.w;
    let (state, tone) = match &signing.signed {
        Some((by, _)) if signing.outdated => (w.t1("book-sign-outdated", "name", by), " warn"),
        Some((by, _)) => (w.t1("book-signed-by", "name", by), " pos"),
        None => (w.t("book-not-signed"), ""),
    };
    let valid = signing.signed.is_some() && !signing.outdated;
    SigningView {
        key: signing.department.clone(),
        name: signing.name.clone(),
        state,
        tone,
        when: signing.signed.as_ref().map(|(_, at)| lens.when(*at)),
        may_sign: signing.may_sign && !valid,
        may_withdraw: signing.may_sign && signing.signed.is_some(),
    }
}

/// Remarks: on one line, or all of them.
pub(super) fn comments(desk: &Desk, book: &DraftBook, line: Option<i64>) -> Vec<CommentView> {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let about = book.comments.iter().filter(|(one, _)| line.is_none() || one.line == line);
    about
        .map(|(one, by)| CommentView {
            id: one.id.to_string(),
            by: by.clone(),
            when: lens.when(one.created_at),
            text: one.text.clone(),
            about: one.line.map_or_else(String::new, |n| w.t1("verdict-line", "n", n.to_string())),
            href: one.line.map(|n| format!("/playbook/draft/lines/{n}")),
            settled: one.settled_at.is_some(),
        })
        .collect()
}
