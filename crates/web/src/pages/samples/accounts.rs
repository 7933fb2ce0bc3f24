use super::{ago, frame};
use crate::pages::accounts::{AccountCard, AccountsPage, FieldLine, SourceLine};
use crate::pages::case::{Choice, Notice};
use crate::pages::frame::Theme;
use crate::words::Words;

pub(super) fn accounts(w: Words, theme: Theme) -> AccountsPage {
    let source = |id: &str, late, problem: Option<&str>| SourceLine {
        id: id.into(),
        label: w.t("source-mentions"),
        how: w.t("source-streamed"),
        lag: w.t1("source-lag", "span", "12 s"),
        late,
        heard: "1,204".into(),
        problem: problem.map(str::to_owned),
    };
    let field = |key: &str, kind| FieldLine {
        key: key.into(),
        label: w.t(format!("channel-field-{key}")),
        hint: w
            .t(format!("channel-hint-{}-{key}", if key == "title" { "chat" } else { "mastodon" })),
        kind,
        value: String::new(),
        required: true,
    };
    let account = |id: &str, health: &'static str, spoken| AccountCard {
        id: id.into(),
        name: "Altavela".into(),
        handle: "altavela · Mastodon · https://social.example".into(),
        health,
        says: w.t(format!("health-{health}")),
        problem: (health == "lost").then(|| "it answered 401".to_owned()),
        told: if spoken {
            vec![
                w.t2("account-is", "handle", "@altavela", "server", "4.5.0"),
                w.t("right-read-may"),
                w.t("right-write-unsaid"),
            ]
        } else {
            Vec::new()
        },
        probed: spoken.then(|| ago(w, 3)),
        sources: if spoken {
            vec![source("s1", false, None), source("s2", true, Some("it answered 503"))]
        } else {
            Vec::new()
        },
        kinds: if spoken {
            vec![Choice { value: "hashtag".into(), label: w.t("source-hashtag"), chosen: false }]
        } else {
            Vec::new()
        },
        hint: w.t("source-hint-mastodon"),
        renew: health == "lost",
        spoken,
        snippet: (id == "a1")
            .then(|| "<script src=\"https://desk.example/widget.js\"></script>".into()),
        settings: if id == "a1" { vec![field("title", "text")] } else { Vec::new() },
        home: false,
        on: health != "off",
        secrets: vec![field("token", "password")],
    };
    AccountsPage {
        w,
        frame: frame(w, theme, "/settings/data"),
        notice: Some(Notice { tone: "good", text: w.t("account-connected") }),
        accounts: vec![
            account("a1", "fine", true),
            account("a2", "lost", true),
            account("a3", "off", true),
            account("a4", "elsewhere", false),
        ],
        days: 7,
        channels: vec![Choice { value: "mastodon".into(), label: "Mastodon".into(), chosen: true }],
        channel: "mastodon".into(),
        fields: vec![field("address", "url"), field("token", "password")],
        fault: Some("the channel refuses the login: it answered 401".into()),
    }
}
