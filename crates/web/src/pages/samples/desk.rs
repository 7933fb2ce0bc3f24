use earshot_model::{Sentiment, Surface, Time};

use super::{ago, now, person};
use crate::pages::clock::ClockMark;
use crate::pages::list::{Empty, ListPane, Row, RowGroup, Say, Tab};
use crate::pages::mark::{ChannelMark, Chip, Face, Feeling, Shape};
use crate::words::Words;

pub(super) fn running(w: Words, total_min: i64, left_s: i64) -> ClockMark {
    let due = now().plus(left_s * Time::SECOND);
    ClockMark::running(
        w,
        due.plus(-total_min * Time::MINUTE),
        due,
        now(),
        w.t1("reason-clock", "class", "urgent"),
    )
}

fn row(w: Words, id: &str, name: &str, channel: &str, minutes: i64, say: &str) -> Row {
    Row {
        id: id.into(),
        href: format!("/cases/{id}?list=mine"),
        current: false,
        unread: 0,
        face: Face::new(name, name, Shape::Person),
        channel: ChannelMark::of(w, channel, None::<Surface>),
        name: name.into(),
        when: ago(w, minutes),
        say: say.into(),
        whose: Say::Theirs,
        language: None,
        clock: None,
        feeling: Some(Feeling::bare(w, Sentiment::Negative)),
        chip: None,
        presence: None,
        people: vec![person("Priya Raman").sized("xs")],
    }
}

pub(super) fn list(w: Words, open: bool) -> ListPane {
    let tab = |word: &str, count: Option<&str>| Tab {
        id: word.into(),
        href: format!("/cases?list=mine&status={word}"),
        label: w.t(format!("tab-{word}")),
        count: count.map(Into::into),
        current: word == "open",
    };
    ListPane {
        title: w.t("list-mine"),
        list: "mine".into(),
        status: "open".into(),
        tabs: vec![
            tab("open", Some("9")),
            tab("waiting", Some("6")),
            tab("snoozed", Some("0")),
            tab("done", None),
        ],
        groups: groups(w, open),
        empty: Empty { what: w.t("empty-open"), hint: w.t("empty-open-hint") },
        more: None,
        next: Some("/cases/c1?list=mine".into()),
    }
}

fn groups(w: Words, open: bool) -> Vec<RowGroup> {
    let group = |key: &str, drawing, rows| RowGroup { label: w.t(key), drawing, rows };
    vec![
        group(
            "group-late",
            Some("alarm"),
            vec![Row {
                clock: Some(running(w, 15, -720)),
                unread: 2,
                chip: Some(Chip {
                    label: w.t("row-promise"),
                    drawing: Some("handshake"),
                    tone: "",
                }),
                ..row(
                    w,
                    "c1",
                    "Bjørn Østergård",
                    "x",
                    201,
                    "Nobody called back. You said 11:00 yesterday 😡",
                )
            }],
        ),
        group(
            "group-at-risk",
            None,
            vec![
                Row {
                    current: open,
                    clock: Some(running(w, 15, 198)),
                    chip: Some(Chip { label: w.t("tier-gold"), drawing: Some("crown"), tone: "" }),
                    presence: Some(w.t1("presence-typing", "name", "Ana")),
                    people: vec![
                        person("Ana Carvalho").sized("xs"),
                        person("Priya Raman").sized("xs"),
                    ],
                    ..row(
                        w,
                        "c2",
                        "Mirela Konstantinopoulou-Ferreira",
                        "mastodon",
                        0,
                        "6 hours on the floor of Lisbon airport with a three-year-old, AV 418 cancelled by text",
                    )
                },
                Row {
                    clock: Some(running(w, 30, 340)),
                    unread: 1,
                    chip: Some(Chip::plain("AV 418")),
                    language: Some("ar".into()),
                    ..row(
                        w,
                        "c3",
                        "ليلى حدّاد",
                        "instagram",
                        4,
                        "نفس المشكلة معي، هل توجد رحلة بديلة اليوم؟",
                    )
                },
                Row {
                    clock: Some(running(w, 40, 485)),
                    whose: Say::Draft,
                    chip: Some(Chip::plain("AV 418")),
                    ..row(
                        w,
                        "c4",
                        "Tomasz Wiśniewski",
                        "bluesky",
                        7,
                        "Tomasz, two seats are left on the 18:05",
                    )
                },
            ],
        ),
        group(
            "group-today",
            None,
            vec![
                Row {
                    clock: Some(running(w, 1440, 68_400)),
                    feeling: Some(Feeling::bare(w, Sentiment::Neutral)),
                    chip: Some(Chip::plain("Refund")),
                    ..row(
                        w,
                        "c5",
                        "Donaudampfschifffahrt Reisen KG",
                        "email",
                        42,
                        "Gruppenbuchung: Rückerstattungsbestätigung fehlt seit drei Wochen",
                    )
                },
                Row {
                    clock: Some(running(w, 1440, 79_200)),
                    unread: 1,
                    feeling: Some(Feeling::bare(w, Sentiment::Positive)),
                    chip: Some(Chip::plain("★★★★★")),
                    language: Some("el".into()),
                    ..row(
                        w,
                        "c6",
                        "Ελένη Παπαδοπούλου",
                        "review",
                        75,
                        "Εξαιρετικό πλήρωμα, μπράβο σας! ✈️💙",
                    )
                },
                Row {
                    clock: Some(ClockMark::paused(w)),
                    whose: Say::Ours,
                    feeling: Some(Feeling::bare(w, Sentiment::Positive)),
                    ..row(
                        w,
                        "c7",
                        "José Mª Etxeberria",
                        "whatsapp",
                        91,
                        "Listo, te llega la tarjeta de embarque en 5 min",
                    )
                },
                Row {
                    face: Face::new("?", "", Shape::Onlooker),
                    clock: Some(running(w, 1440, 32_400)),
                    feeling: Some(Feeling::bare(w, Sentiment::Neutral)),
                    ..row(
                        w,
                        "c8",
                        "skipstone_84",
                        "forum",
                        173,
                        "Can I bring a cello as a second seat? Nobody answered",
                    )
                },
            ],
        ),
    ]
}
