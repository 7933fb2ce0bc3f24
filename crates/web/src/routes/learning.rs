//! `GET /learning`: what the filter learned, from whom, and whether it helped.

use earshot_engage::desk::{LearningPage as Known, Snapshot, Taught};

use crate::answer::page;
use crate::chart::{ChartData, Series, lines};
use crate::form::Asked;
use crate::pages::case::Notice;
use crate::pages::format::{Lens, number, percent};
use crate::pages::learning::{LearningPage, LessonLine, TryLine};
use crate::pages::report::Figure;
use crate::problem::Answer;
use crate::show::corrected::{field_name, value_name};
use crate::visit::Desk;
use crate::words::Words;

/// How many letters of a post are shown.
const LETTERS: usize = 160;

/// The page; `before=` asks for older corrections.
pub(crate) async fn show(desk: Desk, asked: Asked) -> Answer {
    let frame = desk.visit.frame("/certificate").await;
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let known = desk.visit.state.engage.learning(&desk.staff, asked.maybe("before")?).await?;
    let notice = (asked.text("done") == "withdrawn")
        .then(|| Notice { tone: "good", text: w.t("notice-withdrawn") });
    page(&LearningPage {
        w,
        frame,
        notice,
        drifting: known.tries.first().is_some_and(|last| last.drifting),
        figures: figures(&lens, &known),
        chart: chart(&lens, &known.tries),
        tries: known.tries.iter().map(|one| line(&lens, &known, one)).collect(),
        lessons: known.lessons.iter().map(|one| lesson(&lens, one)).collect(),
        older: known.older.map(|before| format!("/learning?before={before}")),
    })
}

fn figures(lens: &Lens, known: &Known) -> Vec<Figure> {
    let w = lens.w;
    let figure = |key: &str, value: String, note: String| Figure {
        label: w.t(key),
        value,
        note,
        bad: false,
    };
    let mut figures = vec![figure("learning-standing", number(w, known.standing), String::new())];
    let Some(used) = &known.in_use else {
        figures.push(figure("learning-since", w.t("learning-none-yet"), String::new()));
        return figures;
    };
    let was = w.t1("learning-was", "share", percent(used.base_right));
    figures.push(figure("learning-held", number(w, used.held), String::new()));
    figures.push(figure("learning-right", percent(used.new_right), was));
    figures.push(figure("learning-since", lens.when(used.made_at).short, String::new()));
    figures
}

fn chart(lens: &Lens, tries: &[Snapshot]) -> Option<crate::chart::Chart> {
    let w = lens.w;
    let measured: Vec<&Snapshot> = tries.iter().rev().filter(|one| one.held > 0).collect();
    if measured.len() < 2 {
        return None;
    }
    let series = |key: &str, class, of: fn(&Snapshot) -> f64| Series {
        label: w.t(key),
        values: measured.iter().map(|one| Some(of(one) * 100.0)).collect(),
        shown: measured.iter().map(|one| percent(of(one))).collect(),
        class,
    };
    let data = ChartData {
        title: w.t("learning-chart"),
        desc: w.t("learning-chart-sub"),
        category: w.t("learning-try"),
        labels: measured.iter().map(|one| lens.when(one.made_at).short).collect(),
        series: vec![
            series("learning-with", "f1", |one| one.new_right),
            series("learning-without", "f3", |one| one.base_right),
        ],
    };
    Some(lines(w, data))
}

fn line(lens: &Lens, known: &Known, one: &Snapshot) -> TryLine {
    let w = lens.w;
    let in_use = known.in_use.as_ref().is_some_and(|used| used.number == one.number);
    let (state, tone) = match (one.used, one.held) {
        (true, _) => (w.t("learning-used"), if in_use { " pos" } else { "" }),
        (false, 0) => (w.t("learning-unmeasured"), ""),
        (false, _) => (w.t("learning-lost"), " warn"),
    };
    let score = match one.held {
        0 => String::new(),
        _ => w.t2("learning-score", "new", percent(one.new_right), "now", percent(one.now_right)),
    };
    TryLine {
        when: lens.when(one.made_at),
        of: w.t2("learning-snapshot", "lessons", one.lessons, "held", one.held),
        score,
        state,
        tone,
    }
}

fn lesson(lens: &Lens, taught: &Taught) -> LessonLine {
    let (w, lesson) = (lens.w, &taught.lesson);
    let value = |value: &str| value_name(w, &lesson.field, value);
    let state = match (&taught.withdrawn_by, taught.measures) {
        (Some(name), _) => w.t1("learning-gone", "name", name),
        (None, true) => w.t("learning-measures"),
        (None, false) => w.t("learning-taught"),
    };
    LessonLine {
        number: lesson.number.to_string(),
        text: short(&lesson.text),
        field: field_name(w, &lesson.field),
        change: change(w, &value(&lesson.said), &value(&lesson.value)),
        by: taught.by.clone(),
        when: lens.when(lesson.taught_at),
        state,
        stands: taught.withdrawn_by.is_none(),
        undo_label: w.t1("verdict-take-back-of", "value", value(&lesson.value)),
        case: taught.case.map(|case| case.to_string()),
    }
}

fn change(w: Words, said: &str, value: &str) -> String {
    w.t2("learning-change", "said", said, "value", value)
}

fn short(text: &str) -> String {
    let mut kept: String = text.chars().take(LETTERS).collect();
    if text.chars().nth(LETTERS).is_some() {
        kept.push('…');
    }
    kept
}
