use super::{ago, frame};
use crate::pages::case::{Choice, Notice};
use crate::pages::frame::Theme;
use crate::pages::listeners::Find;
use crate::pages::mark::{ChannelMark, Chip};
use crate::pages::playbook::changes::{
    ChangeView, ChangesPage, CommentView, KindView, PartView, ReplayView, SigningView,
};
use crate::pages::playbook::line::{
    CatchView, Conflict, LinePage, NextView, RowView, ThenView, WhenView,
};
use crate::pages::playbook::parts::{
    BeginPage, MatrixEdit, MatrixPage, SectionPage, TextPage, VersionLine, VersionsPage,
};
use crate::pages::playbook::{
    BookHead, BookPage, BookTab, LineGroup, LineLink, LineView, MatrixRow, ReadersView, SectionView,
};
use crate::pages::runs::Run;
use crate::words::Words;

pub(super) fn head(w: Words) -> BookHead {
    let link = |number: &str, name: &str, current| LineLink {
        href: format!("/playbook/draft/lines/{number}"),
        number: number.into(),
        name: name.into(),
        drawing: Some("globe"),
        current,
        off: false,
    };
    let tab =
        |href: &str, key: &str, current| BookTab { href: href.into(), label: w.t(key), current };
    BookHead {
        state: Some(Chip {
            label: w.t1("book-draft-n", "n", "15"),
            drawing: Some("note"),
            tone: " warn",
        }),
        note: String::new(),
        tabs: vec![
            tab("/playbook", "book-at-work", false),
            tab("/playbook/draft", "book-draft", true),
            tab("/playbook/draft/changes", "book-changes", false),
            tab("/playbook/versions", "book-versions", false),
        ],
        groups: vec![LineGroup {
            label: w.t("process-engagement"),
            lines: vec![
                link("23", "Harsh, legitimate, a customer", true),
                link("31", "Spam and noise", false),
            ],
        }],
        new_line: Some("/playbook/draft/lines/new".into()),
    }
}

fn choice(value: &str, label: String, chosen: bool) -> Choice {
    Choice { value: value.into(), label, chosen }
}

pub(super) fn book(w: Words, theme: Theme, editable: bool) -> BookPage {
    let line = |number: &str, title: &str, condition: &str, outcome: &str| LineView {
        number: number.into(),
        title: title.into(),
        why: "Somebody who was let down may be loud.".into(),
        condition: condition.into(),
        outcome: Chip::plain(w.t(format!("outcome-{outcome}"))),
        off: outcome == "leave",
        channels: w.t1("book-only-on", "channels", "mastodon"),
        actions: vec!["Disruption, rebooking ≥ 3".into()],
        used: Some(w.t2("playbook-used", "n", "88", "of", "2,000")),
    };
    BookPage {
        w,
        frame: frame(w, theme, "/playbook"),
        head: head(w),
        notice: Some(Notice { tone: "good", text: w.t("book-done-line") }),
        name: "Starter: travel and hotels".into(),
        editable,
        may_begin: !editable,
        earlier: (!editable).then(|| "13".into()),
        sections: vec![SectionView {
            key: "mission".into(),
            title: format!("1. {}", w.t("section-mission")),
            owner: w.t1("book-owned-by", "name", "care"),
            paragraphs: vec!["We answer everybody who asks us for something.".into()],
        }],
        matrix: vec![MatrixRow {
            key: "rave".into(),
            label: w.t("interaction-rave"),
            x_like: w.t("playbook-place-public"),
            facebook_like: w.t("playbook-place-public"),
            clock: w.t("playbook-sla-relaxed"),
            say: "Thank you, that made our day.".into(),
        }],
        lines: vec![
            line(
                "23",
                "Stranded travellers",
                "verdict.urgency == \"high\" && verdict.intents.exists(i, i == \"help\")",
                "respond",
            ),
            line("31", "Spam", "verdict.spam", "leave"),
        ],
        by: w.t1("playbook-changed", "name", "Jonas"),
        when: ago(w, 3),
        facts: vec![(w.t("book-fact-lines"), "24".into())],
        readers: (!editable).then(|| ReadersView {
            version: "14".into(),
            mine: None,
            since: w.t1("readers-since", "n", "13"),
            changes: vec![ChangeView {
                title: "23 Stranded travellers".into(),
                kind: w.t("book-change-new"),
                tone: " pos",
                href: Some("#line-23".into()),
                parts: Vec::new(),
            }],
            share: w.t2("readers-share", "n", 4_i64, "of", 6_i64),
            missing: vec!["Ben Okafor".into(), "Ana Carvalho".into()],
        }),
        unused: vec![("31".into(), "Spam".into())],
        unused_of: w.t1("book-unused-of", "of", "2,000"),
        text_href: "/playbook/draft/text".into(),
        edit_at: "/playbook/draft/lines/".into(),
    }
}

fn comments(w: Words) -> Vec<CommentView> {
    let comment = |id: &str, settled| CommentView {
        id: id.into(),
        by: "Sam Lindqvist".into(),
        when: ago(w, 12),
        text: "Does that hold for reviews, too?".into(),
        about: w.t1("verdict-line", "n", "23"),
        href: Some("/playbook/draft/lines/23".into()),
        settled,
    };
    vec![comment("m1", false), comment("m2", true)]
}

/// Sixty posts, some caught before, some only now.
fn grid(w: Words) -> String {
    let found: Vec<(bool, bool)> =
        (0..60).map(|n| (n % 5 == 0 && n % 3 > 0, n % 5 == 0 || n % 7 == 0)).collect();
    crate::show::book::catch::grid(&found, &w.t("book-catch"))
}

pub(super) fn line(w: Words, theme: Theme, text: bool) -> LinePage {
    let row = |place, join: &str, several, words: bool| RowView {
        place,
        join: w.t(join),
        fields: vec![choice("verdict.sentiment", w.t("field-verdict-sentiment"), true)],
        operators: vec![choice("is", w.t("operator-is"), true)],
        words: if words {
            vec![
                choice("negative", w.t("sentiment-negative"), true),
                choice("neutral", w.t("sentiment-neutral"), false),
            ]
        } else {
            Vec::new()
        },
        several,
        compared: true,
        numeric: false,
        value: "bag".into(),
    };
    let rows = vec![
        row(0, "book-join-all", false, true),
        row(1, "book-join-and", true, true),
        row(2, "book-join-and", false, false),
    ];
    LinePage {
        w,
        frame: frame(w, theme, "/playbook"),
        head: head(w),
        action: "/playbook/draft/lines/23".into(),
        removal: Some("/playbook/draft/lines/23/removal".into()),
        was: "23".into(),
        seen: "f1".into(),
        number: "23".into(),
        name: "Harsh, legitimate, a customer".into(),
        why: "Somebody who was let down may be loud.".into(),
        on: true,
        processes: vec![choice("engagement", w.t("process-engagement"), true)],
        channels: vec![choice("mastodon", "mastodon".into(), false)],
        channels_say: w.t("book-all-channels"),
        when: WhenView {
            rows: (!text).then_some(rows),
            any: false,
            text: "sentimant == \"negative\"".into(),
            pieces: vec![("sentimant".into(), true), (" == \"negative\"".into(), false)],
            place: w.t1("book-at-character", "n", 1_usize),
            plain: true,
        },
        then: vec![ThenView {
            key: "warranted",
            label: w.t("book-then-warranted"),
            choices: vec![choice("respond", w.t("outcome-respond"), true)],
        }],
        skills: "rebooking:3".into(),
        known_skills: vec!["rebooking".into()],
        follow_ups: vec![choice("review", w.t("follow-review"), true)],
        follow_up_minutes: "1440".into(),
        next: vec![NextView {
            place: 0,
            kinds: vec![choice("reply_public", w.t("next-kind-reply-public"), true)],
            value: "We are sorry, and you are right to tell us.".into(),
            minutes: String::new(),
        }],
        fault: text.then(|| w.t("book-fault-name")),
        conflict: text.then(|| Conflict {
            title: w.t1("book-conflict-line", "n", "23"),
            parts: vec![(
                w.t("diff-clock"),
                w.t("playbook-sla-urgent"),
                w.t("playbook-sla-normal"),
            )],
            theirs: Some("/playbook/draft/lines/23".into()),
        }),
        catch: (!text).then(|| CatchView {
            caught: "37".into(),
            of: w.t1("book-catch-of", "of", "200"),
            says: w.t("book-catch"),
            grid: grid(w),
            keys: vec![(w.t1("book-catch-fresh", "n", "5"), "k4")],
            finds: vec![Find {
                channel: ChannelMark::of(w, "mastodon", None),
                runs: Run::split("THIRD time I ask. Where is my bag", &[]),
                language: Some("en".into()),
                by: "Mirela Costa".into(),
                when: ago(w, 3),
                chip: None,
                href: Some("/cases/c1".into()),
            }],
        }),
        comments: comments(w),
    }
}

pub(super) fn changes(w: Words, theme: Theme, running: bool) -> ChangesPage {
    let part = |what: &str, before: String, now: String, code| PartView {
        what: w.t(what),
        before,
        now,
        code,
    };
    let clock =
        || part("diff-clock", w.t("playbook-sla-normal"), w.t("playbook-sla-urgent"), false);
    let code = part("diff-condition", "spam".into(), "spam || !relevant".into(), true);
    let sign = |key: &str, state: String, may: bool| SigningView {
        key: key.into(),
        name: "Customer care".into(),
        state,
        tone: if may { "" } else { " pos" },
        when: (!may).then(|| ago(w, 3)),
        may_sign: may,
        may_withdraw: !may,
    };
    ChangesPage {
        w,
        frame: frame(w, theme, "/playbook"),
        head: head(w),
        notice: Some(Notice { tone: "bad", text: w.t("book-conflict-draft") }),
        seen: "f1".into(),
        revision: "7".into(),
        may_write: true,
        changes: vec![ChangeView {
            title: w.t2("book-change-line", "n", "23", "name", "Harsh, legitimate"),
            kind: w.t("book-change-changed"),
            tone: " accent",
            href: Some("/playbook/draft/lines/23".into()),
            parts: vec![clock(), code],
        }],
        signing: vec![
            sign("care", w.t1("book-signed-by", "name", "Sam"), false),
            sign("legal", w.t("book-not-signed"), true),
        ],
        may_activate: true,
        signed: !running,
        activate: w.t1("book-activate", "n", "15"),
        warnings: vec![w.t1("book-stranger", "name", "legal")],
        misses: vec![("A rave".into(), vec![w.t("book-catch")])],
        examples: w.t2("book-examples-miss", "n", "1", "of", "12"),
        replay: Some(ReplayView {
            title: w.t1("book-replay-of", "n", 7_i64),
            progress: running.then(|| ("1200".into(), "4118".into())),
            progress_says: w.t2("book-replay-so-far", "n", "1,200", "of", "4,118"),
            problem: None,
            outdated: true,
            summary: w.t("book-replay"),
            rows: vec![(w.t("outcome-respond"), "61".into(), "99".into(), true)],
            staffing: w.t2("book-replay-staffing", "old", "1.1", "new", "1.4"),
            kinds: vec![KindView {
                parts: vec![clock()],
                posts: w.t1("book-replay-alike", "n", "38"),
                example: "THIRD time I ask. Where is my bag".into(),
                language: Some("en".into()),
                href: Some("/cases/c1".into()),
                lines: w.t2("book-replay-lines", "old", "25", "new", "23"),
            }],
            rarer: w.t1("book-replay-rarer", "n", "12"),
        }),
        comments: comments(w),
    }
}

pub(super) fn section(w: Words, theme: Theme) -> SectionPage {
    SectionPage {
        w,
        frame: frame(w, theme, "/playbook"),
        head: head(w),
        key: "mission".into(),
        title: w.t("section-mission"),
        seen: "f1".into(),
        owners: vec![choice("care", "care".into(), true)],
        text: "We answer everybody.".into(),
        fault: Some(w.t("book-fault-choice")),
        theirs: Some("We answer everybody who asks.".into()),
    }
}

pub(super) fn matrix(w: Words, theme: Theme) -> MatrixPage {
    let places = || vec![choice("public", w.t("playbook-place-public"), true)];
    MatrixPage {
        w,
        frame: frame(w, theme, "/playbook"),
        head: head(w),
        seen: "f1".into(),
        rows: vec![MatrixEdit {
            key: "rave".into(),
            label: w.t("interaction-rave"),
            x_like: places(),
            facebook_like: places(),
            clock: vec![choice("relaxed", w.t("playbook-sla-relaxed"), true)],
            say: "Thank you.".into(),
            differs: true,
        }],
        fault: Some(w.t("book-conflict-matrix")),
    }
}

pub(super) fn text(w: Words, theme: Theme, seen: bool) -> TextPage {
    TextPage {
        w,
        frame: frame(w, theme, "/playbook"),
        head: head(w),
        seen: seen.then(|| "f1".into()),
        text: "format = 1\nname = \"Starter\"".into(),
        file: "/playbook/draft/file".into(),
        faults: vec![(
            w.t2("book-text-place", "line", "12", "column", "9"),
            "altavela is no queue".into(),
        )],
        fault: Some(w.t("book-conflict-text")),
    }
}

pub(super) fn begin(w: Words, theme: Theme) -> BeginPage {
    BeginPage {
        w,
        frame: frame(w, theme, "/playbook"),
        head: BookHead { tabs: head(w).tabs, ..BookHead::default() },
        may_begin: true,
        starters: vec![choice("travel", w.t("industry-travel"), true)],
        text: "format = 2".into(),
        faults: vec![(w.t2("book-text-place", "line", "1", "column", "10"), "format = 2".into())],
    }
}

pub(super) fn versions(w: Words, theme: Theme) -> VersionsPage {
    let version = |n: &str, active| VersionLine {
        label: w.t1("playbook-version", "n", n),
        href: format!("/playbook/versions/{n}"),
        active,
        by: "Ada Moreau".into(),
        when: ago(w, 9_000),
        file: format!("/playbook/versions/{n}/file"),
    };
    VersionsPage {
        w,
        frame: frame(w, theme, "/playbook"),
        head: BookHead { tabs: head(w).tabs, ..BookHead::default() },
        versions: vec![version("14", true), version("13", false)],
    }
}
