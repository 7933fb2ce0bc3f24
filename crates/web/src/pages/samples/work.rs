//! Queues, skills, clocks and business hours.

use earshot_model::Audience;

use super::{ago, frame, person};
use crate::pages::approvals::{AnswerView, ApprovalsPage};
use crate::pages::case::{Choice, Notice};
use crate::pages::clock_policies::{
    ClockPage, ClocksPage, LadderRow, PolicyRow, SavedRow, TargetRow,
};
use crate::pages::frame::Theme;
use crate::pages::hours::{CalendarPage, CalendarRow, DayFields, DayRow, HolidayRow, HoursPage};
use crate::pages::mark::{AudienceMark, ChannelMark};
use crate::pages::mentions::{MentionLine, MentionsPage};
use crate::pages::queues::{
    Group, ModelChoice, PersonRow, QueuePage, QueueRow, QueuesPage, RingRow, SkillRow, StepRow,
    TrainingRow,
};
use crate::pages::skills::{Cell, ColumnHead, PersonLine, SkillsPage};
use crate::pages::trainings::{TrainedRow, TrainingChip, TrainingsPage};
use crate::words::Words;

fn choice(value: &str, label: &str) -> Choice {
    Choice { value: value.into(), label: label.into(), chosen: value == "1" }
}

fn good(w: Words, key: &str) -> Option<Notice> {
    Some(Notice { tone: "good", text: w.t(key) })
}

pub(super) fn queues(w: Words, theme: Theme) -> QueuesPage {
    let row = |name: &str, empty| QueueRow {
        href: "/settings/queues/q1".into(),
        name: name.into(),
        sub: w.t2("queue-sub", "department", "Care", "key", "refunds"),
        model: w.t("team-subset"),
        people: w.t2("queue-online", "n", 3_usize, "of", 12_usize),
        empty,
        needs: "rebooking:3".into(),
        share: "2".into(),
        back: w.t1("queue-minutes", "n", 10_i64),
    };
    QueuesPage {
        w,
        frame: frame(w, theme, "/settings/data"),
        notice: good(w, "queue-kept"),
        queues: vec![row("Refunds", false), row("Disruption", true)],
        departments: vec![choice("1", "Care")],
    }
}

pub(super) fn queue(w: Words, theme: Theme) -> QueuePage {
    let ring = choice("1", &w.t1("queue-ring", "n", 2_i64));
    QueuePage {
        w,
        frame: frame(w, theme, "/settings/data"),
        notice: None,
        action: "/settings/queues/q1".into(),
        title: "Refunds".into(),
        sub: w.t2("queue-sub", "department", "Care", "key", "refunds"),
        version: 3,
        name: "Refunds".into(),
        models: vec![ModelChoice {
            value: "subset".into(),
            label: w.t("team-subset"),
            hint: w.t("team-subset-hint"),
            chosen: true,
        }],
        share: "1".into(),
        weight: "1".into(),
        patience: "0".into(),
        untouched: "10".into(),
        language: true,
        skills: vec![SkillRow {
            field: "need-rebooking".into(),
            label: "Rebooking".into(),
            levels: vec![choice("1", &w.t1("queue-level", "n", 1_i64))],
        }],
        trainings: vec![TrainingRow {
            field: "training-money".into(),
            label: "Money back".into(),
            people: w.t1("trainings-people", "n", 3_i64),
            needed: true,
        }],
        steps: vec![StepRow {
            n: 1,
            after: "5".into(),
            groups: vec![Group { label: w.t("relax-wide"), choices: vec![ring.clone()] }],
        }],
        rings: vec![RingRow {
            field: "ring-1".into(),
            label: w.t1("queue-ring", "n", 2_i64),
            date: "2026-12-01".into(),
        }],
        people: vec![PersonRow {
            field: "member-a1".into(),
            face: person("Priya Raman").sized("sm"),
            name: "Priya Raman".into(),
            sub: w.t1("queue-by-team", "here", w.t("presence-online")),
            presence: "on",
            rings: vec![ring],
        }],
    }
}

pub(super) fn skills(w: Words, theme: Theme) -> SkillsPage {
    let cell = |field: &str, value: &str| Cell {
        field: field.into(),
        label: w.t2("skills-cell", "name", "Priya Raman", "what", "Rebooking"),
        value: value.into(),
        levels: vec![choice("1", "1")],
    };
    let column =
        |name: &str, language| ColumnHead { name: name.into(), key: name.to_lowercase(), language };
    SkillsPage {
        w,
        frame: frame(w, theme, "/settings/data"),
        notice: good(w, "skills-kept"),
        query: "priya".into(),
        action: "/settings/skills?q=priya".into(),
        columns: vec![column("Rebooking", false), column("pt", true)],
        people: vec![PersonLine {
            face: person("Priya Raman").sized("sm"),
            name: "Priya Raman".into(),
            presence: "on",
            capacity: cell("capacity:a1::6", "6"),
            levels: vec![cell("skill:a1:s1:1", "1"), cell("language:a1:pt:1", "1")],
        }],
        choices: vec![choice("1", "Priya Raman")],
        shown: w.with(
            "skills-shown",
            &[
                ("from".into(), "51".into()),
                ("to".into(), "100".into()),
                ("of".into(), "132".into()),
            ],
        ),
        before: Some("/settings/skills".into()),
        after: Some("/settings/skills?from=100".into()),
    }
}

pub(super) fn trainings(w: Words, theme: Theme, some: bool) -> TrainingsPage {
    let row = |name: &str, state| TrainedRow {
        face: person(name).sized("sm"),
        name: name.into(),
        training: "Money back".into(),
        until: "30 Jun 2026".into(),
        state,
        proof: "QA 94".into(),
        agent: "a1".into(),
        of: "t1".into(),
    };
    let states = ["good", "soon", "over"];
    let rows = states.map(|state| row("Priya Raman", state));
    let chip =
        TrainingChip { name: "Money back".into(), people: w.t1("trainings-people", "n", 3_i64) };
    TrainingsPage {
        w,
        frame: frame(w, theme, "/settings/data"),
        notice: good(w, "trainings-kept"),
        trainings: if some { vec![chip] } else { Vec::new() },
        rows: if some { rows.to_vec() } else { Vec::new() },
        people: vec![choice("a1", "Priya Raman")],
        choices: vec![choice("t1", "Money back")],
        today: "2026-06-01".into(),
    }
}

pub(super) fn clocks(w: Words, theme: Theme) -> ClocksPage {
    let row = |name: &str, rises| PolicyRow {
        href: "/settings/clocks/p1".into(),
        name: name.into(),
        applies: w.t("tier-gold"),
        first: "15 min".into(),
        next: "15 min".into(),
        resolve: "4 h".into(),
        version: w.t2("policy-version", "n", 2_i64, "calendar", w.t("policy-always")),
        rises,
    };
    ClocksPage {
        w,
        frame: frame(w, theme, "/settings/data"),
        notice: good(w, "policy-kept"),
        policies: vec![row("Gold", false), row("Refunds", true)],
        retired: vec![row("Old", false)],
    }
}

fn saved(w: Words) -> Vec<SavedRow> {
    let label = w.t1("policy-version-n", "n", 2_i64);
    vec![SavedRow { label, by: "Ada Moreau".into(), when: ago(w, 30) }]
}

pub(super) fn clock(w: Words, theme: Theme) -> ClockPage {
    ClockPage {
        w,
        frame: frame(w, theme, "/settings/data"),
        notice: Some(Notice { tone: "bad", text: w.t("policy-for-hint") }),
        action: "/settings/clocks/p1".into(),
        title: "Gold".into(),
        version: 2,
        name: "Gold".into(),
        classes: vec![choice("1", &w.t("class-of-urgent"))],
        channels: vec![choice("mastodon", "mastodon")],
        segments: vec![choice("gold", &w.t("tier-gold"))],
        targets: vec![TargetRow {
            clock: "resolve".into(),
            label: w.t("clock-resolve"),
            amount: "4".into(),
            units: vec![choice("1", &w.t("unit-hours"))],
            calendars: vec![choice("", &w.t("policy-always"))],
            warn: "80".into(),
            pauses: vec![choice("waiting", &w.t("pause-waiting"))],
        }],
        ladder: vec![LadderRow {
            n: 1,
            key: "owner".into(),
            amount: "80".into(),
            whens: vec![choice("used", &w.t("policy-used"))],
            clocks: vec![choice("", &w.t("policy-all-clocks"))],
            acts: vec![choice("tell_owner", &w.t("act-tell-owner"))],
        }],
        saved: saved(w),
        retired: Some(false),
    }
}

pub(super) fn hours(w: Words, theme: Theme, none: bool) -> HoursPage {
    let row = CalendarRow {
        href: "/settings/hours/c1".into(),
        name: "Office".into(),
        sub: w.t2("hours-sub", "zone", "Europe/Lisbon", "n", 2_i64),
        week: format!("{} 09:00-17:00", w.t("day-short-monday")),
        holidays: "12".into(),
        used_by: "Gold".into(),
    };
    HoursPage {
        w,
        frame: frame(w, theme, "/settings/data"),
        notice: good(w, "hours-kept"),
        calendars: if none { Vec::new() } else { vec![row] },
    }
}

pub(super) fn calendar(w: Words, theme: Theme) -> CalendarPage {
    let fields = |n| DayFields { n, date: "2026-12-24".into(), ..DayFields::default() };
    CalendarPage {
        w,
        frame: frame(w, theme, "/settings/data"),
        notice: None,
        action: "/settings/hours/c1".into(),
        title: "Office".into(),
        version: 2,
        name: "Office".into(),
        zone: "Europe/Lisbon".into(),
        zones: vec!["Europe/Berlin".into()],
        week: vec![DayRow {
            field: "monday".into(),
            label: w.t("day-monday"),
            hours: "09:00-12:30, 13:30-18:00".into(),
        }],
        holidays: vec![HolidayRow {
            place: 0,
            name: "Christmas".into(),
            when: w.t1("hours-when-yearly", "date", "2026-12-25"),
            kept: true,
        }],
        added: fields(0),
        exceptions: vec![fields(1), fields(2)],
        saved: saved(w),
    }
}

pub(super) fn approvals(w: Words, theme: Theme, any: bool) -> ApprovalsPage {
    let answer = |id: &str, private: bool| AnswerView {
        id: id.into(),
        case: "c1".into(),
        href: private.then(|| "/cases/c1?list=all".into()),
        channel: ChannelMark::of(w, "mastodon", None),
        name: "Mirela Kovač".into(),
        asked: "@altavela is it true that you sold our seats?".into(),
        language: Some("en".into()),
        face: person("Ana Carvalho").sized("sm"),
        author: "Ana Carvalho".into(),
        text: "We look into it and tell you by noon.".into(),
        audience: AudienceMark::of(
            w,
            if private { Audience::Private } else { Audience::Public },
            true,
        ),
        private,
        why: w.t1("approval-why-playbook", "from", "Communications"),
        since: ago(w, 4),
        clock: None,
        seen: 0,
        spoke_since: private,
    };
    ApprovalsPage {
        w,
        frame: frame(w, theme, "approvals"),
        notice: good(w, "approval-given"),
        answers: if any { vec![answer("o1", false), answer("o2", true)] } else { Vec::new() },
        own: any.then(|| w.t1("approval-own", "n", 2_i64)),
        pace: any.then(|| "12 in 30 days: half within 4 min".into()),
    }
}

pub(super) fn mentions(w: Words, theme: Theme, any: bool) -> MentionsPage {
    let note = |text: &str, unread| MentionLine {
        href: "/cases/c1?list=all#n-n1".into(),
        face: person("Sam Okafor").sized("sm"),
        by: "Sam Okafor".into(),
        text: text.into(),
        channel: ChannelMark::of(w, "bluesky", None),
        name: "Mirela Kovač".into(),
        when: ago(w, 12),
        unread,
    };
    let erased = note(&w.t("mention-erased"), false);
    let fresh = note("@Ana she flew with us last week too.", true);
    MentionsPage {
        w,
        frame: frame(w, theme, "mentions"),
        notes: if any { vec![fresh, erased] } else { Vec::new() },
        unread: any,
    }
}
