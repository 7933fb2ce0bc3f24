//! `GET /playbook/use`: how the playbook is followed, and where it does not say.

use earshot_engage::playbook::{Adherence, Document, Followed, Grey, GreyReason};
use earshot_model::Permission;

use crate::answer::page;
use crate::form::Asked;
use crate::pages::case::Choice;
use crate::pages::format::{Lens, number};
use crate::pages::listeners::Find;
use crate::pages::mark::{ChannelMark, Chip};
use crate::pages::playbook::BookHead;
use crate::pages::playbook::followed::{FollowedLine, FollowedPage, PlacedLine};
use crate::pages::report::Figure;
use crate::pages::runs::Run;
use crate::problem::Answer;
use crate::routes::reports::PERIODS;
use crate::show::advice::reason_key;
use crate::show::book::{self, Leaf};
use crate::show::listening::part;
use crate::visit::Desk;
use crate::words::Words;

/// The page.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let (w, engage) = (desk.visit.words, &desk.visit.state.engage);
    let days = asked.text("days").parse().ok().filter(|days| PERIODS.contains(days)).unwrap_or(30);
    let book = engage.book(&desk.staff, None).await?;
    let seen = engage.adherence(&desk.staff, days).await?;
    let period = |choice: &u16| Choice {
        value: choice.to_string(),
        label: w.t1("report-days", "n", u32::from(*choice)),
        chosen: *choice == days,
    };
    let lens = desk.visit.lens();
    let key = if seen.cut { "followed-of-newest" } else { "followed-of" };
    let shown = count(w, seen.grey.len());
    let cut = seen.grey_count > seen.grey.len();
    let may_write = desk.staff.eyes.holds(Permission::PlaybookWrite);
    page(&FollowedPage {
        w,
        frame: desk.visit.frame("/playbook").await,
        head: BookHead { tabs: book::tabs(w, Leaf::Use), ..BookHead::default() },
        periods: PERIODS.iter().map(period).collect(),
        of: w.t1(key, "n", count(w, seen.looked_at)),
        figures: figures(w, &seen),
        lines: lines(w, &seen, &book.document),
        departments: seen
            .by_department
            .iter()
            .map(|(name, followed)| line(w, name.clone(), None, *followed))
            .collect(),
        places: seen
            .by_interaction
            .iter()
            .map(|(interaction, placed)| PlacedLine {
                name: w.t(format!("interaction-{interaction}")),
                answers: number(w, placed.answers),
                suggested: number(w, placed.suggested),
                elsewhere: part(placed.elsewhere, placed.suggested),
            })
            .collect(),
        grey: seen.grey.iter().map(|grey| find(&lens, grey)).collect(),
        grey_of: if cut {
            w.t2("followed-grey-of", "all", count(w, seen.grey_count), "n", shown)
        } else {
            String::new()
        },
        write: may_write.then(|| "/playbook/draft/lines/new".to_owned()),
    })
}

fn count(w: Words, n: usize) -> String {
    number(w, i64::try_from(n).unwrap_or(i64::MAX))
}

fn figures(w: Words, seen: &Adherence) -> Vec<Figure> {
    let figure =
        |key: &str, value: String, note: String, bad| Figure { label: w.t(key), value, note, bad };
    let all = seen.all;
    vec![
        figure("followed-made", number(w, all.made), String::new(), false),
        figure("followed-share", share(all), String::new(), mostly_aside(all)),
        figure("followed-unanswered", number(w, all.unanswered()), String::new(), false),
        figure("followed-grey", count(w, seen.grey_count), String::new(), false),
    ]
}

/// The lines that suggested something, the most first.
fn lines(w: Words, seen: &Adherence, document: &Document) -> Vec<FollowedLine> {
    let mut rows: Vec<(i64, Followed)> =
        seen.by_line.iter().map(|(number, followed)| (*number, *followed)).collect();
    rows.sort_by_key(|(number, followed)| (std::cmp::Reverse(followed.made), *number));
    let row = |(number, followed): (i64, Followed)| {
        if number == 0 {
            return line(w, w.t("followed-house"), None, followed);
        }
        let known = document.lines.iter().find(|one| one.number == number);
        let name = w.t1("verdict-line", "n", number.to_string());
        let name = known.map_or_else(|| name.clone(), |one| format!("{name}: {}", one.name));
        let href = known.map(|_| format!("/playbook#line-{number}"));
        line(w, name, href, followed)
    };
    rows.into_iter().map(row).collect()
}

fn line(w: Words, name: String, href: Option<String>, followed: Followed) -> FollowedLine {
    FollowedLine {
        name,
        href,
        made: number(w, followed.made),
        share: share(followed),
        taken: number(w, followed.taken),
        left: number(w, followed.left),
        otherwise: number(w, followed.otherwise),
        unanswered: number(w, followed.unanswered()),
        bad: mostly_aside(followed),
    }
}

fn share(followed: Followed) -> String {
    part(followed.taken, followed.made - followed.unanswered())
}

/// Set aside rather than taken, and often enough to mean something.
const fn mostly_aside(followed: Followed) -> bool {
    let aside = followed.left + followed.otherwise;
    aside >= 3 && aside > followed.taken
}

fn find(lens: &Lens, grey: &Grey) -> Find {
    let (w, post) = (lens.w, &grey.post);
    let chip = match grey.why {
        GreyReason::Undecided => Chip::plain(w.t("followed-undecided")),
        GreyReason::Said(reason) => {
            Chip { tone: " warn", ..Chip::plain(w.t(reason_key(reason.word()))) }
        }
    };
    let by = match (&grey.by, grey.line) {
        (None, _) => post.person_name.clone(),
        (Some(name), 0) => w.t2("followed-said", "customer", &post.person_name, "name", name),
        (Some(name), line) => {
            let said = w.t2("followed-said", "customer", &post.person_name, "name", name);
            format!("{said}, {}", w.t1("verdict-line", "n", line.to_string()))
        }
    };
    Find {
        channel: ChannelMark::of(w, &post.channel, Some(post.surface)),
        runs: Run::plain(&post.text),
        language: post.claimed_language.clone(),
        by,
        when: lens.when(grey.at),
        chip: Some(chip),
        href: post.case_id.map(|case| format!("/cases/{case}")),
    }
}
