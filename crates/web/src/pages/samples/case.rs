use earshot_model::{
    Audience, Emotion, Evidence, EvidenceKind, IdentityMatch, Intent, Judged, LengthRule,
    LengthUnit, Level, Priority, Reason, Sentiment, Span, Timeliness, Verdict,
};

use super::desk::running;
use super::{ago, person};
use crate::pages::case::{
    AdviceKey, AsideLine, CasePane, Choice, ClockLine, Ending, NextAction, PresenceLine,
    PromiseForm, TagView, TagsView,
};
use crate::pages::composer::{Composer, LimitView, Sheet};
use crate::pages::mark::{AudienceMark, ChannelMark, Chip, Face, Shape};
use crate::pages::post::{Author, Delivery, EventView, GuestFold, Item, Link, NoteView, PostView};
use crate::pages::routed::{ConsideredView, RoutedView};
use crate::pages::runs::Run;
use crate::pages::verdict::{TaughtLine, VerdictView, evidence, fixes};
use crate::words::Words;

const SAID: &str = "@altavela 6 hours on the floor of Lisbon airport with a three-year-old. AV 418 cancelled by text at 04:10, nobody at the desk. You lost my bag in March too. Is anyone actually there?? 😤";

fn found(what: &str) -> Evidence {
    let place = |at: usize| u32::try_from(at).unwrap_or_default();
    let start = SAID.find(what).unwrap_or_default();
    Evidence {
        kind: EvidenceKind::Words,
        what: what.into(),
        span: Some(Span { start: place(start), end: place(start + what.len()) }),
        weight: 1.0,
    }
}

fn verdict() -> Verdict {
    Verdict {
        engine: "sample".into(),
        language: Judged::plain("en".into(), 0.99),
        spam: Judged::plain(false, 0.99),
        relevant: Judged::plain(true, 0.99),
        timeliness: Judged::plain(Timeliness::Now, 0.9),
        urgency: Judged {
            value: Level::High,
            confidence: 0.9,
            evidence: vec![found("6 hours on the floor"), found("cancelled by text at 04:10")],
        },
        identity: Judged::plain(IdentityMatch::Customer, 1.0),
        value: Judged::plain(Level::High, 1.0),
        influence: Judged::plain(Level::Low, 0.7),
        sentiment: Judged {
            value: Sentiment::Negative,
            confidence: 0.93,
            evidence: vec![
                found("You lost my bag in March too."),
                found("Is anyone actually there??"),
            ],
        },
        emotion: Some(Judged::plain(Emotion::Anger, 0.91)),
        intents: vec![Judged::plain(Intent::Help, 0.94), Judged::plain(Intent::Complaint, 0.88)],
        expects_reply: Judged::plain(true, 0.97),
        outliers: Vec::new(),
        priority: Priority::default(),
    }
}

pub(super) fn post(
    w: Words,
    id: &str,
    author: Author,
    audience: Audience,
    name: &str,
    minutes: i64,
    text: &str,
) -> PostView {
    let shape = match author {
        Author::Customer => Shape::Person,
        Author::Onlooker => Shape::Onlooker,
        Author::Brand => Shape::Brand,
    };
    let size = if author == Author::Onlooker { "sm" } else { "" };
    PostView {
        id: id.into(),
        author,
        private: audience == Audience::Private,
        audience: AudienceMark::of(w, audience, author == Author::Brand),
        face: Face::new(name, name, shape).sized(size),
        name: name.into(),
        chip: match author {
            Author::Customer => {
                Some(Chip { label: w.t("post-customer"), drawing: None, tone: " accent" })
            }
            Author::Onlooker => {
                Some(Chip { label: w.t("post-onlooker"), drawing: None, tone: " line-only" })
            }
            Author::Brand => None,
        },
        written_by: None,
        own_case: None,
        when: ago(w, minutes),
        runs: Run::plain(text),
        language: None,
        channel: ChannelMark::of(w, "mastodon", None),
        handle: "@mirela@lisboa.example".into(),
        url: Some("https://lisboa.example/@mirela/1".into()),
        rating: None,
        files: Vec::new(),
        remark: None,
        delivery: None,
        depth: 1,
    }
}

fn items(w: Words) -> Vec<Item> {
    let made = |id, author, audience, name, minutes, text| {
        post(w, id, author, audience, name, minutes, text)
    };
    let first = PostView {
        runs: Run::split(SAID, &evidence(&verdict())),
        ..made(
            "p1",
            Author::Customer,
            Audience::Public,
            "Mirela Konstantinopoulou-Ferreira",
            15,
            SAID,
        )
    };
    let onlooker = PostView {
        own_case: Some(Link { href: "/cases/c4".into(), label: w.t("post-own-case") }),
        ..made(
            "p2",
            Author::Onlooker,
            Audience::Public,
            "Tomasz Wiśniewski",
            7,
            "same flight, same floor. at least put some water out 💧",
        )
    };
    let arabic = PostView {
        language: Some("ar".into()),
        ..made(
            "p3",
            Author::Onlooker,
            Audience::Public,
            "ليلى حدّاد",
            4,
            "نفس المشكلة معي، هل توجد رحلة بديلة اليوم؟",
        )
    };
    let private = PostView {
        chip: None,
        url: None,
        language: Some("pt".into()),
        ..made(
            "p4",
            Author::Customer,
            Audience::Private,
            "Mirela Konstantinopoulou-Ferreira",
            1,
            "Booking 7QX2LM. Qualquer voo hoje serve 🙏",
        )
    };
    let ours = PostView {
        written_by: Some(w.t("post-by-you")),
        delivery: Some(Delivery::Undo { outbox: "o1".into(), left: 8, total: 10, until_ms: 0 }),
        ..made(
            "o1",
            Author::Brand,
            Audience::Public,
            "@altavela",
            0,
            "Mirela, I am sorry. There are seats at 18:05 today and I am holding three for you. I will be back here by 14:30. ^Priya",
        )
    };
    let asked = PostView {
        id: "o2".into(),
        delivery: Some(Delivery::Approval {
            outbox: "o2".into(),
            words: w.t1("approval-waits", "from", "Communications"),
            may: true,
        }),
        ..ours.clone()
    };
    let more = made("p5", Author::Onlooker, Audience::Public, "kite_runner", 3, "wow");
    vec![
        Item::Post(Box::new(first)),
        Item::Post(Box::new(onlooker)),
        Item::Post(Box::new(arabic)),
        Item::Guests(GuestFold { label: w.t1("post-guests", "n", 6_u32), posts: vec![more] }),
        Item::Event(EventView {
            drawing: "user",
            text: w.t1("event-assigned", "name", "Priya"),
            when: ago(w, 3),
        }),
        Item::Note(Box::new(NoteView {
            id: "n1".into(),
            name: "Ana Carvalho".into(),
            face: person("Ana Carvalho"),
            when: ago(w, 2),
            audience: AudienceMark::of(w, Audience::Internal, true),
            runs: Run::plain(
                "@Priya 11 seats just opened on AV 426, 18:05. Hotel is approved too.",
            ),
        })),
        Item::Post(Box::new(private)),
        Item::Post(Box::new(ours)),
        Item::Post(Box::new(asked)),
    ]
}

fn sheet(w: Words, text: &str, max: u32, button: String, reach: String) -> Sheet {
    let rule = LengthRule { unit: LengthUnit::Chars, max, link_counts: Some(23) };
    Sheet {
        place: "t1".into(),
        key: "018f0000-0000-7000-8000-000000000001".into(),
        text: text.into(),
        limit: (max > 0).then(|| LimitView::of(w, rule)),
        button,
        reach,
        approval: None,
        by_hand: None,
    }
}

pub(super) fn case(w: Words) -> CasePane {
    let reasons = [
        Reason {
            line: Some(23),
            key: "reason-line".into(),
            values: vec![("name".into(), "Stranded travellers".into())],
        },
        Reason {
            line: None,
            key: "reason-skills".into(),
            values: vec![("skills".into(), "rebooking, pt".into())],
        },
    ];
    let choice = |value: &str, label: &str, chosen| Choice {
        value: value.into(),
        label: label.into(),
        chosen,
    };
    CasePane {
        id: "c2".into(),
        number: "20871".into(),
        subject: "Stranded in Lisbon, AV 418 cancelled".into(),
        version: 12,
        spoke: 0,
        status: w.t("status-open"),
        live: true,
        presence: vec![PresenceLine {
            face: person("Ana Carvalho").sized("xs"),
            text: w.t1("presence-typing", "name", "Ana"),
            typing: true,
        }],
        owners: vec![choice("a1", "Priya Raman", true), choice("a2", "Ana Carvalho", false)],
        queues: vec![choice("q1", "Disruption", true), choice("q2", "Baggage", false)],
        verdict: Some(VerdictView {
            fixes: fixes(w, &verdict()),
            taught: vec![TaughtLine {
                number: "7".into(),
                text: "Ana: Neutral".into(),
                when: ago(w, 9),
                undo: Some(w.t1("verdict-take-back-of", "value", "Neutral")),
            }],
            learned: Some(w.t1("verdict-learned", "words", "“glassy”")),
            ..VerdictView::of(w, "p1".into(), &verdict(), (14, &reasons), Some(running(w, 15, 198)))
        }),
        routed: RoutedView {
            lacks: vec![w.t2("lack-skill", "skill", "rebooking", "level", "3")],
            taken: None,
            considered: Some(ConsideredView {
                summary: w.with(
                    "routed-considered",
                    &[
                        ("name".into(), "Ana".into()),
                        ("time".into(), "14:02".into()),
                        ("could".into(), "3".into()),
                    ],
                ),
                lines: vec![w.t2("routed-second", "name", "Ana", "edge", "load")],
            }),
        },
        tags: TagsView {
            given: vec![
                TagView {
                    word: "refund".into(),
                    href: "/cases?list=tag:refund".into(),
                    why: Some(w.t1("verdict-line", "n", "30")),
                    off: w.t1("tag-off", "tag", "refund"),
                },
                TagView {
                    word: "lost baggage at the connection".into(),
                    href: "/cases?list=tag:lost%20baggage%20at%20the%20connection".into(),
                    why: None,
                    off: w.t1("tag-off", "tag", "lost baggage at the connection"),
                },
            ],
            usual: Some(vec!["vip".into()]),
        },
        clocks: vec![ClockLine { label: w.t("clock-resolve"), mark: running(w, 240, 9_000) }],
        ending: Some(Ending {
            text: w.t("loop-hint"),
            reasons: vec![choice("asked", &w.t("loop-reason-asked"), false)],
        }),
        closable: true,
        earlier: Some("/cases/c2?list=mine&posts=800".into()),
        items: items(w),
        next: vec![
            NextAction {
                what: "Hold three seats on AV 426, confirm in private".into(),
                why: w.t1("verdict-line", "n", "23"),
                href: Some("/playbook/versions/14#line-23".into()),
                text: "Held.".into(),
                mode: "private",
                key: Some(AdviceKey { post: "p1".into(), place: 0 }),
                taken: false,
            },
            NextAction {
                what: "Answer 8 onlookers with one public post".into(),
                why: w.t1("verdict-line", "n", "31"),
                href: Some("/playbook/versions/14#line-31".into()),
                text: "We hear you.".into(),
                mode: "public",
                key: Some(AdviceKey { post: "p1".into(), place: 1 }),
                taken: true,
            },
        ],
        aside: vec![AsideLine {
            text: w.t2("advice-aside", "name", "Ana", "reason", w.t("advice-already-done")),
            what: "Ask for the booking number".into(),
            key: AdviceKey { post: "p1".into(), place: 2 },
        }],
        against: vec![choice("already_done", &w.t("advice-already-done"), false)],
        composer: Some(Composer {
            mode: "public",
            public: Some(sheet(
                w,
                "Done, Mirela: three seats together, 18:05, gate 22. Water and blankets are on the way to everyone waiting. ^Priya",
                500,
                w.t1("reply-as", "account", "@altavela"),
                w.t1("reach-followers", "n", "12,400"),
            )),
            private: Some(sheet(
                w,
                "",
                10_000,
                w.t1("send-to", "name", "Mirela"),
                w.t1("reach-private", "name", "Mirela"),
            )),
            unproved: false,
            note: sheet(w, "", 0, w.t("add-note"), w.t("reach-note")),
            seen: 12,
            invite: Some("pt".into()),
            agent: String::new(),
        }),
        room: Some(super::room::strip(w)),
        collision: None,
        promise: Some(PromiseForm {
            from: "2026-11-22T14:03".into(),
            due: "2026-11-23T14:00".into(),
        }),
        guard: None,
        notice: None,
    }
}
