use askama::Template;

use super::case::case;
use super::customer::customer;
use super::desk::list;
use super::{ago, filter, frame, listening, person, playbook, work};
use crate::pages::case::{Choice, Notice};
use crate::pages::composer::{Collision, Finding, GuardPanel, Piece, SaidView};
use crate::pages::desk::DeskPage;
use crate::pages::entry::{DemoLogin, LoginPage, SetupErrors, SetupPage};
use crate::pages::frame::{Frame, Theme};
use crate::pages::keys::KeysPage;
use crate::pages::mark::{ChannelMark, Chip, Feeling};
use crate::pages::people::{Colleague, PeoplePage};
use crate::pages::problem::ProblemPage;
use crate::pages::runs::Run;
use crate::pages::search::{Hit, Person, SearchPage};
use crate::words::Words;

/// A page that can be drawn.
pub(in crate::pages) trait Drawn {
    /// The whole page.
    fn html(&self) -> askama::Result<String>;

    /// What it was drawn from.
    #[cfg(test)]
    fn context(&self) -> serde_json::Value;
}

impl<P: Template + serde::Serialize> Drawn for P {
    fn html(&self) -> askama::Result<String> {
        self.render()
    }

    #[cfg(test)]
    fn context(&self) -> serde_json::Value {
        serde_json::to_value(self).expect("a context")
    }
}

/// The name of a page, and the page.
pub(in crate::pages) type Sample = (&'static str, Box<dyn Drawn>);

fn made<P: Drawn + 'static>(name: &'static str, page: P) -> Sample {
    (name, Box::new(page))
}

/// Every page but the style page, which is made of them.
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
    let only_list = made("list", empty.clone());
    empty.list.groups.clear();
    let problem = ProblemPage {
        kept: Some("Mirela, I am sorry.".into()),
        trace: Some("018f-77".into()),
        ..ProblemPage::new(w, frame(w, theme, ""), 409)
    };
    vec![
        made("collision", collided(&desk)),
        made("guard", guarded(&desk)),
        made("deliveries", super::deliveries::deliveries(&desk)),
        made("desk", desk),
        only_list,
        made("empty", empty),
        made("learning", filter::learning(w, theme)),
        made("priority", filter::priority(w, theme)),
        made("reviews", filter::reviews(w, theme, true)),
        made("reviewed", filter::reviews(w, theme, false)),
        made("certificate", filter::certificate(w, theme, true)),
        made("uncertified", filter::certificate(w, theme, false)),
        made(
            "login",
            LoginPage {
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
            SetupPage {
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
        made("report", super::report::report(w, theme)),
        made("listeners", listening::list(w, theme)),
        made("listeners-none", listening::none(w, theme)),
        made("listener", listening::editor(w, theme)),
        made("shared-lists", listening::shared_lists(w, theme, true)),
        made("shared-lists-none", listening::shared_lists(w, theme, false)),
        made("shared-list", listening::shared_list(w, theme, true)),
        made("shared-list-unused", listening::shared_list(w, theme, false)),
        made("packs", listening::packs(w, theme)),
        made("insights", listening::insights(w, theme)),
        made("help", listening::help(w, theme)),
        made("playbook", playbook::book(w, theme, false)),
        made("playbook-draft", playbook::book(w, theme, true)),
        made("playbook-line", playbook::line(w, theme, false)),
        made("playbook-line-faulty", playbook::line(w, theme, true)),
        made("playbook-changes", playbook::changes(w, theme, false)),
        made("playbook-replaying", playbook::changes(w, theme, true)),
        made("playbook-section", playbook::section(w, theme)),
        made("playbook-matrix", playbook::matrix(w, theme)),
        made("playbook-text", playbook::text(w, theme, true)),
        made("playbook-text-read", playbook::text(w, theme, false)),
        made("playbook-begin", playbook::begin(w, theme)),
        made("playbook-versions", playbook::versions(w, theme)),
        made("playbook-use", super::followed::followed(w, theme)),
        made("wall", super::wall::wall(w, theme)),
        made("crisis", super::crisis::all(w, theme, true)),
        made("no crisis", super::crisis::all(w, theme, false)),
        made("crisis-plan", super::crisis::plan(w, theme, false)),
        made("crisis-plan-at-work", super::crisis::plan(w, theme, true)),
        made("people", people(w, theme)),
        made("person", super::settings::colleague(w, theme, true)),
        made("new person", super::settings::colleague(w, theme, false)),
        made("password", super::settings::password(w, theme)),
        made("mentions", work::mentions(w, theme, true)),
        made("no mentions", work::mentions(w, theme, false)),
        made("approvals", work::approvals(w, theme, true)),
        made("nothing to approve", work::approvals(w, theme, false)),
        made("data", super::settings::data(w, theme)),
        made("erasure", super::settings::erasure(w, theme, false)),
        made("erasure-held", super::settings::erasure(w, theme, true)),
        made("accounts", super::accounts::accounts(w, theme)),
        made("queues", work::queues(w, theme)),
        made("queue", work::queue(w, theme)),
        made("skills", work::skills(w, theme)),
        made("trainings", work::trainings(w, theme, true)),
        made("no trainings", work::trainings(w, theme, false)),
        made("clocks", work::clocks(w, theme)),
        made("clock", work::clock(w, theme)),
        made("hours", work::hours(w, theme, false)),
        made("hours-none", work::hours(w, theme, true)),
        made("calendar", work::calendar(w, theme)),
        made("tokens", super::settings::tokens(w, theme)),
        made("expectations", super::told::expectations(w, theme)),
        made("never-said", super::told::never_said(w, theme)),
        made("room", super::room::room(w, theme, true)),
        made("room-over", super::room::room(w, theme, false)),
        made("room-editing", super::room::editing(w, theme)),
        made("room-link", super::room::link(w, theme, false)),
        made("room-link-used", super::room::link(w, theme, true)),
        made("room-wait", super::room::wait(w, theme, false)),
        made("room-code", super::room::wait(w, theme, true)),
        made("room-shut", super::room::shut(w, theme)),
        made("chat", super::room::chat(w, theme, true)),
        made("chat-away", super::room::chat(w, theme, false)),
        made("search", search(w, theme)),
        made("keys", KeysPage { w, frame: frame(w, theme, "") }),
        made("problem", problem),
        made("problem-out", ProblemPage::new(w, out, 500)),
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
        cautions: vec!["The word “the” stands in nearly every post".into()],
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
