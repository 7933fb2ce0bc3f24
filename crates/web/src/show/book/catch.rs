//! What a line of the draft would catch among the newest posts.

use std::fmt::Write as _;

use earshot_engage::playbook::{Document, DraftBook, Line, Playbook};
use earshot_listen::Catch;
use earshot_model::PostId;

use super::typed::Typed;
use crate::pages::format::number;
use crate::pages::listeners::Find;
use crate::pages::mark::ChannelMark;
use crate::pages::playbook::line::CatchView;
use crate::pages::runs::Run;
use crate::problem::Problem;
use crate::visit::Desk;
use crate::words::Words;

/// The most posts that are shown as text.
const SHOWN: usize = 6;
/// How many squares stand in a row.
const A_ROW: usize = 25;

/// What the line would catch; nothing while there are no posts, or the draft with it cannot run.
pub(super) async fn catch(
    desk: &Desk,
    book: &DraftBook,
    typed: &Typed,
    line: &Line,
) -> Result<Option<CatchView>, Problem> {
    let was = typed.was.parse::<i64>().ok();
    let mut document: Document = book.document.clone();
    if was != Some(line.number) && document.line(line.number).is_some() {
        return Ok(None);
    }
    document.put(was, line.clone());
    let Ok(draft) = Playbook::compile(0, &document) else { return Ok(None) };
    let (state, staff) = (&desk.visit.state, &desk.staff);
    let found = state.listen.catches(staff.org, &draft, line.number, was).await;
    let found = found.map_err(Problem::broken)?;
    if found.is_empty() {
        return Ok(None);
    }
    let newest: Vec<PostId> =
        found.iter().rev().filter(|one| one.now).take(SHOWN * 3).map(|one| one.post).collect();
    let seen = state.engage.posts_behind(staff, &newest).await?;
    let lens = desk.visit.lens();
    let finds = newest.iter().filter_map(|id| seen.iter().find(|post| post.post_id == *id));
    let finds = finds.take(SHOWN).map(|post| Find {
        channel: ChannelMark::of(lens.w, &post.channel, Some(post.surface)),
        runs: Run::split(&post.text, &[]),
        language: post.claimed_language.clone(),
        by: post.person_name.clone(),
        when: lens.when(post.posted_at),
        chip: None,
        href: post.case_id.map(|case| format!("/cases/{case}")),
    });
    Ok(Some(view(lens.w, &found, book.at_work.version, finds.collect())))
}

fn view(w: Words, found: &[Catch], at_work: i64, finds: Vec<Find>) -> CatchView {
    let count = |n: usize| number(w, i64::try_from(n).unwrap_or(i64::MAX));
    let how_many = |which: fn(&Catch) -> bool| found.iter().filter(|one| which(one)).count();
    let caught = how_many(|one| one.now);
    let before = how_many(|one| one.before);
    let kept = how_many(|one| one.now && one.before);
    let fresh = how_many(|one| one.now && !one.before);
    let lost = how_many(|one| !one.now && one.before);
    let rest = found.len().saturating_sub(caught).saturating_sub(lost);
    let says = w.with(
        "book-catch-says",
        &[
            ("n".to_owned(), count(caught)),
            ("of".to_owned(), count(found.len())),
            ("version".to_owned(), at_work.to_string()),
            ("before".to_owned(), count(before)),
        ],
    );
    let label = w.with(
        "book-catch-grid",
        &[
            ("of".to_owned(), count(found.len())),
            ("n".to_owned(), count(caught)),
            ("fresh".to_owned(), count(fresh)),
        ],
    );
    let key = |key: &str, n: usize| w.t1(key, "n", count(n));
    let mut keys = vec![(key("book-catch-kept", kept), ""), (key("book-catch-fresh", fresh), "k4")];
    if lost > 0 {
        keys.push((key("book-catch-lost", lost), "kb"));
    }
    keys.push((key("book-catch-not", rest), "k5"));
    CatchView {
        caught: count(caught),
        of: w.t1("book-catch-of", "of", count(found.len())),
        says,
        grid: grid(&found.iter().map(|one| (one.before, one.now)).collect::<Vec<_>>(), &label),
        keys,
        finds,
    }
}

/// The posts as squares, oldest first: whether each was caught before, and is now.
pub(crate) fn grid(found: &[(bool, bool)], label: &str) -> String {
    let rows = found.len().div_ceil(A_ROW).max(1);
    let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let (width, height) = (A_ROW * 13 - 3, rows * 13 - 3);
    let mut svg = format!(
        "<svg class=\"dotgrid\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{label}\">"
    );
    for (place, one) in found.iter().enumerate() {
        let class = match one {
            (true, true) => " class=\"y\"",
            (false, true) => " class=\"n\"",
            (true, false) => " class=\"x\"",
            (false, false) => "",
        };
        let (x, y) = (place % A_ROW * 13, place / A_ROW * 13);
        let _written =
            write!(svg, "<rect{class} x=\"{x}\" y=\"{y}\" width=\"10\" height=\"10\" rx=\"2.5\"/>");
    }
    svg.push_str("</svg>");
    svg
}
