use super::{ago, frame, listening};
use crate::pages::case::{Choice, Notice};
use crate::pages::crisis::{
    AtWorkView, CrisesPage, CrisisPlanPage, PlanLine, RehearsalView, StoryLine,
};
use crate::pages::frame::{CrisisBanner, Frame, Theme};
use crate::pages::report::Figure;
use crate::words::Words;

fn around(w: Words, theme: Theme, at_work: bool) -> Frame {
    let crisis = at_work.then(|| CrisisBanner {
        name: "Fire on AV 418".into(),
        notice: "Nobody says anything about the cause. Questions go to Priya.".into(),
        href: Some("/crisis".into()),
    });
    Frame { crisis, ..frame(w, theme, "/crisis") }
}

pub(super) fn all(w: Words, theme: Theme, at_work: bool) -> CrisesPage {
    let measures = vec![
        w.t1("crisis-does-tag", "tag", "fire on av 418"),
        w.t1("crisis-does-queue", "queue", "Press"),
        w.t("crisis-does-urgent"),
        w.t1("crisis-does-word", "from", "Communications"),
        w.t("crisis-does-holding"),
    ];
    let told = |key: &str| {
        let values = [
            ("name".to_owned(), "Fire on AV 418".to_owned()),
            ("who".to_owned(), "Priya Raman".to_owned()),
            ("parts".to_owned(), w.t("crisis-part-words")),
            ("lasted".to_owned(), "2 h".to_owned()),
        ];
        StoryLine { text: w.with(key, &values), when: ago(w, 90) }
    };
    CrisesPage {
        w,
        frame: around(w, theme, at_work),
        notice: at_work.then(|| Notice { tone: "good", text: w.t("crisis-started") }),
        at_work: at_work.then(|| AtWorkView {
            id: "k1".into(),
            name: "Fire on AV 418".into(),
            since: ago(w, 20),
            measures: measures.clone(),
            room: "/cases?list=tag:fire%20on%20av%20418".into(),
            tag: "fire on av 418".into(),
            waiting: Some(w.t1("crisis-waiting", "n", 12_i64)),
            let_go: Some(w.t1("crisis-let-go", "n", 12_i64)),
        }),
        plans: if at_work {
            vec![PlanLine {
                href: "/crisis/k2".into(),
                name: "Strike of the ground crew".into(),
                does: measures.join(" "),
                changed: ago(w, 40_000),
            }]
        } else {
            Vec::new()
        },
        story: if at_work {
            vec![told("crisis-told-started"), told("crisis-told-ended"), told("crisis-told-saved")]
        } else {
            Vec::new()
        },
    }
}

pub(super) fn plan(w: Words, theme: Theme, at_work: bool) -> CrisisPlanPage {
    let choice = |label: String, chosen| Choice { value: label.clone(), label, chosen };
    let figure = |key: &str, value: &str| Figure {
        label: w.t(key),
        value: value.into(),
        note: String::new(),
        bad: false,
    };
    CrisisPlanPage {
        w,
        frame: around(w, theme, at_work),
        notice: None,
        id: Some("k1".into()),
        title: "Fire on AV 418".into(),
        at_work,
        other: None,
        name: "Fire on AV 418".into(),
        words: "(\"AV 418\" OR AV418) NEAR/20 (fire OR smoke)".into(),
        tag: "fire on av 418".into(),
        queues: vec![choice(w.t("crisis-queue-usual"), false), choice("Press".into(), true)],
        urgent: true,
        froms: vec![choice(w.t("crisis-word-none"), false), choice("Communications".into(), true)],
        announcement: "Nobody says anything about the cause.".into(),
        holding: "All 164 passengers of AV 418 are safe. We tell you more at 6 pm.".into(),
        version: 3,
        rehearsal: Some(RehearsalView {
            spans: vec![choice(w.t1("crisis-hours", "n", 24_i64), true)],
            looked: w.t1("crisis-looked", "n", "12,431"),
            figures: vec![
                figure("crisis-figure-posts", "214"),
                figure("crisis-figure-people", "187"),
                figure("crisis-figure-cases", "63"),
                figure("crisis-figure-quicker", "58"),
                figure("crisis-figure-moved", "61"),
                figure("crisis-figure-answers", "142"),
            ],
            finds: vec![listening::find(w, None)],
        }),
    }
}
