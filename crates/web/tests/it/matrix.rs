//! The authorization matrix, made from the table of routes: for every route, somebody of another
//! organization, of another department, of a lower role, and nobody, as a browser and as a program.

use axum::http::{Method, StatusCode};
use earshot_engage::staff::{Reach, RoleKind};
use earshot_model::{CaseId, Permission, PostId};
use earshot_web::router::{Access, Route, routes};

use crate::brand::Brand;
use crate::browser::{Browser, Seen, field};
use crate::world::World;

/// Stands in everything that belongs to the case; it must never reach anybody else.
const CANARY: &str = "canaryzz";
/// The customer's handle.
const HANDLE: &str = "mirelaqq";

/// The case that others must not see, and what belongs to it.
struct Secret {
    case: CaseId,
    post: PostId,
    outbox: String,
    queue: String,
    agent: String,
    promise: String,
    person: String,
    hold: String,
    /// A job that failed.
    job: String,
    token: String,
    /// The number of a correction.
    number: String,
    role: String,
    listener: String,
    /// An alert about a hashtag.
    hashtag: String,
    /// A room of the case, in which a guest is.
    room: String,
    rules: Rules,
}

/// What the organization set up, each with the canary in its name.
struct Rules {
    policy: String,
    calendar: String,
    list: String,
    plan: String,
}

/// Pages that show what was set up: nobody else's try changes them.
const SET_UP: [&str; 13] = [
    "/crisis",
    "/settings/accounts",
    "/settings/clocks",
    "/settings/expectations",
    "/settings/guard",
    "/settings/hours",
    "/settings/priority",
    "/settings/queues",
    "/settings/skills",
    "/settings/trainings",
    "/listeners/lists",
    "/listeners/insights",
    "/people",
];

async fn set_up(insider: &mut Browser) -> Rules {
    let words = [("name", CANARY), ("words", CANARY)];
    let list = insider.as_program().post("/listeners/lists", &words).await;
    let week = [("name", CANARY), ("zone", "UTC"), ("monday", "09:00-17:00")];
    let calendar = insider.as_program().post("/settings/hours", &week).await;
    assert!(calendar.status.is_success(), "{}", calendar.text());
    let promise = [("name", CANARY), ("amount-first", "1"), ("unit-first", "hours")];
    let policy = insider.as_program().post("/settings/clocks", &promise).await;
    assert!(policy.status.is_success(), "{}", policy.text());
    let crisis = [("name", CANARY), ("words", CANARY), ("tag", CANARY)];
    let plan = insider.as_program().post("/crisis", &crisis).await;
    assert!(plan.status.is_success(), "{}", plan.text());
    Rules {
        plan: plan.json()["id"].as_str().unwrap().to_owned(),
        policy: policy.json()["id"].as_str().unwrap().to_owned(),
        calendar: calendar.json()["id"].as_str().unwrap().to_owned(),
        list: list.json()["id"].as_str().unwrap().to_owned(),
    }
}

/// What is set up, as the insider reads it.
async fn standing(cast: &Cast<'_>) -> Vec<String> {
    let mut all = Vec::new();
    for path in SET_UP {
        let seen = cast.insider.as_program().get(path).await;
        assert_eq!(seen.status, StatusCode::OK, "{path}");
        // What comes last is how far the log has grown, with whatever anybody did meanwhile.
        let text = seen.text();
        all.push(text.split("<live-stream").next().unwrap_or_default().to_owned());
    }
    all
}

struct Cast<'w> {
    brand: Brand<'w>,
    other: Brand<'w>,
    secret: Secret,
    /// Sees the case.
    insider: Browser,
    /// Administrator of another organization.
    stranger: Browser,
    /// Agent of another department.
    neighbour: Browser,
    /// Works here without any role.
    bare: Browser,
    nobody: Browser,
}

/// Corrects the verdict of a post; gives the number of the correction.
async fn correct(insider: &Browser, post: PostId) -> String {
    let path = format!("/posts/{post}/correction");
    let taught = insider.as_program().post(&path, &[("set", "urgency=high")]).await;
    taught.json()["number"].to_string()
}

async fn promise(insider: &Browser, case: CaseId) -> Seen {
    let told = [("text", CANARY), ("due", "2026-06-05T12:00:00Z"), ("audience", "public")];
    insider.as_program().post(&format!("/cases/{case}/promises"), &told).await
}

/// Answers and notes in the case. Gives its page as it was before, and the key of the answer.
async fn speak(insider: &mut Browser, case: CaseId) -> (String, String) {
    let page = insider.get(&format!("/cases/{case}")).await.text();
    let (key, seen) =
        (field(&page, "key").expect("a key"), field(&page, "seen").expect("a version"));
    let fields = [
        ("key", key.as_str()),
        ("seen", &seen),
        ("audience", "public"),
        ("text", &format!("We care, {CANARY}")),
    ];
    let sent = insider.post(&format!("/cases/{case}/replies"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    insider.post(&format!("/cases/{case}/notes"), &[("text", &format!("note {CANARY}"))]).await;
    (page, key)
}

async fn cast(world: &World) -> Cast<'_> {
    let brand = Brand::open(world, "altavela").await;
    let other = Brand::open(world, "borealis").await;
    let text = format!("@altavela my suitcase is lost, please help me, {CANARY}!");
    let (case, post) = brand.customer_writes("p1", HANDLE, &text).await;
    let sales = Reach::Department(brand.department("sales").await);
    let mut insider = brand.enter("admin").await;
    let (page, key) = speak(&mut insider, case).await;
    let whole = insider.get(&format!("/api/v1/cases/{case}")).await.json();
    let me = page
        .split("data-me=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("me")
        .to_owned();
    let person = whole["customer"]["id"].as_str().unwrap().to_owned();
    let held = [("person", person.as_str()), ("reason", CANARY)];
    let hold = insider.as_program().post("/holds", &held).await;
    let roles = insider.get("/settings/tokens").await.text();
    let role = roles.split("<option value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let role = role.expect("a role").to_owned();
    let wanted = [("name", CANARY), ("role", role.as_str())];
    let token = insider.as_program().post("/settings/tokens", &wanted).await;
    let heard = [("name", CANARY), ("purpose", "brand"), ("query", CANARY), ("active", "true")];
    let listener = insider.as_program().post("/listeners", &heard).await;
    let id = |seen: &Seen| seen.json()["id"].as_str().unwrap().to_owned();
    let link = crate::guest::invite(&mut insider, case).await;
    let room = crate::guest::open(world, &link).await.path;
    let secret = Secret {
        promise: id(&promise(&insider, case).await),
        hold: id(&hold),
        job: brand.failing_job().await,
        token: id(&token),
        listener: id(&listener),
        hashtag: brand.hashtag_alert(CANARY).await,
        room: room.rsplit('/').next().unwrap().to_owned(),
        rules: set_up(&mut insider).await,
        number: correct(&insider, post).await,
        person,
        role,
        case,
        post,
        outbox: key,
        queue: whole["queue"]["id"].as_str().unwrap().to_owned(),
        agent: me,
    };
    Cast {
        neighbour: brand.hire("Nils", &[(RoleKind::Agent, sales)]).await,
        bare: brand.hire("Bo", &[]).await,
        stranger: other.enter("admin").await,
        nobody: Browser::new(&world.app),
        insider,
        secret,
        brand,
        other,
    }
}

impl Cast<'_> {
    fn path(&self, route: &Route) -> String {
        let id = match route.path.split('/').nth(1) {
            Some("posts" | "reviews") => self.secret.post.to_string(),
            Some("listeners") if route.path.contains("/lists/") => self.secret.rules.list.clone(),
            Some("listeners") => self.secret.listener.clone(),
            _ => self.secret.case.to_string(),
        };
        route
            .path
            .replace("{id}", &id)
            .replace("{outbox}", &self.secret.outbox)
            .replace("{promise}", &self.secret.promise)
            .replace("{person}", &self.secret.person)
            .replace("{hold}", &self.secret.hold)
            .replace("{job}", &self.secret.job)
            .replace("{token}", &self.secret.token)
            .replace("{version}", "1")
            .replace("{section}", "mission")
            .replace("{line}", "30")
            .replace("{comment}", "018f0000-0000-7000-8000-0000000000ab")
            .replace("{number}", &self.secret.number)
            .replace("{account}", &self.brand.account)
            .replace("{source}", &self.secret.outbox)
            .replace("{queue}", &self.secret.queue)
            .replace("{agent}", &self.secret.agent)
            .replace("{policy}", &self.secret.rules.policy)
            .replace("{calendar}", &self.secret.rules.calendar)
            .replace("{plan}", &self.secret.rules.plan)
            .replace("{room}", &self.secret.room)
            .replace("{hashtag}", &self.secret.hashtag)
            .replace("{link}", "abcdefghijklmnopqrstuvwxyzab")
            .replace("{slug}", "altavela")
            .replace("{file}", "none.css")
    }

    /// Everything that any form of the table asks for.
    async fn ask(&self, route: &Route, browser: &Browser) -> Seen {
        let mut browser = browser.clone();
        let path = self.path(route);
        if route.method == Method::GET {
            return browser.get(&path).await;
        }
        let key = "018f0000-0000-7000-8000-0000000000aa";
        let post = self.secret.post.to_string();
        let fields = [
            ("key", key),
            ("seen", "99"),
            ("audience", "public"),
            ("text", "intruder"),
            ("agent", self.secret.agent.as_str()),
            ("queue", self.secret.queue.as_str()),
            ("hours", "4"),
            ("state", "viewing"),
            ("field", "sentiment"),
            ("kind", "order"),
            ("value", "positive"),
            ("name", "intruder"),
            ("purpose", "brand"),
            ("query", "intruder"),
            ("words", "intruder"),
            ("presence", "online"),
            ("theme", "dark"),
            ("went", "true"),
            ("kept", "true"),
            ("due", "2026-06-05T12:00:00Z"),
            ("class", "drafts"),
            ("days", "5"),
            ("person", self.secret.person.as_str()),
            ("reason", "intruder"),
            ("word", HANDLE),
            ("role", self.secret.role.as_str()),
            ("answer", "yes"),
            ("post", post.as_str()),
            ("place", "0"),
            ("set", "taken"),
            ("decision", "returned"),
            ("on", "true"),
            ("remark", "intruder"),
            ("tag", "intruder"),
        ];
        browser.change(route.method.clone(), &path, &fields).await
    }

    /// What belongs to this organization, and is named in the address or the form.
    fn is_ours(route: &Route) -> bool {
        let named = [
            "{id}",
            "{agent}",
            "{person}",
            "{hold}",
            "{job}",
            "{token}",
            "{number}",
            "{account}",
            "{queue}",
            "{policy}",
            "{calendar}",
            "{plan}",
            "{hashtag}",
        ];
        let named = named.iter().any(|name| route.path.contains(name)) || route.path == "/holds";
        named && !matches!(route.access, Access::Connector | Access::Public | Access::Stranger)
    }
}

fn leaks(seen: &Seen) -> bool {
    let text = seen.text();
    text.contains(CANARY) || text.contains(HANDLE)
}

/// Pages whose own address is all that they show of the case.
fn check_refusal(route: &Route, who: &str, seen: &Seen, wanted: &[StatusCode]) {
    assert!(
        wanted.contains(&seen.status),
        "{who}: {} {} gave {}: {}",
        route.method,
        route.path,
        seen.status,
        seen.text()
    );
    assert!(!leaks(seen), "{who}: {} {} leaks: {}", route.method, route.path, seen.text());
}

#[tokio::test]
async fn nobody_gets_anything_without_a_login() {
    let world = World::new().await;
    let cast = cast(&world).await;
    for route in routes() {
        for browser in [cast.nobody.clone(), cast.nobody.as_program()] {
            let program = browser.accept != crate::browser::HTML;
            let seen = cast.ask(route, &browser).await;
            assert!(!leaks(&seen), "{} {}", route.method, route.path);
            match route.access {
                Access::Public => assert!(!seen.status.is_server_error(), "{}", route.path),
                Access::LoggedIn | Access::Needs(_)
                    if !program
                        && route.method == Method::GET
                        && !route.path.starts_with("/api/") =>
                {
                    assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", route.path);
                    assert!(seen.to().starts_with("/login?next=/"), "{}", seen.to());
                }
                Access::Guest | Access::Stranger => {
                    // A chat begins with an account that is one; here it is none.
                    let wanted = [StatusCode::NOT_FOUND, StatusCode::UNPROCESSABLE_ENTITY];
                    check_refusal(route, "nobody", &seen, &wanted);
                }
                _ => check_refusal(route, "nobody", &seen, &[StatusCode::UNAUTHORIZED]),
            }
        }
    }
}

#[tokio::test]
async fn another_organization_finds_nothing() {
    let world = World::new().await;
    let cast = cast(&world).await;
    outsiders(&cast, "stranger", &cast.stranger).await;
}

#[tokio::test]
async fn another_department_finds_nothing() {
    let world = World::new().await;
    let cast = cast(&world).await;
    outsiders(&cast, "neighbour", &cast.neighbour).await;
}

/// Somebody who holds permissions, but not here.
async fn outsiders(cast: &Cast<'_>, who: &str, browser: &Browser) {
    let before = standing(cast).await;
    for route in routes().iter().filter(|route| route.path != "/live" && route.path != "/logout") {
        for browser in [browser.clone(), browser.as_program()] {
            let seen = cast.ask(route, &browser).await;
            assert!(!leaks(&seen), "{who}: {} {} leaks: {}", route.method, route.path, seen.text());
            if route.access == Access::Connector {
                check_refusal(route, who, &seen, &[StatusCode::UNAUTHORIZED]);
            } else if route.access == Access::Guest {
                check_refusal(route, who, &seen, &[StatusCode::NOT_FOUND]);
            } else if Cast::is_ours(route) {
                // A leave of a case that was never entered is no news for anybody.
                check_refusal(route, who, &seen, &[StatusCode::NOT_FOUND, StatusCode::FORBIDDEN]);
            }
        }
    }
    let words = [
        "/search?q=suitcase",
        "/search?q=canaryzz",
        "/search?q=mirelaqq",
        "/search?q=1",
        "/cases?list=all",
        "/cases?list=unassigned",
        "/api/v1/cases?list=all",
    ];
    for path in words {
        let seen = browser.clone().get(path).await;
        let hits = seen
            .text()
            .replace(&format!("value=\"{}\"", path.trim_start_matches("/search?q=")), "");
        let title = format!("<title>{}", path.trim_start_matches("/search?q="));
        let hits = hits.replace(&title, "").replace(&path.replace("/search?q=", "q="), "");
        assert!(
            !hits.contains("suitcase is lost") && !hits.contains(&cast.secret.case.to_string()),
            "{who}: {path}: {hits}"
        );
    }
    let queue = format!("/cases?list=queue:{}", cast.secret.queue);
    assert_eq!(browser.clone().get(&queue).await.status, StatusCode::NOT_FOUND, "{who}");
    untouched(cast).await;
    assert_eq!(standing(cast).await, before, "{who} changed what is set up here");
}

#[tokio::test]
async fn a_lower_role_may_not_do_what_it_was_not_given() {
    let world = World::new().await;
    let cast = cast(&world).await;
    let care = Reach::Department(cast.brand.department("care").await);
    let agent = cast.brand.hire("Ana", &[(RoleKind::Agent, care)]).await;
    let supervisor = cast.brand.hire("Sue", &[(RoleKind::Supervisor, care)]).await;
    let held = [
        ("bare", &cast.bare, std::collections::BTreeSet::new()),
        ("agent", &agent, earshot_model::Role::agent()),
        ("supervisor", &supervisor, earshot_model::Role::supervisor()),
    ];
    let mut refused = 0;
    for (who, browser, permissions) in held {
        for route in routes().iter().filter(|route| route.path != "/live") {
            let Access::Needs(permission) = route.access else { continue };
            if permissions.contains(&permission) {
                continue;
            }
            for browser in [browser.clone(), browser.as_program()] {
                check_refusal(
                    route,
                    who,
                    &cast.ask(route, &browser).await,
                    &[StatusCode::FORBIDDEN],
                );
                refused += 1;
            }
        }
    }
    assert!(refused > 50, "{refused}");
    untouched(&cast).await;
}

/// Nothing that was tried has changed the case.
async fn untouched(cast: &Cast<'_>) {
    let mut insider = cast.insider.clone();
    let whole = insider.get(&format!("/api/v1/cases/{}", cast.secret.case)).await;
    assert!(whole.text().contains(CANARY));
    assert!(!whole.text().contains("intruder"));
    assert_eq!(whole.json()["queue"]["id"].as_str(), Some(cast.secret.queue.as_str()));
    assert_eq!(whole.json()["resolved_at"], serde_json::Value::Null);
    let page = insider.get(&format!("/cases/{}", cast.secret.case)).await.text();
    assert!(page.contains("class=\"undo\""), "the reply was not taken back");
}

#[tokio::test]
async fn a_connector_reaches_its_own_account_only() {
    let world = World::new().await;
    let cast = cast(&world).await;
    for route in routes().iter().filter(|route| route.access == Access::Connector) {
        let path = cast.path(route);
        let mut browser = cast.nobody.clone();
        let mut request = browser.request(route.method.clone(), &path, None);
        let token = format!("Bearer {}", cast.other.token);
        request.headers_mut().insert("authorization", token.parse().unwrap());
        check_refusal(
            route,
            "another connector",
            &browser.take(request).await,
            &[StatusCode::UNAUTHORIZED],
        );
    }
}

#[test]
fn the_table_names_each_route_once_and_leaves_only_the_door_open() {
    let mut names: Vec<String> =
        routes().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all);
    let mut open: Vec<&str> = routes()
        .iter()
        .filter(|route| route.access == Access::Public)
        .map(|route| route.path)
        .collect();
    open.dedup();
    let wanted = [
        "/",
        "/healthz",
        "/assets/{file}",
        "/login",
        "/setup",
        "/r/{slug}/{link}",
        "/widget.js",
        "/chat/{account}",
        "/api/v1/openapi.json",
        "/api/channel/v1/openapi.json",
    ];
    assert_eq!(open, wanted);
    let admins: Vec<&str> = routes()
        .iter()
        .filter(|route| route.access == Access::Needs(Permission::AdminWrite))
        .map(|route| route.path)
        .collect();
    assert!(
        admins.iter().all(|path| path.starts_with("/settings/") || path.starts_with("/people"))
    );
}

/// A program stands where a browser stands, but only below `/api/v1`, and never where something
/// changes.
#[tokio::test]
async fn a_program_reads_what_its_role_may_read_and_nothing_else() {
    let world = World::new().await;
    let cast = cast(&world).await;
    let ours = program_token(&cast, &cast.insider, "agent").await;
    let theirs = program_token(&cast, &cast.stranger, "administrator").await;
    let case = format!("/api/v1/cases/{}", cast.secret.case);
    let seen = with_token(&cast, Method::GET, &case, &ours).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text());
    assert!(leaks(&seen));
    let none = with_token(&cast, Method::GET, &case, &theirs).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    for route in routes() {
        let path = cast.path(route);
        let programs = route.path.starts_with("/api/v1/");
        for token in [&ours, &theirs, &"earshot_nonsense".to_owned()] {
            let seen = with_token(&cast, route.method.clone(), &path, token).await;
            let allowed = programs && token == &ours;
            assert!(allowed || !leaks(&seen), "{} {}: {}", route.method, path, seen.text());
            let closed = !programs && route.access != Access::Public;
            if closed {
                let wanted = match route.access {
                    Access::Guest => [StatusCode::NOT_FOUND; 2],
                    Access::Stranger => [StatusCode::NOT_FOUND, StatusCode::UNPROCESSABLE_ENTITY],
                    _ => [StatusCode::UNAUTHORIZED; 2],
                };
                check_refusal(route, "program", &seen, &wanted);
            }
        }
    }
    let mut admin = cast.insider.clone();
    let page = admin.get("/settings/tokens").await.text();
    let id = page.split("/settings/tokens/").nth(2).and_then(|rest| rest.split('/').next());
    for id in [cast.secret.token.as_str(), id.expect("a token")] {
        let gone = admin.post(&format!("/settings/tokens/{id}/revocation"), &[]).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
    }
    let after = with_token(&cast, Method::GET, &case, &ours).await;
    assert_eq!(after.status, StatusCode::UNAUTHORIZED, "it was revoked");
    untouched(&cast).await;
}

async fn program_token(cast: &Cast<'_>, by: &Browser, role: &str) -> String {
    let org = if std::ptr::eq(by, &cast.stranger) { cast.other.org } else { cast.brand.org };
    let mut conn = cast.brand.world.db.read(org).await.unwrap();
    let roles = earshot_store::setup::roles(&mut conn).await.unwrap();
    let role = roles.iter().find(|known| known.name == role).unwrap().id.to_string();
    let fields = [("name", "program"), ("role", role.as_str())];
    let made = by.as_program().post("/settings/tokens", &fields).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    made.json()["token"].as_str().unwrap().to_owned()
}

async fn with_token(cast: &Cast<'_>, method: Method, path: &str, token: &str) -> Seen {
    let mut nobody = cast.nobody.as_program();
    let mut request = nobody.request(method, path, None);
    request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
    nobody.take(request).await
}
