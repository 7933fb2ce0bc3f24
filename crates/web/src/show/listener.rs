//! The editor of a listener: what was typed, how it is read, and what it finds.

use earshot_engage::desk::Listener;
use earshot_model::{Actor, ListenerPurpose, Permission};
use earshot_record::listening::DayFinds;
use earshot_record::{Query, Rehearsal, Version};

use crate::chart::{Chart, ChartData, Series, bars};
use crate::pages::format::{Lens, number, percent};
use crate::pages::listener::{ListenerPage, VersionView};
use crate::pages::listeners::Find;
use crate::pages::mark::Chip;
use crate::pages::report::Figure;
use crate::problem::Problem;
use crate::routes::listeners::purposes;
use crate::show::listening::{a_day, find, outcome, part};
use crate::show::reading::{reading, say};
use crate::visit::Desk;
use crate::words::Words;

/// How far back a dry run looks, in days.
const TRIED: u16 = 7;
/// How far back the chart of a listener at work looks, in days.
const WORKED: u16 = 30;
/// Finds below a listener at work.
const FINDS: usize = 12;

/// What stands in the form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub(crate) name: String,
    pub(crate) purpose: Option<ListenerPurpose>,
    pub(crate) query: String,
    pub(crate) active: bool,
    pub(crate) name_fault: Option<String>,
}

impl Typed {
    /// What is stored.
    pub(crate) fn stored(listener: &Listener) -> Self {
        Self {
            name: listener.name.clone(),
            purpose: Some(listener.purpose),
            query: listener.query.clone(),
            active: listener.active,
            name_fault: None,
        }
    }
}

/// What stands on the right: of a dry run, or of the listener at work.
struct Found {
    title: String,
    none: String,
    figures: Vec<Figure>,
    chart: Option<Chart>,
    finds: Vec<Find>,
}

/// What stands beside the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    /// What the stored listener found.
    AtWork,
    /// What the query of the form finds in the posts of the last days.
    Tried,
    /// Nothing: somebody types, and asks after each pause how the query is read.
    Nothing,
}

/// The page.
pub(crate) async fn whole(
    desk: &Desk,
    stored: Option<&Listener>,
    typed: Typed,
    beside: Beside,
) -> Result<ListenerPage, Problem> {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let frame = desk.visit.frame("/listeners").await;
    let names = desk.visit.state.engage.names_in(&desk.staff, &typed.query).await?;
    let own = Some(typed.name.as_str()).filter(|name| !name.trim().is_empty());
    let (mut reading, query) = reading(w, &typed.query, &names, own);
    let found = match (query, stored) {
        (Some(query), _) if beside == Beside::Tried => {
            let (run, found) = tried(desk, &lens, stored, &typed.query, &query).await?;
            say(w, &typed.query, &query, &run.explanation, &mut reading);
            found
        }
        (_, Some(stored)) if beside != Beside::Nothing => at_work(desk, &lens, stored).await?,
        _ => Found {
            title: w.t("listener-lately"),
            none: w.t1("listener-lately-none", "n", u32::from(TRIED)),
            figures: Vec::new(),
            chart: None,
            finds: Vec::new(),
        },
    };
    let shown = stored.filter(|_| beside != Beside::Nothing);
    let versions = versions(desk, &lens, shown).await?;
    let newest = versions.first().map(|newest| (newest.by.clone(), newest.when.clone()));
    let changed = stored.zip(newest).map(|(stored, (by, when))| {
        (w.t2("listener-changed-by", "n", stored.version.to_string(), "name", by), when)
    });
    Ok(ListenerPage {
        tried: (beside == Beside::Tried && reading.fault.is_none()).then(|| typed.query.clone()),
        notice: None,
        w,
        frame,
        action: stored
            .map_or_else(|| "/listeners".to_owned(), |stored| format!("/listeners/{}", stored.id)),
        fresh: stored.is_none(),
        may_write: desk.staff.eyes.holds(Permission::ListenerWrite),
        title: stored.map(|stored| stored.name.clone()).unwrap_or_default(),
        purpose: stored.map(|stored| Chip::plain(w.t(format!("purpose-{}", stored.purpose)))),
        changed,
        name: typed.name,
        name_fault: typed.name_fault,
        purposes: purposes(w, typed.purpose),
        query: typed.query,
        active: typed.active,
        reading,
        figures: found.figures,
        chart: found.chart,
        finds_title: found.title,
        finds: found.finds,
        none: found.none,
        versions,
    })
}

async fn tried(
    desk: &Desk,
    lens: &Lens,
    stored: Option<&Listener>,
    text: &str,
    query: &Query,
) -> Result<(Rehearsal, Found), Problem> {
    let (record, staff, w) = (&desk.visit.state.record, &desk.staff, desk.visit.words);
    let range = record.last_days(staff.org, TRIED).await.map_err(Problem::broken)?;
    let own = stored.map(|stored| stored.id);
    let run = record.rehearse(staff.org, &staff.eyes, text, query, own, range).await;
    let run = run.map_err(Problem::broken)?;
    let samples = run.samples.iter();
    let found = Found {
        title: w.t1("listener-tried", "n", u32::from(TRIED)),
        none: w.t1("listener-tried-none", "n", u32::from(TRIED)),
        figures: rehearsed(lens, &run),
        chart: Some(chart(lens, &run.days)),
        finds: samples.map(|hit| find(lens, hit, outcome(w, &hit.post))).collect(),
    };
    Ok((run, found))
}

fn rehearsed(lens: &Lens, run: &Rehearsal) -> Vec<Figure> {
    let w = lens.w;
    let figure = |key: &str, value: String, note: String| Figure {
        label: w.t(key),
        value,
        note,
        bad: false,
    };
    let share = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), percent);
    let cut = run.cut_at.map(|at| w.t1("listening-cut", "day", lens.day(at)));
    let looked = i64::try_from(run.looked_at).unwrap_or(i64::MAX);
    vec![
        figure("listener-figure-day", tenths(w, run.a_day()), String::new()),
        figure("listener-figure-noise", share(run.noise_share()), String::new()),
        figure(
            "listener-figure-cases",
            number(w, run.total.in_cases),
            part(run.total.in_cases, run.total.all()),
        ),
        figure("listener-figure-alone", share(run.alone_share()), String::new()),
        figure("listener-figure-looked", number(w, looked), cut.unwrap_or_default()),
    ]
}

/// A number with a decimal below ten.
fn tenths(w: Words, value: f64) -> String {
    let rounded = format!("{value:.1}");
    let (whole, tenth) = rounded.split_once('.').unwrap_or((&rounded, "0"));
    let whole: i64 = whole.parse().unwrap_or_default();
    if whole >= 10 || value == 0.0 {
        number(w, whole)
    } else {
        w.t2("number-tenths", "whole", number(w, whole), "tenth", tenth)
    }
}

async fn at_work(desk: &Desk, lens: &Lens, stored: &Listener) -> Result<Found, Problem> {
    let (record, staff, w) = (&desk.visit.state.record, &desk.staff, desk.visit.words);
    let range = record.last_days(staff.org, WORKED).await.map_err(Problem::broken)?;
    let found = record.finds(staff.org, &staff.eyes, range, &[stored.id]).await;
    let found = found.map_err(Problem::broken)?;
    let listened = found.get(&stored.id);
    let days = listened.map(|listened| listened.days.as_slice()).unwrap_or_default();
    let total = listened.map(earshot_record::listening::Listened::total).unwrap_or_default();
    let figure = |key: &str, value: String| Figure {
        label: w.t(key),
        value,
        note: String::new(),
        bad: false,
    };
    let finds = record.lately(staff.org, &staff.eyes, stored.id, &stored.query, FINDS).await;
    let finds = finds.map_err(Problem::broken)?;
    Ok(Found {
        title: w.t("listener-lately"),
        none: w.t1("listener-lately-none", "n", u32::from(TRIED)),
        figures: vec![
            figure("listener-figure-day", a_day(w, total.all(), days.len())),
            figure("listener-figure-noise", part(total.noise, total.all())),
            figure("listener-figure-cases", number(w, total.in_cases)),
        ],
        chart: (total.all() > 0).then(|| chart(lens, days)),
        finds: finds.iter().map(|hit| find(lens, hit, outcome(w, &hit.post))).collect(),
    })
}

fn chart(lens: &Lens, days: &[DayFinds]) -> Chart {
    let w = lens.w;
    let series = |key: &str, class: &'static str, of: fn(&DayFinds) -> i64| Series {
        label: w.t(key),
        shown: days.iter().map(|day| number(w, of(day))).collect(),
        values: days.iter().map(|day| i32::try_from(of(day)).ok().map(f64::from)).collect(),
        class,
    };
    let data = ChartData {
        title: w.t("listener-by-day"),
        desc: w.t("listener-by-day"),
        category: w.t("listener-day"),
        // Twelve hours on, so that no zone moves the name of the day.
        labels: days
            .iter()
            .map(|day| lens.day(day.from.plus(12 * earshot_model::Time::HOUR)))
            .collect(),
        series: vec![
            series("listener-kept", "f1", |day| day.finds.kept),
            series("listener-noise-series", "f4", |day| day.finds.noise),
        ],
    };
    bars(w, data)
}

async fn versions(
    desk: &Desk,
    lens: &Lens,
    stored: Option<&Listener>,
) -> Result<Vec<VersionView>, Problem> {
    let Some(stored) = stored else { return Ok(Vec::new()) };
    let (state, staff, w) = (&desk.visit.state, &desk.staff, desk.visit.words);
    let versions = state.record.versions(staff.org, stored.id).await.map_err(Problem::broken)?;
    let agents = state.engage.agents(staff).await?;
    let by = |actor: &str| {
        let id = actor.parse().ok().and_then(|actor| match actor {
            Actor::Agent(id) => Some(id),
            _ => None,
        });
        let agent = agents.iter().find(|agent| Some(agent.id) == id);
        agent.map_or_else(|| "Earshot".to_owned(), |agent| agent.name.clone())
    };
    let view = |version: &Version| VersionView {
        label: w.t1("listener-version", "n", version.version.to_string()),
        by: by(&version.actor),
        when: lens.when(version.created_at),
        query: version.query.split_whitespace().collect::<Vec<_>>().join(" "),
        href: (version.version != stored.version)
            .then(|| format!("/listeners/{}?version={}", stored.id, version.version)),
    };
    Ok(versions.iter().map(view).collect())
}
