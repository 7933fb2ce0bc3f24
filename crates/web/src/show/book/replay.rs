//! What a replay of stored posts found.

use std::collections::{BTreeMap, BTreeSet};

use earshot_engage::playbook::{Differs, DraftBook, Replay};
use earshot_listen::{Change, Counts, Rehearsal};
use earshot_model::{PostId, Time};

use super::changes::part_label;
use super::word;
use crate::pages::format::{Lens, number};
use crate::pages::playbook::changes::{KindView, PartView, ReplayView};
use crate::problem::Problem;
use crate::visit::Desk;
use crate::words::Words;

/// How many characters of a post stand beside its change.
const SAY: usize = 160;

/// A replay as the page shows it.
pub(super) async fn view(
    desk: &Desk,
    lens: &Lens,
    book: &DraftBook,
    row: &Replay,
) -> Result<ReplayView, Problem> {
    let w = lens.w;
    let days = row.to_at.since(row.from_at) / Time::DAY;
    let mut view = ReplayView {
        title: w.t1("book-replay-of", "n", days),
        progress: None,
        progress_says: String::new(),
        problem: row.problem.clone(),
        outdated: row.fingerprint != book.fingerprint,
        summary: String::new(),
        rows: Vec::new(),
        staffing: String::new(),
        kinds: Vec::new(),
        rarer: String::new(),
    };
    if row.finished_at.is_none() {
        let all = row.expected.max(row.done).max(1);
        view.progress = Some((row.done.to_string(), all.to_string()));
        view.progress_says =
            w.t2("book-replay-so-far", "n", number(w, row.done), "of", number(w, row.expected));
        return Ok(view);
    }
    let Some(report) = &row.report else { return Ok(view) };
    let found: Rehearsal = serde_json::from_str(report).map_err(Problem::broken)?;
    let count = |n: u64| number(w, i64::try_from(n).unwrap_or(i64::MAX));
    view.summary = w.with(
        "book-replay-summary",
        &[
            ("n".to_owned(), count(found.differ)),
            ("of".to_owned(), count(found.posts)),
            ("same".to_owned(), count(found.by_other_lines)),
        ],
    );
    view.rows = rows(w, &found.old, &found.new);
    view.staffing = staffing(w, &found);
    view.kinds = kinds(desk, &found).await?;
    if found.rarer > 0 {
        view.rarer = w.t1("book-replay-rarer", "n", count(found.rarer));
    }
    Ok(view)
}

fn staffing(w: Words, found: &Rehearsal) -> String {
    let (old, new) = (found.old.people, found.new.people);
    if (old - new).abs() < 0.05 {
        return String::new();
    }
    w.t2("book-replay-staffing", "old", format!("{old:.1}"), "new", format!("{new:.1}"))
}

/// What becomes more or less; a word that neither playbook uses is left out.
fn rows(w: Words, old: &Counts, new: &Counts) -> Vec<(String, String, String, bool)> {
    let count = |n: u64| number(w, i64::try_from(n).unwrap_or(i64::MAX));
    let mut rows = Vec::new();
    let mut add = |label: String, old: u64, new: u64| {
        if old + new > 0 {
            rows.push((label, count(old), count(new), old != new));
        }
    };
    let mut each = |what: &str, old: &BTreeMap<String, u64>, new: &BTreeMap<String, u64>| {
        let words: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for key in words {
            let of = |side: &BTreeMap<String, u64>| side.get(key).copied().unwrap_or(0);
            let label = match what {
                "queue" if key == "none" => w.t("book-replay-no-queue"),
                "queue" => w.t1("playbook-queue", "queue", key),
                what => word(w, what, key),
            };
            add(label, of(old), of(new));
        }
    };
    each("warranted", &old.outcomes, &new.outcomes);
    each("clock", &old.clocks, &new.clocks);
    each("visibility", &old.places, &new.places);
    each("queue", &old.queues, &new.queues);
    add(w.t("book-replay-in-time"), old.in_time, new.in_time);
    add(w.t("book-replay-late"), old.late, new.late);
    add(w.t("book-replay-unanswered"), old.unanswered, new.unanswered);
    add(w.t("book-replay-undecided"), old.undecided, new.undecided);
    add(w.t("book-replay-busiest"), old.busiest_hour, new.busiest_hour);
    rows
}

async fn kinds(desk: &Desk, found: &Rehearsal) -> Result<Vec<KindView>, Problem> {
    let w = desk.visit.words;
    let ids: Vec<PostId> =
        found.changes.iter().filter_map(|change| change.example.parse().ok()).collect();
    let seen = desk.visit.state.engage.posts_behind(&desk.staff, &ids).await?;
    let view = |change: &Change| {
        let id: Option<PostId> = change.example.parse().ok();
        let post = seen.iter().find(|post| Some(post.post_id) == id);
        KindView {
            parts: change.differs.iter().map(|differs| part(w, differs)).collect(),
            posts: w.t1(
                "book-replay-alike",
                "n",
                number(w, i64::try_from(change.posts).unwrap_or(0)),
            ),
            example: post.map_or_else(String::new, |post| post.text.chars().take(SAY).collect()),
            language: post.and_then(|post| post.claimed_language.clone()),
            href: post.and_then(|post| post.case_id).map(|case| format!("/cases/{case}")),
            lines: w.t2(
                "book-replay-lines",
                "old",
                list(w, &change.old_lines),
                "new",
                list(w, &change.new_lines),
            ),
        }
    };
    Ok(found.changes.iter().map(view).collect())
}

fn list(w: Words, lines: &[i64]) -> String {
    if lines.is_empty() {
        return w.t("book-nothing");
    }
    lines.iter().map(i64::to_string).collect::<Vec<_>>().join(" + ")
}

fn part(w: Words, differs: &Differs) -> PartView {
    let say = |value: &str| {
        if value.is_empty() { String::new() } else { word(w, &differs.what, value) }
    };
    PartView {
        what: part_label(w, &differs.what),
        before: say(&differs.before),
        now: say(&differs.now),
        code: false,
    }
}
