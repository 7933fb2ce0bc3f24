//! The pages about the filter.

use super::{ago, frame};
use crate::chart::{ChartData, Series, lines};
use crate::pages::case::{Choice, Notice};
use crate::pages::certificate::{
    CertificatePage, ClaimView, LineView, MissedView, NothingView, RowView,
};
use crate::pages::frame::Theme;
use crate::pages::learning::{LearningPage, LessonLine, TryLine};
use crate::pages::mark::{ChannelMark, Chip};
use crate::pages::priority::{ExampleLine, PriorityPage, WeightLine};
use crate::pages::report::Figure;
use crate::pages::reviews::{AnsweredView, QuestionView, ReviewsPage};
use crate::words::Words;

const WORDS: &str = "wet deck again on the Holm boat";

fn figure(w: Words, key: &str, value: &str, note: &str) -> Figure {
    Figure { label: w.t(key), value: value.into(), note: note.into(), bad: false }
}

pub(super) fn learning(w: Words, theme: Theme) -> LearningPage {
    let line = |number: &str, stands| LessonLine {
        number: number.into(),
        text: WORDS.into(),
        field: w.t("field-sentiment"),
        change: w.t2("learning-change", "said", "Neutral", "value", "Negative"),
        by: "Ana Carvalho".into(),
        when: ago(w, 40),
        state: w.t("learning-taught"),
        stands,
        undo_label: w.t1("verdict-take-back-of", "value", "Negative"),
        case: stands.then(|| "c2".into()),
    };
    let series = |key, class, values: [f64; 3]| Series {
        label: w.t(key),
        values: values.iter().map(|value| Some(*value)).collect(),
        shown: values.iter().map(|value| format!("{value} %")).collect(),
        class,
    };
    let chart = ChartData {
        title: w.t("learning-chart"),
        desc: w.t("learning-chart-sub"),
        category: w.t("learning-try"),
        labels: vec!["1".into(), "2".into(), "3".into()],
        series: vec![
            series("learning-with", "f1", [60.0, 70.0, 85.0]),
            series("learning-without", "f3", [60.0, 58.0, 61.0]),
        ],
    };
    LearningPage {
        w,
        frame: frame(w, theme, "/certificate"),
        notice: Some(Notice { tone: "good", text: w.t("notice-withdrawn") }),
        drifting: true,
        figures: vec![
            figure(w, "learning-standing", "41", ""),
            figure(w, "learning-right", "85 %", &w.t1("learning-was", "share", "61 %")),
        ],
        chart: Some(lines(w, chart)),
        tries: vec![TryLine {
            when: ago(w, 2),
            of: w.t2("learning-snapshot", "lessons", "41", "held", "8"),
            score: w.t2("learning-score", "new", "85 %", "now", "70 %"),
            state: w.t("learning-used"),
            tone: " pos",
        }],
        lessons: vec![line("41", true), line("40", false)],
        older: Some("/learning?before=40".into()),
    }
}

pub(super) fn priority(w: Words, theme: Theme) -> PriorityPage {
    PriorityPage {
        w,
        frame: frame(w, theme, "/settings/data"),
        notice: Some(Notice { tone: "good", text: w.t("priority-kept") }),
        changed: w.t("priority-ours"),
        weights: vec![WeightLine {
            name: "urgency".into(),
            label: w.t("priority-urgency"),
            hint: w.t("priority-urgency-hint"),
            value: "3".into(),
        }],
        most: "10".into(),
        crowd_from: "10".into(),
        examples: vec![ExampleLine {
            who: w.t("priority-of-spends"),
            score: "62".into(),
            terms: format!("{} 12", w.t("priority-value")),
        }],
    }
}

pub(super) fn reviews(w: Words, theme: Theme, any: bool) -> ReviewsPage {
    let mark = ChannelMark::of(w, "mastodon", None);
    ReviewsPage {
        w,
        frame: frame(w, theme, "/certificate"),
        waiting: w.t1("reviews-waiting", "n", if any { 12_i64 } else { 0 }),
        question: any.then(|| QuestionView {
            id: "p9".into(),
            of: w.t2("reviews-of", "channel", &mark.label, "handle", "mirela"),
            mark,
            text: WORDS.into(),
            lang: "en".into(),
            url: Some("https://lisboa.example/1".into()),
            drawn: ago(w, 300),
        }),
        answered: Some(AnsweredView {
            id: "p8".into(),
            text: w.t(if any { "reviews-answered-no" } else { "reviews-rescued" }),
            case: (!any).then(|| "c2".into()),
        }),
    }
}

pub(super) fn certificate(w: Words, theme: Theme, valid: bool) -> CertificatePage {
    let mark = ChannelMark::of(w, "mastodon", None);
    let pairs = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>()
    };
    let claim = ClaimView {
        at_most: w.t1("certificate-at-most", "share", "0.40 %"),
        sure: w.with(
            "certificate-sure",
            &pairs(&[("sure", "95 %"), ("most", "190"), ("all", "48,210"), ("guess", "40")]),
        ),
        missed: w.t1("certificate-missed", "share", "3.1 %"),
        line: LineView { guess: 66, most: 320, aim: 400, end: 1 },
        alt: w.with(
            "certificate-drawn-alt",
            &pairs(&[("end", "1 %"), ("guess", "0.08 %"), ("most", "0.40 %"), ("aim", "5 %")]),
        ),
        guess: w.t1("certificate-guess", "share", "0.08 %"),
        aim: w.t1("certificate-aim", "share", "5 %"),
        how: w.with(
            "certificate-how",
            &pairs(&[("read", "1,200"), ("all", "48,210"), ("missed", "1"), ("share", "0.40 %")]),
        ),
    };
    CertificatePage {
        w,
        frame: frame(w, theme, "/certificate"),
        periods: vec![Choice { value: "30".into(), label: "30".into(), chosen: true }],
        state: Chip {
            label: w.t("certificate-valid"),
            drawing: Some("check"),
            tone: if valid { " pos" } else { "" },
        },
        claim: valid.then_some(claim),
        nothing: (!valid).then(|| NothingView {
            title: w.t("certificate-too-few"),
            hint: w.t2("certificate-too-few-hint", "n", 19_i64, "aim", "5 %"),
        }),
        waits: true,
        figures: vec![
            figure(w, "certificate-worth", "93.8 %", ""),
            figure(w, "certificate-hidden", "48,210", "88 %"),
        ],
        rows: vec![RowView {
            channel: mark.label.clone(),
            mark: mark.clone(),
            language: "de".into(),
            hidden: "4,610".into(),
            read: "30".into(),
            missed: "0".into(),
            at_most: w.t1("certificate-few", "share", "9.5 %"),
            few: true,
            worth: "92.2 %".into(),
        }],
        missed: vec![MissedView {
            mark,
            text: Some(WORDS.into()),
            lang: "en".into(),
            found: w.t1("certificate-found", "when", "4"),
            when: ago(w, 90),
            case: Some("c2".into()),
        }],
    }
}
