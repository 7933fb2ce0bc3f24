use super::{ago, frame};
use crate::pages::case::{Choice, Notice};
use crate::pages::data::{ClassLine, DataPage, HoldLine, JobLine, PersonLine, Persons, Sure};
use crate::pages::erasure::{ErasurePage, Goes};
use crate::pages::frame::Theme;
use crate::pages::person::{GrantLine, PasswordPage, PersonPage};
use crate::pages::queues::Group;
use crate::pages::tokens::{Made, TokenLine, TokensPage};
use crate::words::Words;

pub(super) fn data(w: Words, theme: Theme) -> DataPage {
    let class = |word: &str, days| ClassLine {
        word: word.into(),
        name: w.t(format!("class-{word}")),
        hint: w.t(format!("class-{word}-hint")),
        days,
        usual: w.t1("retention-usual", "n", days),
        due: w.t1("count-and-more", "n", "10,000"),
    };
    let hold = |id: &str, lifted| HoldLine {
        id: id.into(),
        name: "Noor de Vries".into(),
        reason: "Case 7 O 12/26 at the court".into(),
        by: "Ada Moreau".into(),
        since: ago(w, 3_000),
        lifted,
    };
    let person = |id: &str, held| PersonLine {
        id: id.into(),
        name: "Mirela Costa".into(),
        handles: "mirela (mastodon), m.costa (forum)".into(),
        held,
    };
    let job = |id: &str, next| JobLine {
        id: id.into(),
        name: w.t("job-retention"),
        problem: "cannot remove the file blobs/3f/a1: permission denied".into(),
        tries: 5,
        next,
    };
    DataPage {
        w,
        frame: frame(w, theme, "/settings/data"),
        notice: Some(Notice { tone: "good", text: w.t("data-kept") }),
        next_run: w.t1("retention-next", "time", "14:30"),
        classes: vec![class("noise", 30), class("cases", 1095)],
        sure: Some(Sure {
            word: "noise".into(),
            days: 7,
            text: w.t1("count-and-more", "n", "10,000"),
        }),
        jobs: vec![job("j1", None), job("j2", Some(ago(w, 0)))],
        persons: Some(Persons {
            asked: "mirela".into(),
            found: vec![person("p1", false), person("p2", true)],
            holds: vec![hold("h1", None), hold("h2", Some(ago(w, 30)))],
        }),
    }
}

pub(super) fn erasure(w: Words, theme: Theme, held: bool) -> ErasurePage {
    let goes = |count: &str, key: &str| Goes { count: count.into(), what: w.t(key) };
    ErasurePage {
        w,
        frame: frame(w, theme, "/settings/data"),
        action: "/persons/p1/erasure".into(),
        name: "Mirela Costa".into(),
        handles: "mirela (mastodon)".into(),
        going: vec![goes("12", "goes-posts"), goes("3", "goes-cases"), goes("0", "goes-files")],
        word: "Mirela Costa".into(),
        typed: "mirela".into(),
        fault: Some(w.t("erasure-wrong")),
        held,
    }
}

pub(super) fn tokens(w: Words, theme: Theme) -> TokensPage {
    let token = |id: &str, used, revoked| TokenLine {
        id: id.into(),
        name: "nightly export".into(),
        role: w.t("role-agent"),
        by: "Ada Moreau".into(),
        created: ago(w, 9_000),
        used,
        revoked,
    };
    TokensPage {
        w,
        frame: frame(w, theme, "/settings/data"),
        tokens: vec![
            token("t1", Some(ago(w, 3)), None),
            token("t2", None, None),
            token("t3", None, Some(ago(w, 60))),
        ],
        made: Some(Made {
            name: "nightly export".into(),
            secret: "earshot_AAECAwQFBgcICQoLDA0ODw".into(),
        }),
        name: "nightly export".into(),
        roles: vec![Choice { value: "r1".into(), label: w.t("role-agent"), chosen: true }],
        fault: Some(w.t("setup-missing")),
    }
}

pub(super) fn colleague(w: Words, theme: Theme, known: bool) -> PersonPage {
    let choice = |value: &str, label: &str, chosen| Choice {
        value: value.into(),
        label: label.into(),
        chosen,
    };
    let line = |n| GrantLine {
        n,
        roles: vec![
            choice("", &w.t("person-no-role"), n > 1),
            choice("r1", &w.t("role-supervisor"), n == 1),
        ],
        reaches: vec![Group {
            label: w.t("person-departments"),
            choices: vec![choice("department:d1", "Care", true)],
        }],
    };
    PersonPage {
        w,
        frame: frame(w, theme, "/people"),
        notice: known.then(|| Notice { tone: "good", text: w.t("person-kept") }),
        title: if known { "Ana Carvalho".into() } else { w.t("person-new") },
        action: if known { "/people/a1".into() } else { "/people".into() },
        id: known.then(|| "a1".into()),
        made: known
            .then(|| Made { name: "Ana Carvalho".into(), secret: "k7pw-2xqa-m4tn-8vhe".into() }),
        name: if known { "Ana Carvalho".into() } else { String::new() },
        short_name: if known { "Ana".into() } else { String::new() },
        email: if known { "ana@altavela.example".into() } else { String::new() },
        signature: if known { "^Ana".into() } else { String::new() },
        capacity: "6".into(),
        locales: vec![
            choice("en", &w.t("locale-en"), true),
            choice("de", &w.t("locale-de"), false),
        ],
        time_zone: "Europe/Lisbon".into(),
        grants: vec![line(1), line(2)],
        teams: vec![choice("t1", "Customer care", known), choice("t2", "Sales", false)],
        on: known,
        me: false,
    }
}

pub(super) fn password(w: Words, theme: Theme) -> PasswordPage {
    PasswordPage {
        w,
        frame: frame(w, theme, "/me/password"),
        notice: Some(Notice { tone: "bad", text: w.t("password-differ") }),
        email: "ana@altavela.example".into(),
    }
}
