use askama::Template;

use super::case::{case, customer};
use super::desk::list;
use super::{ago, filter, frame, listening, now, person, playbook, work};
use crate::chart::{ChartData, Series, bars, lines, rows};
use crate::pages::case::{Choice, Notice};
use crate::pages::composer::{Collision, Finding, GuardPanel, Piece, SaidView};
use crate::pages::desk::DeskPage;
use crate::pages::entry::{DemoLogin, LoginPage, SetupErrors, SetupPage};
use crate::pages::frame::{Frame, Theme};
use crate::pages::keys::KeysPage;
use crate::pages::mark::{ChannelMark, Chip, Feeling};
use crate::pages::people::{Colleague, PeoplePage};
use crate::pages::problem::ProblemPage;
use crate::pages::report::{ChannelLine, ChartCard, Figure, ReportPage};
use crate::pages::runs::Run;
use crate::pages::search::{Hit, Person, SearchPage};
use crate::pages::styles::StylePage;
use crate::words::Words;

/// A rendered page with the strings of its context: name, page, strings.
pub(in crate::pages) type Sample = (&'static str, String, serde_json::Value);

fn made<P: Template + serde::Serialize>(name: &'static str, page: &P) -> Sample {
    (name, page.render().expect(name), serde_json::to_value(page).expect(name))
}

/// Every page.
pub(in crate::pages) fn all(w: Words, theme: Theme) -> Vec<Sample> {
    let out = Frame { theme, csrf: "c5rf".into(), brand: "Altavela".into(), ..Frame::default() };
    let desk = DeskPage {
        w,
        frame: frame(w, theme, "mine"),
        list: list(w, true),
        case: Some(Box::new(case(w))),
        customer: Some(Box::new(customer(w))),
    };
    let mut empty = DeskPage { case: None, customer: None, list: list(w, false), ..desk.clone() };
    let only_list = made("list", &empty);
    empty.list.groups.clear();
    let problem = ProblemPage {
        kept: Some("Mirela, I am sorry.".into()),
        trace: Some("018f-77".into()),
        ..ProblemPage::new(w, frame(w, theme, ""), 409)
    };
    vec![
        made("desk", &desk),
        only_list,
        made("empty", &empty),
        made("collision", &collided(&desk)),
        made("guard", &guarded(&desk)),
        made("learning", &filter::learning(w, theme)),
        made("priority", &filter::priority(w, theme)),
        made("reviews", &filter::reviews(w, theme, true)),
        made("reviewed", &filter::reviews(w, theme, false)),
        made("certificate", &filter::certificate(w, theme, true)),
        made("uncertified", &filter::certificate(w, theme, false)),
        made(
            "login",
            &LoginPage {
                w,
                frame: out.clone(),
                organization: None,
                email: "priya.raman@altavela.example".into(),
                error: Some(w.t("login-wrong")),
                next: "/cases".into(),
                demo: vec![DemoLogin {
                    who: "Priya Raman".into(),
                    email: "priya@altavela.example".into(),
                    password: "demo".into(),
                }],
            },
        ),
        made(
            "setup",
            &SetupPage {
                w,
                frame: Frame { brand: String::new(), ..out.clone() },
                token: "t".into(),
                organization: String::new(),
                name: String::new(),
                email: String::new(),
                industries: vec![Choice {
                    value: String::new(),
                    label: w.t("industry-none"),
                    chosen: true,
                }],
                errors: SetupErrors {
                    password: Some(w.t1(
                        "setup-password-short",
                        "n",
                        earshot_engage::staff::SHORTEST_PASSWORD,
                    )),
                    form: Some(w.t("setup-token-wrong")),
                    ..SetupErrors::default()
                },
            },
        ),
        made("report", &report(w, theme)),
        made("style", &StylePage::new(w, frame(w, theme, ""), now())),
        made("listeners", &listening::list(w, theme)),
        made("listeners-none", &listening::none(w, theme)),
        made("listener", &listening::editor(w, theme)),
        made("shared-lists", &listening::shared_lists(w, theme, true)),
        made("shared-lists-none", &listening::shared_lists(w, theme, false)),
        made("shared-list", &listening::shared_list(w, theme, true)),
        made("shared-list-unused", &listening::shared_list(w, theme, false)),
        made("packs", &listening::packs(w, theme)),
        made("insights", &listening::insights(w, theme)),
        made("help", &listening::help(w, theme)),
        made("playbook", &playbook::book(w, theme, false)),
        made("playbook-draft", &playbook::book(w, theme, true)),
        made("playbook-line", &playbook::line(w, theme, false)),
        made("playbook-line-faulty", &playbook::line(w, theme, true)),
        made("playbook-changes", &playbook::changes(w, theme, false)),
        made("playbook-replaying", &playbook::changes(w, theme, true)),
        made("playbook-section", &playbook::section(w, theme)),
        made("playbook-matrix", &playbook::matrix(w, theme)),
        made("playbook-text", &playbook::text(w, theme, true)),
        made("playbook-text-read", &playbook::text(w, theme, false)),
        made("playbook-begin", &playbook::begin(w, theme)),
        made("playbook-versions", &playbook::versions(w, theme)),
        made("wall", &super::wall::wall(w, theme)),
        made("crisis", &super::crisis::all(w, theme, true)),
        made("no crisis", &super::crisis::all(w, theme, false)),
        made("crisis-plan", &super::crisis::plan(w, theme, false)),
        made("crisis-plan-at-work", &super::crisis::plan(w, theme, true)),
        made("people", &people(w, theme)),
        made("person", &super::settings::colleague(w, theme, true)),
        made("new person", &super::settings::colleague(w, theme, false)),
        made("password", &super::settings::password(w, theme)),
        made("mentions", &work::mentions(w, theme, true)),
        made("no mentions", &work::mentions(w, theme, false)),
        made("approvals", &work::approvals(w, theme, true)),
        made("nothing to approve", &work::approvals(w, theme, false)),
        made("data", &super::settings::data(w, theme)),
        made("erasure", &super::settings::erasure(w, theme, false)),
        made("erasure-held", &super::settings::erasure(w, theme, true)),
        made("accounts", &super::accounts::accounts(w, theme)),
        made("queues", &work::queues(w, theme)),
        made("queue", &work::queue(w, theme)),
        made("skills", &work::skills(w, theme)),
        made("trainings", &work::trainings(w, theme, true)),
        made("no trainings", &work::trainings(w, theme, false)),
        made("clocks", &work::clocks(w, theme)),
        made("clock", &work::clock(w, theme)),
        made("hours", &work::hours(w, theme, false)),
        made("hours-none", &work::hours(w, theme, true)),
        made("calendar", &work::calendar(w, theme)),
        made("tokens", &super::settings::tokens(w, theme)),
        made("room", &super::room::room(w, theme, true)),
        made("room-over", &super::room::room(w, theme, false)),
        made("room-editing", &super::room::editing(w, theme)),
        made("room-link", &super::room::link(w, theme, false)),
        made("room-link-used", &super::room::link(w, theme, true)),
        made("room-wait", &super::room::wait(w, theme, false)),
        made("room-code", &super::room::wait(w, theme, true)),
        made("room-shut", &super::room::shut(w, theme)),
        made("chat", &super::room::chat(w, theme, true)),
        made("chat-away", &super::room::chat(w, theme, false)),
        made("search", &search(w, theme)),
        made("keys", &KeysPage { w, frame: frame(w, theme, "") }),
        made("problem", &problem),
        made("problem-out", &ProblemPage::new(w, out, 500)),
    ]
}

fn collided(desk: &DeskPage) -> DeskPage {
    let w = desk.w;
    let mut page = desk.clone();
    if let Some(case) = page.case.as_mut() {
        case.notice = Some(Notice { tone: "warn", text: w.t("live-lost") });
        case.collision = Some(Collision {
            title: w.t2("collision-answered", "name", "Ana", "ago", "12 s"),
            said: vec![SaidView {
                name: "Ana Carvalho".into(),
                face: person("Ana Carvalho").sized("sm"),
                when: ago(w, 0),
                text: "Three seats are yours, Mirela. Gate 22.".into(),
            }],
            text: "Done, Mirela: three seats together.".into(),
            audience: "public",
            key: "018f0000-0000-7000-8000-000000000002".into(),
            seen: 13,
        });
    }
    page
}

fn guarded(desk: &DeskPage) -> DeskPage {
    let mut page = desk.clone();
    let piece = |text: &str, leak| Piece { text: text.into(), leak };
    if let Some(case) = page.case.as_mut() {
        case.guard = Some(GuardPanel {
            findings: vec![Finding { what: desk.w.t("guard-order"), shown: "7QX2LM".into() }],
            pieces: vec![
                piece("Done, Mirela: code ", false),
                piece("7QX2LM", true),
                piece(". ^Priya", false),
            ],
            text: "Done, Mirela: code 7QX2LM. ^Priya".into(),
            denied: Some(desk.w.t("guard-not-permitted")),
            may_override: true,
            can_go_private: true,
            key: "018f0000-0000-7000-8000-000000000003".into(),
            seen: 12,
        });
    }
    page
}

fn report(w: Words, theme: Theme) -> ReportPage {
    let choice = |days: u32, chosen| Choice {
        value: days.to_string(),
        label: w.t1("report-days", "n", days),
        chosen,
    };
    let figure = |key: &str, value: &str, note: String, bad| Figure {
        label: w.t(key),
        value: value.into(),
        note,
        bad,
    };
    let series = |key: &str, class, values: &[f64]| Series {
        label: w.t(key),
        values: values.iter().copied().map(Some).collect(),
        shown: values.iter().map(|v| format!("{v:.0}")).collect(),
        class,
    };
    let days = ["16 Nov", "17 Nov", "18 Nov", "19 Nov", "20 Nov", "21 Nov", "22 Nov"]
        .map(String::from)
        .to_vec();
    let data = |title: &str, labels: Vec<String>, series| ChartData {
        title: w.t(title),
        desc: w.t("report-posts"),
        category: w.t("report-day"),
        labels,
        series,
    };
    let card = |key: &str, width, chart| ChartCard {
        title: w.t(key),
        sub: w.t(format!("{key}-sub")),
        width,
        chart,
    };
    let flow = data(
        "report-in-out",
        days.clone(),
        vec![
            series("report-incoming", "f1", &[388.0, 412.0, 396.0, 440.0, 421.0, 380.0, 880.0]),
            series("report-answered", "f3", &[380.0, 402.0, 390.0, 431.0, 415.0, 377.0, 640.0]),
        ],
    );
    let feel = data(
        "report-sentiment",
        days,
        vec![
            series("sentiment-negative", "bad", &[120.0, 110.0, 96.0, 140.0, 121.0, 80.0, 480.0]),
            series("sentiment-neutral", "fneu", &[200.0, 222.0, 220.0, 210.0, 215.0, 220.0, 300.0]),
            series("sentiment-positive", "good", &[68.0, 80.0, 80.0, 90.0, 85.0, 80.0, 100.0]),
        ],
    );
    let queues = data(
        "report-by-queue",
        ["Disruption", "Baggage", "Refunds", "Delight"].map(String::from).to_vec(),
        vec![
            series("report-late", "bad", &[9.0, 1.0, 0.0, 0.0]),
            series("report-on-time", "f1", &[22.0, 11.0, 7.0, 26.0]),
        ],
    );
    let waits = data(
        "report-waits",
        ["1", "2", "5", "10", "15", "30", "60", "120", "240"].map(String::from).to_vec(),
        vec![series(
            "report-cases",
            "f1",
            &[212.0, 388.0, 640.0, 702.0, 540.0, 300.0, 178.0, 90.0, 41.0],
        )],
    );
    let line = |channel: &str, name: &str, cells: [&str; 5]| {
        let [incoming, answered, median, p90, negative] = cells.map(str::to_owned);
        ChannelLine {
            mark: ChannelMark::of(w, channel, None),
            name: name.into(),
            incoming,
            answered,
            median,
            p90,
            negative,
        }
    };
    ReportPage {
        w,
        frame: frame(w, theme, "/reports"),
        period: "16 – 22 Nov".into(),
        periods: vec![choice(1, false), choice(7, true), choice(30, false)],
        figures: vec![
            figure("report-incoming", "3,317", String::new(), false),
            figure("report-answered", "3,035", "99 %".into(), false),
            figure("report-first", "7 min", String::new(), false),
            figure("report-first-p90", "41 min", String::new(), false),
            figure("report-open", "76", String::new(), false),
            figure("report-late", "10", String::new(), true),
        ],
        charts: vec![
            card("report-in-out", "w7", lines(w, flow)),
            card("report-by-queue", "w5", rows(w, queues)),
            card("report-sentiment", "w7", bars(w, feel)),
            card("report-waits", "w5", bars(w, waits)),
        ],
        channels: vec![
            line("x", "X", ["1,102", "99 %", "6 min", "38 min", "31 %"]),
            line("mastodon", "Mastodon", ["214", "100 %", "5 min", "22 min", "24 %"]),
            line("email", "E-mail", ["588", "100 %", "3 h", "9 h", "–"]),
        ],
    }
}

fn people(w: Words, theme: Theme) -> PeoplePage {
    let colleague = |name: &str, presence| Colleague {
        face: person(name),
        name: name.into(),
        email: format!("{}@altavela.example", name.to_lowercase().replace(' ', ".")),
        roles: vec!["Agent, Disruption".into()],
        skills: vec![Chip::plain("rebooking 4"), Chip::plain("pt 5")],
        presence,
        load: w.t2("people-load-of", "n", "4", "max", "6"),
        id: "a1".into(),
        checked: presence == "away",
        off: presence == "offline",
    };
    PeoplePage {
        w,
        frame: frame(w, theme, "/people"),
        people: vec![
            colleague("Ana Carvalho", "online"),
            colleague("Priya Raman", "away"),
            colleague("Jonas Lind", "offline"),
        ],
    }
}

fn search(w: Words, theme: Theme) -> SearchPage {
    let hit = |name: &str, channel: &str, before: &str, after: &str| Hit {
        href: "/cases/c5".into(),
        channel: ChannelMark::of(w, channel, None),
        name: name.into(),
        when: ago(w, 9000),
        runs: vec![
            Run { text: before.into(), class: "", href: None },
            Run { text: "voucher".into(), class: "hit", href: None },
            Run { text: after.into(), class: "", href: None },
        ],
        language: Some("en".into()),
        feeling: Some(Feeling::bare(w, earshot_model::Sentiment::Negative)),
        chip: Some(Chip::plain(w.t1("search-case", "n", "20,114"))),
    };
    SearchPage {
        w,
        frame: frame(w, theme, ""),
        query: "voucher".into(),
        fault: None,
        cautions: Vec::new(),
        summary: w.t1("search-found", "n", 2_u32),
        people: vec![Person {
            href: "/search?q=author%3Avoucherfan".into(),
            channel: ChannelMark::of(w, "mastodon", None),
            name: "Voucher Fan".into(),
            handle: "voucherfan@nord.example".into(),
        }],
        hits: vec![
            hit("Ngozi Adébáyò-Whitfield", "email", "The ", " was not accepted at check-in"),
            hit("kite_runner", "youtube", "Where do I type the ", " code??"),
        ],
        looked: Some(w.t1("search-looked", "n", "20,000")),
        more: Some("/search?before=1&q=voucher".into()),
        newest: None,
    }
}
