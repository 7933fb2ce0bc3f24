//! `GET /settings/data`: how long data is kept, what is held, and whom to erase.

use earshot_engage::custody::{Class, ClassRow, FailingJob, HoldRow, MOST_COUNTED, Somebody};
use earshot_model::{Permission, Time};

use crate::answer::page;
use crate::form::Asked;
use crate::pages::case::Notice;
use crate::pages::data::{ClassLine, DataPage, HoldLine, JobLine, PersonLine, Persons, Sure};
use crate::pages::format::{Lens, number};
use crate::problem::{Answer, Problem};
use crate::visit::Desk;
use crate::words::Words;

/// The path, by which the navigation knows it.
pub(crate) const PATH: &str = "/settings/data";

/// The page; `q=` searches for a person.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let w = desk.visit.words;
    let notice = match asked.text("done") {
        word @ ("kept" | "held" | "lifted" | "erased" | "again") => {
            Some(Notice { tone: "good", text: w.t(format!("data-{word}")) })
        }
        _ => None,
    };
    page(&whole(&desk, asked.text("q"), notice, None).await?)
}

/// The page with what it has to say.
pub(crate) async fn whole(
    desk: &Desk,
    asked: &str,
    notice: Option<Notice>,
    sure: Option<Sure>,
) -> Result<DataPage, Problem> {
    let frame = desk.visit.frame(PATH).await;
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let engage = &desk.visit.state.engage;
    let kept = engage.retention(&desk.staff).await?;
    let failing = engage.failing_jobs(&desk.staff).await?;
    let persons = if desk.staff.eyes.holds(Permission::PersonErase) {
        let found = engage.somebody(&desk.staff, asked).await?;
        let holds = engage.holds(&desk.staff).await?;
        Some(Persons {
            asked: asked.to_owned(),
            found: found.iter().map(person).collect(),
            holds: holds.iter().map(|hold| line(&lens, hold)).collect(),
        })
    } else {
        None
    };
    Ok(DataPage {
        w,
        frame,
        notice,
        next_run: next_run(&lens, kept.next_run),
        classes: kept.classes.iter().map(|row| class(w, row)).collect(),
        sure,
        jobs: failing.iter().map(|row| job(&lens, row)).collect(),
        persons,
    })
}

fn next_run(lens: &Lens, next: Option<Time>) -> String {
    match next {
        Some(next) => lens.w.t1("retention-next", "time", lens.hour(next)),
        None => lens.w.t("retention-hourly"),
    }
}

fn class(w: Words, row: &ClassRow) -> ClassLine {
    ClassLine {
        word: row.class.word().to_owned(),
        name: name(w, row.class),
        hint: w.t(format!("class-{}-hint", row.class.word())),
        days: row.days,
        usual: w.t1("retention-usual", "n", row.class.default_days()),
        due: counted(w, row.due),
    }
}

/// A job by its name; one of a newer version has none here.
fn job(lens: &Lens, row: &FailingJob) -> JobLine {
    let name = match row.kind.as_str() {
        word @ ("retention" | "expectations") => lens.w.t(format!("job-{word}")),
        other => other.to_owned(),
    };
    JobLine {
        id: row.id.to_string(),
        name,
        problem: row.problem.clone(),
        tries: row.attempts,
        next: row.parked_at.is_none().then(|| lens.when(row.run_at)),
    }
}

/// The name of a class.
pub(crate) fn name(w: Words, class: Class) -> String {
    w.t(format!("class-{}", class.word()))
}

/// A count that stops somewhere.
pub(crate) fn counted(w: Words, n: i64) -> String {
    if n >= MOST_COUNTED { w.t1("count-and-more", "n", number(w, n)) } else { number(w, n) }
}

fn person(who: &Somebody) -> PersonLine {
    PersonLine {
        id: who.id.to_string(),
        name: who.name.clone(),
        handles: handles(who),
        held: who.held,
    }
}

/// "mirela on mastodon, mcosta on forum".
pub(crate) fn handles(who: &Somebody) -> String {
    let one = |(channel, handle): &(String, String)| format!("{handle} ({channel})");
    who.handles.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn line(lens: &Lens, hold: &HoldRow) -> HoldLine {
    let id = uuid::Uuid::from_slice(&hold.id).map(|id| id.to_string()).unwrap_or_default();
    HoldLine {
        id,
        name: hold.person_name.clone(),
        reason: hold.reason.clone(),
        by: hold.agent_name.clone(),
        since: lens.when(hold.created_at),
        lifted: hold.lifted_at.map(|at| lens.when(at)),
    }
}
