use super::{ago, frame};
use crate::chart::{ChartData, Series, bars, spark};
use crate::pages::case::Choice;
use crate::pages::format::When;
use crate::pages::frame::Theme;
use crate::pages::help::HelpPage;
use crate::pages::insights::{AlarmView, InsightsPage, TagLine, VoiceLine};
use crate::pages::listener::{
    Caution, CostLine, Fault, Fix, ListenerPage, ReadLine, Reading, VersionView,
};
use crate::pages::listeners::{Find, ListenerRow, ListenersPage, Pager, Tab};
use crate::pages::mark::{ChannelMark, Chip};
use crate::pages::packs::{BlankView, PackGroup, PackView, PacksPage};
use crate::pages::report::Figure;
use crate::pages::runs::Run;
use crate::pages::shared_lists::{SharedListPage, SharedListRow, SharedListsPage};
use crate::words::Words;

const QUERY: &str = "(altavela OR @altavela OR \"alta vela\")\nAND (delay* OR cancel* OR stranded OR ملغاة)\nNOT (sail* OR regatta)";

fn tabs(w: Words) -> Vec<Tab> {
    vec![
        Tab { href: "/listeners", label: w.t("listeners-tab"), current: true },
        Tab { href: "/listeners/packs", label: w.t("packs-title"), current: false },
    ]
}

fn purposes(w: Words) -> Vec<Choice> {
    let choice = |word: &str| Choice {
        value: word.into(),
        label: w.t(format!("purpose-{word}")),
        chosen: word == "care",
    };
    ["brand", "product", "care"].map(choice).to_vec()
}

fn purpose(w: Words, word: &str) -> Chip {
    Chip { label: w.t(format!("purpose-{word}")), drawing: None, tone: " accent" }
}

fn figure(w: Words, key: &str, value: &str, note: &str) -> Figure {
    Figure { label: w.t(key), value: value.into(), note: note.into(), bad: false }
}

pub(super) fn none(w: Words, theme: Theme) -> ListenersPage {
    ListenersPage { listeners: Vec::new(), any: false, pager: None, ..list(w, theme) }
}

pub(super) fn list(w: Words, theme: Theme) -> ListenersPage {
    let row = |id: &str, name: &str, purpose: &str, query: &str, active: bool| ListenerRow {
        id: id.into(),
        href: format!("/listeners/{id}"),
        name: name.into(),
        purpose: self::purpose(w, purpose),
        query: query.into(),
        a_day: "412".into(),
        trend: "▲ 31 %".into(),
        spark: spark(&[3, 0, 4], &w.t1("listener-spark", "n", "7")),
        noise: "12 %".into(),
        last: active.then(|| ago(w, 4)),
        active,
    };
    ListenersPage {
        w,
        frame: frame(w, theme, "/listeners"),
        tabs: tabs(w),
        may_write: true,
        purposes: purposes(w),
        sought: "vela".into(),
        any: true,
        listeners: vec![
            row("l1", "Altavela", "brand", "altavela OR @altavela OR #altavela", true),
            row("l2", "Delays and cancellations", "care", QUERY, false),
        ],
        pager: Some(Pager {
            earlier: Some("/listeners?from=0".into()),
            later: Some("/listeners?from=200".into()),
            place: w.t2("listeners-place", "place", "101–200", "all", "312"),
        }),
    }
}

pub(super) fn find(w: Words, chip: Option<Chip>) -> Find {
    Find {
        channel: ChannelMark::of(w, "reddit", None),
        runs: vec![
            Run { text: "My ".into(), class: "", href: None },
            Run { text: "alta vela".into(), class: "hit", href: None },
            Run { text: " hoodie got lost 😂".into(), class: "", href: None },
        ],
        language: Some("en".into()),
        by: "u/merchgoblin".into(),
        when: ago(w, 1600),
        chip,
        href: Some("/cases/c1".into()),
    }
}

pub(super) fn editor(w: Words, theme: Theme) -> ListenerPage {
    let fix = || Fix { label: "altavela".into(), query: "altavela".into() };
    let series = |key: &str, class| Series {
        label: w.t(key),
        values: vec![Some(3.0), Some(4.0)],
        shown: vec!["3".into(), "4".into()],
        class,
    };
    ListenerPage {
        tried: None,
        notice: Some(w.t("listener-look-first")),
        w,
        frame: frame(w, theme, "/listeners"),
        action: "/listeners/l2".into(),
        fresh: false,
        may_write: true,
        title: "Delays and cancellations".into(),
        purpose: Some(purpose(w, "care")),
        changed: Some((w.t2("listener-changed-by", "n", "7", "name", "Jonas"), ago(w, 3))),
        name: "Delays and cancellations".into(),
        name_fault: Some(w.t("listener-name-taken")),
        purposes: purposes(w),
        query: QUERY.into(),
        active: true,
        reading: Reading {
            pieces: vec![("(".into(), "q-par"), ("altavela".into(), "")],
            fault: Some(Fault {
                text: "altavela!".into(),
                place: w.t2("listener-place", "line", "3", "column", "21"),
                fixes: vec![fix()],
            }),
            cautions: vec![Caution { text: "altavela?".into(), fix: Some(fix()) }],
            terms: w.t2("listener-terms", "n", "14", "most", "8,192"),
            lines: vec![ReadLine {
                depth: 0,
                op: "AND".into(),
                class: "q-op",
                text: "altavela".into(),
                share: "2.9".into(),
            }],
            anchors: w.t1("listener-anchor", "words", "altavela"),
            cost: Some(CostLine {
                word: w.t("listener-cost-low"),
                tone: "pos",
                figure: w.t1("listener-cost-measured", "share", "0.2 %"),
            }),
        },
        figures: vec![figure(w, "listener-figure-day", "412", "")],
        chart: Some(bars(
            w,
            ChartData {
                title: w.t("listener-by-day"),
                desc: w.t("listener-by-day"),
                category: w.t("listener-day"),
                labels: vec!["21".into(), "22".into()],
                series: vec![series("listener-kept", "f1"), series("listener-noise-series", "f4")],
            },
        )),
        finds_title: w.t1("listener-tried", "n", 7_u32),
        finds: vec![find(w, Some(Chip { tone: " warn", ..Chip::plain(w.t("find-noise")) }))],
        none: w.t1("listener-tried-none", "n", 7_u32),
        versions: ["7", "6"]
            .map(|n| VersionView {
                label: w.t1("listener-version", "n", n),
                by: "Jonas".into(),
                when: ago(w, 3),
                query: "altavela".into(),
                href: (n == "6").then(|| "/listeners/l2?version=6".into()),
            })
            .to_vec(),
    }
}

pub(super) fn packs(w: Words, theme: Theme) -> PacksPage {
    let pack = |key: &'static str, there: bool| PackView {
        key,
        name: w.t(format!("pack-{key}")),
        about: w.t(format!("pack-{key}-about")),
        needs: vec![Chip::plain(w.t("blank-brand"))],
        example: "altavela".into(),
        chosen: !there,
        there,
    };
    let blank = |name: &'static str, fault| BlankView {
        name,
        label: w.t(format!("blank-{name}")),
        hint: w.t(format!("blank-{name}-hint")),
        value: "Altavela".into(),
        fault,
    };
    PacksPage {
        w,
        frame: frame(w, theme, "/listeners"),
        tabs: tabs(w),
        blanks: vec![blank("brand", None), blank("competitor", Some(w.t("blank-empty")))],
        groups: vec![PackGroup {
            title: w.t("packs-care"),
            packs: vec![pack("help", false), pack("churn", true)],
        }],
        fault: Some(w.t("packs-choose")),
    }
}

fn alarm(w: Words, seen: Option<(String, When)>) -> AlarmView {
    AlarmView {
        id: if seen.is_some() { "h2" } else { "h1" }.into(),
        tag: "#altavelafail".into(),
        href: "/search?q=%23altavelafail".into(),
        when: ago(w, 12),
        says: w.t2("alarm-says", "people", "23", "posts", "26"),
        angry: w.t1("alarm-angry", "share", "85 %"),
        may_acknowledge: seen.is_none(),
        finds: if seen.is_some() { Vec::new() } else { vec![find(w, None)] },
        seen,
    }
}

pub(super) fn insights(w: Words, theme: Theme) -> InsightsPage {
    let period = |days: u32| Choice {
        value: days.to_string(),
        label: w.t1("report-days", "n", days),
        chosen: days == 7,
    };
    InsightsPage {
        w,
        frame: frame(w, theme, "/listeners"),
        tabs: tabs(w),
        periods: [1, 7].map(period).to_vec(),
        cut: Some(w.t1("listening-cut", "day", "3 Nov")),
        alarms: vec![
            alarm(w, None),
            alarm(w, Some((w.t1("alarm-seen", "name", "Jonas"), ago(w, 3)))),
        ],
        figures: vec![figure(w, "insights-about-us", "1,204", "")],
        voices: vec![
            VoiceLine {
                name: "Altavela".into(),
                href: "/listeners/l1".into(),
                purpose: purpose(w, "brand"),
                posts: "1,204".into(),
                share: "71 %".into(),
                width: 71,
                trend: "▲ 4 %".into(),
                negative: "31 %".into(),
                ours: true,
            },
            VoiceLine {
                name: "Norvento".into(),
                href: "/listeners/l2".into(),
                purpose: purpose(w, "competitor"),
                posts: "492".into(),
                share: "29 %".into(),
                width: 29,
                trend: "▼ 2 %".into(),
                negative: "12 %".into(),
                ours: false,
            },
        ],
        together: vec![find(w, Some(Chip { tone: " pos", ..Chip::plain(w.t("find-toward")) }))],
        unnamed: vec![find(w, None)],
        tags: vec![TagLine {
            tag: "#altavelafail".into(),
            href: "/search?q=%23altavelafail".into(),
            posts: "41".into(),
            trend: String::new(),
            negative: "88 %".into(),
            chip: Some(Chip { tone: " neg", ..Chip::plain(w.t("tag-attack")) }),
        }],
    }
}

pub(super) fn shared_lists(w: Words, theme: Theme, any: bool) -> SharedListsPage {
    let row = |name: &str, used_by: &str| SharedListRow {
        href: "/listeners/lists/s1".into(),
        name: name.into(),
        words: "altavela vela*".into(),
        lines: "12".into(),
        used_by: used_by.into(),
        changed: ago(w, 3),
    };
    SharedListsPage {
        w,
        frame: frame(w, theme, "/listeners"),
        tabs: tabs(w),
        may_write: true,
        lists: if any { vec![row("Altavela", "Altavela"), row("vela", "")] } else { Vec::new() },
    }
}

pub(super) fn shared_list(w: Words, theme: Theme, used: bool) -> SharedListPage {
    SharedListPage {
        w,
        frame: frame(w, theme, "/listeners"),
        action: "/listeners/lists/s1".into(),
        fresh: false,
        may_write: true,
        title: "Altavela".into(),
        name: "Altavela".into(),
        words: "altavela\nvela*".into(),
        name_fault: used.then(|| w.t1("list-name-used", "names", "Altavela")),
        words_fault: used.then(|| w.t2("list-fault", "line", "3", "text", "altavela")),
        spelling: "list:\"Altavela\"".into(),
        used_by: if used { vec!["Altavela".into()] } else { Vec::new() },
    }
}

pub(super) fn help(w: Words, theme: Theme) -> HelpPage {
    HelpPage { w, frame: frame(w, theme, "/listeners"), text: "<h1>altavela</h1>".into() }
}
