//! The one table of routes. Nothing is routed without an entry here, and an entry says who may.

use axum::Router;
use axum::extract::{Request, State as Held};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};
use earshot_model::Permission;

use crate::problem::Problem;
use crate::state::State;
use crate::visit::Visit;
use crate::{api, gate, headers, live, routes};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Whoever is logged in; what they see depends on them.
    LoggedIn,
    /// Whoever holds this permission, as `Visibility::holds` says. A route about one case asks for that
    /// case again. Below `/api/v1` a program with a token may be that.
    Needs(Permission),
    /// The connector of the account in the path, by its token.
    Connector,
    /// A browser that the room in the path knows, by what it got when it opened a link.
    Guest,
    /// Whoever writes from a window of ours on another page: nothing that their browser keeps for us
    /// counts, so that nobody can act in their name.
    Stranger,
}

type Handler = fn(MethodFilter) -> MethodRouter<State>;

/// One route.
#[derive(Clone)]
pub struct Route {
    /// The method. `GET` answers `HEAD` too.
    pub method: Method,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    handler: Handler,
}

const fn get(path: &'static str, access: Access, handler: Handler) -> Route {
    Route { method: Method::GET, path, access, handler }
}

const fn post(path: &'static str, access: Access, handler: Handler) -> Route {
    Route { method: Method::POST, path, access, handler }
}

const fn put(path: &'static str, access: Access, handler: Handler) -> Route {
    Route { method: Method::PUT, path, access, handler }
}

use Access::{Connector, Guest, LoggedIn, Needs, Public, Stranger};
use Permission as P;

/// Every route there is.
static TABLE: &[Route] = &[
    get("/", Public, |m| on(m, routes::home::show)),
    get("/healthz", Public, |m| on(m, routes::health::show)),
    get("/assets/{file}", Public, |m| on(m, routes::assets::show)),
    get("/login", Public, |m| on(m, routes::login::show)),
    post("/login", Public, |m| on(m, routes::login::submit)),
    post("/logout", LoggedIn, |m| on(m, routes::logout::submit)),
    get("/setup", Public, |m| on(m, routes::setup::show)),
    post("/setup", Public, |m| on(m, routes::setup::submit)),
    get("/cases", Needs(P::CaseRead), |m| on(m, routes::cases::list)),
    get("/cases/{id}", Needs(P::CaseRead), |m| on(m, routes::cases::show)),
    // Public and private answers have a permission each; the form says which one it is.
    post("/cases/{id}/replies", Needs(P::CaseRead), |m| on(m, routes::replies::create)),
    post("/cases/{id}/replies/{outbox}/cancellation", Needs(P::CaseRead), |m| {
        on(m, routes::replies::cancel)
    }),
    post("/cases/{id}/replies/{outbox}/settlement", Needs(P::CaseRead), |m| {
        on(m, routes::replies::settle)
    }),
    post("/cases/{id}/replies/{outbox}/posting", Needs(P::CaseRead), |m| {
        on(m, routes::replies::posted)
    }),
    post("/cases/{id}/replies/{outbox}/dispatch", Needs(P::CaseRead), |m| {
        on(m, routes::replies::dispatch)
    }),
    post("/cases/{id}/replies/{outbox}/approval", Needs(P::ReplyApprove), |m| {
        on(m, routes::approvals::decide)
    }),
    get("/mentions", Needs(P::CaseRead), |m| on(m, routes::mentions::show)),
    post("/mentions/reading", Needs(P::CaseRead), |m| on(m, routes::mentions::read)),
    get("/approvals", Needs(P::ReplyApprove), |m| on(m, routes::approvals::show)),
    post("/cases/{id}/promises", Needs(P::CaseNote), |m| on(m, routes::promises::create)),
    post("/cases/{id}/promises/{promise}/settlement", Needs(P::CaseNote), |m| {
        on(m, routes::promises::settle)
    }),
    post("/cases/{id}/room", Needs(P::ReplyPrivate), |m| on(m, routes::rooms::invite)),
    post("/cases/{id}/room/code", Needs(P::ReplyPrivate), |m| on(m, routes::rooms::send_code)),
    post("/cases/{id}/room/proof", Needs(P::ReplyPrivate), |m| on(m, routes::rooms::prove)),
    get("/room-files/{file}", Needs(P::CaseRead), |m| on(m, routes::rooms::file)),
    post("/cases/{id}/tags", Needs(P::CaseNote), |m| on(m, routes::tags::give)),
    post("/cases/{id}/tags/removal", Needs(P::CaseNote), |m| on(m, routes::tags::take)),
    post("/cases/{id}/facts", Needs(P::CaseNote), |m| on(m, routes::facts::create)),
    post("/cases/{id}/facts/{fact}/deletion", Needs(P::CaseNote), |m| on(m, routes::facts::strike)),
    post("/cases/{id}/advice", Needs(P::CaseNote), |m| on(m, routes::advice::create)),
    post("/cases/{id}/notes", Needs(P::CaseNote), |m| on(m, routes::notes::create)),
    post("/cases/{id}/resolution", Needs(P::CaseResolve), |m| on(m, routes::resolution::create)),
    post("/cases/{id}/closure", Needs(P::CaseResolve), |m| on(m, routes::closure::create)),
    post("/cases/{id}/loop", Needs(P::CaseResolve), |m| on(m, routes::closure::waive)),
    post("/cases/{id}/reopening", Needs(P::CaseResolve), |m| on(m, routes::reopening::create)),
    post("/cases/{id}/assignment", Needs(P::CaseAssign), |m| on(m, routes::assignment::create)),
    post("/cases/{id}/queue", Needs(P::CaseAssign), |m| on(m, routes::queue::create)),
    post("/cases/{id}/snooze", Needs(P::CaseAssign), |m| on(m, routes::snooze::create)),
    put("/cases/{id}/draft", Needs(P::CaseRead), |m| on(m, routes::draft::keep)),
    post("/cases/{id}/draft", Needs(P::CaseRead), |m| on(m, routes::draft::keep)),
    post("/cases/{id}/presence", Needs(P::CaseRead), |m| on(m, routes::presence::beat)),
    post("/posts/{id}/correction", Needs(P::VerdictCorrect), |m| on(m, routes::correction::create)),
    post("/corrections/{number}/withdrawal", Needs(P::VerdictCorrect), |m| {
        on(m, routes::correction::withdraw)
    }),
    get("/certificate", Needs(P::ReportRead), |m| on(m, routes::certificate::show)),
    get("/learning", Needs(P::ReportRead), |m| on(m, routes::learning::show)),
    get("/reviews", Needs(P::VerdictCorrect), |m| on(m, routes::reviews::show)),
    post("/reviews/{id}/answer", Needs(P::VerdictCorrect), |m| on(m, routes::reviews::answer)),
    post("/reviews/{id}/withdrawal", Needs(P::VerdictCorrect), |m| {
        on(m, routes::reviews::withdraw)
    }),
    get("/search", Needs(P::CaseRead), |m| on(m, routes::search::show)),
    get("/wall", Needs(P::ReportRead), |m| on(m, routes::wall::show)),
    get("/reports", Needs(P::ReportRead), |m| on(m, routes::reports::show)),
    get("/listeners", Needs(P::ListenerRead), |m| on(m, routes::listeners::show)),
    post("/listeners", Needs(P::ListenerWrite), |m| on(m, routes::listener::create)),
    get("/listeners/new", Needs(P::ListenerWrite), |m| on(m, routes::listener::new)),
    get("/listeners/packs", Needs(P::ListenerWrite), |m| on(m, routes::packs::show)),
    post("/listeners/packs", Needs(P::ListenerWrite), |m| on(m, routes::packs::create)),
    get("/listeners/lists", Needs(P::ListenerRead), |m| on(m, routes::shared_lists::show)),
    post("/listeners/lists", Needs(P::ListenerWrite), |m| on(m, routes::shared_lists::create)),
    get("/listeners/lists/new", Needs(P::ListenerWrite), |m| on(m, routes::shared_lists::new)),
    get("/listeners/lists/{id}", Needs(P::ListenerRead), |m| on(m, routes::shared_lists::edit)),
    post("/listeners/lists/{id}", Needs(P::ListenerWrite), |m| on(m, routes::shared_lists::change)),
    post("/listeners/lists/{id}/removal", Needs(P::ListenerWrite), |m| {
        on(m, routes::shared_lists::remove)
    }),
    get("/listeners/insights", Needs(P::ListenerRead), |m| on(m, routes::insights::show)),
    post("/listeners/hashtags/{hashtag}/acknowledgement", Needs(P::ListenerWrite), |m| {
        on(m, routes::hashtags::acknowledge)
    }),
    get("/listeners/{id}", Needs(P::ListenerRead), |m| on(m, routes::listener::show)),
    post("/listeners/{id}", Needs(P::ListenerWrite), |m| on(m, routes::listener::change)),
    post("/listeners/{id}/pause", Needs(P::ListenerWrite), |m| on(m, routes::listeners::pause)),
    get("/help/listening-language", Needs(P::CaseRead), |m| on(m, routes::help::language)),
    get("/playbook", Needs(P::PlaybookRead), |m| on(m, routes::playbook::show)),
    post("/playbook/reading", Needs(P::PlaybookRead), |m| on(m, routes::playbook::confirm)),
    get("/playbook/use", Needs(P::PlaybookRead), |m| on(m, routes::playbook_followed::show)),
    get("/playbook/versions", Needs(P::PlaybookRead), |m| on(m, routes::playbook::versions)),
    get("/playbook/versions/{version}", Needs(P::PlaybookRead), |m| {
        on(m, routes::playbook::version)
    }),
    get("/playbook/versions/{version}/text", Needs(P::PlaybookRead), |m| {
        on(m, routes::playbook::text)
    }),
    get("/playbook/versions/{version}/file", Needs(P::PlaybookRead), |m| {
        on(m, routes::playbook::file)
    }),
    get("/playbook/draft", Needs(P::PlaybookRead), |m| on(m, routes::playbook_draft::show)),
    post("/playbook/draft", Needs(P::PlaybookWrite), |m| on(m, routes::playbook_draft::begin)),
    post("/playbook/draft/discarding", Needs(P::PlaybookWrite), |m| {
        on(m, routes::playbook_draft::discard)
    }),
    get("/playbook/draft/file", Needs(P::PlaybookRead), |m| on(m, routes::playbook_draft::file)),
    get("/playbook/draft/text", Needs(P::PlaybookRead), |m| on(m, routes::playbook_draft::text)),
    post("/playbook/draft/text", Needs(P::PlaybookWrite), |m| {
        on(m, routes::playbook_draft::write_text)
    }),
    get("/playbook/draft/sections/{section}", Needs(P::PlaybookWrite), |m| {
        on(m, routes::playbook_draft::section)
    }),
    post("/playbook/draft/sections/{section}", Needs(P::PlaybookWrite), |m| {
        on(m, routes::playbook_draft::write_section)
    }),
    get("/playbook/draft/matrix", Needs(P::PlaybookWrite), |m| {
        on(m, routes::playbook_draft::matrix)
    }),
    post("/playbook/draft/matrix", Needs(P::PlaybookWrite), |m| {
        on(m, routes::playbook_draft::write_matrix)
    }),
    get("/playbook/draft/lines/{line}", Needs(P::PlaybookWrite), |m| {
        on(m, routes::playbook_line::show)
    }),
    post("/playbook/draft/lines/{line}", Needs(P::PlaybookWrite), |m| {
        on(m, routes::playbook_line::change)
    }),
    post("/playbook/draft/lines/{line}/removal", Needs(P::PlaybookWrite), |m| {
        on(m, routes::playbook_line::remove)
    }),
    get("/playbook/draft/changes", Needs(P::PlaybookRead), |m| {
        on(m, routes::playbook_changes::show)
    }),
    post("/playbook/draft/replays", Needs(P::PlaybookWrite), |m| {
        on(m, routes::playbook_changes::replay)
    }),
    post("/playbook/draft/comments", Needs(P::PlaybookWrite), |m| {
        on(m, routes::playbook_changes::comment)
    }),
    post("/playbook/draft/comments/{comment}/settlement", Needs(P::PlaybookWrite), |m| {
        on(m, routes::playbook_changes::settle_comment)
    }),
    post("/playbook/draft/signatures", Needs(P::PlaybookSign), |m| {
        on(m, routes::playbook_changes::sign)
    }),
    post("/playbook/draft/signatures/withdrawal", Needs(P::PlaybookSign), |m| {
        on(m, routes::playbook_changes::withdraw)
    }),
    post("/playbook/activation", Needs(P::PlaybookActivate), |m| {
        on(m, routes::playbook_changes::activate)
    }),
    get("/crisis", Needs(P::CrisisSwitch), |m| on(m, routes::crisis::list)),
    post("/crisis", Needs(P::CrisisSwitch), |m| on(m, routes::crisis::create)),
    get("/crisis/new", Needs(P::CrisisSwitch), |m| on(m, routes::crisis::new)),
    get("/crisis/{plan}", Needs(P::CrisisSwitch), |m| on(m, routes::crisis::show)),
    post("/crisis/{plan}", Needs(P::CrisisSwitch), |m| on(m, routes::crisis::change)),
    post("/crisis/{plan}/removal", Needs(P::CrisisSwitch), |m| on(m, routes::crisis::remove)),
    post("/crisis/{plan}/start", Needs(P::CrisisSwitch), |m| on(m, routes::crisis::start)),
    post("/crisis/{plan}/end", Needs(P::CrisisSwitch), |m| on(m, routes::crisis::end)),
    get("/people", Needs(P::AdminWrite), |m| on(m, routes::people::show)),
    get("/people/new", Needs(P::AdminWrite), |m| on(m, routes::person::new)),
    post("/people", Needs(P::AdminWrite), |m| on(m, routes::person::create)),
    get("/people/{agent}", Needs(P::AdminWrite), |m| on(m, routes::person::show)),
    post("/people/{agent}", Needs(P::AdminWrite), |m| on(m, routes::person::change)),
    post("/people/{agent}/switch", Needs(P::AdminWrite), |m| on(m, routes::person::switch)),
    post("/people/{agent}/password", Needs(P::AdminWrite), |m| on(m, routes::person::password)),
    get("/me/password", LoggedIn, |m| on(m, routes::password::show)),
    post("/me/password", LoggedIn, |m| on(m, routes::password::change)),
    post("/people/{agent}/checking", Needs(P::AdminWrite), |m| on(m, routes::people::check)),
    get("/settings/data", Needs(P::AdminWrite), |m| on(m, routes::data::show)),
    post("/settings/retention", Needs(P::AdminWrite), |m| on(m, routes::retention::change)),
    post("/holds", Needs(P::PersonErase), |m| on(m, routes::holds::create)),
    post("/holds/{hold}/lifting", Needs(P::PersonErase), |m| on(m, routes::holds::lift)),
    post("/settings/jobs/{job}/again", Needs(P::AdminWrite), |m| on(m, routes::jobs::again)),
    get("/persons/{person}/erasure", Needs(P::PersonErase), |m| on(m, routes::erasure::show)),
    post("/persons/{person}/erasure", Needs(P::PersonErase), |m| on(m, routes::erasure::create)),
    get("/settings/accounts", Needs(P::AdminWrite), |m| on(m, routes::accounts::show)),
    post("/settings/accounts", Needs(P::AdminWrite), |m| on(m, routes::accounts::create)),
    post("/settings/accounts/{account}/probe", Needs(P::AdminWrite), |m| {
        on(m, routes::accounts::probe)
    }),
    post("/settings/accounts/{account}/switch", Needs(P::AdminWrite), |m| {
        on(m, routes::accounts::switch)
    }),
    post("/settings/accounts/{account}/sources", Needs(P::AdminWrite), |m| {
        on(m, routes::sources::create)
    }),
    post("/settings/accounts/{account}/sources/{source}/removal", Needs(P::AdminWrite), |m| {
        on(m, routes::sources::remove)
    }),
    post("/settings/rooms", Needs(P::AdminWrite), |m| on(m, routes::rooms::change)),
    get("/settings/guard", Needs(P::AdminWrite), |m| on(m, routes::guard::show)),
    post("/settings/guard", Needs(P::AdminWrite), |m| on(m, routes::guard::change)),
    get("/settings/priority", Needs(P::AdminWrite), |m| on(m, routes::priority::show)),
    post("/settings/priority", Needs(P::AdminWrite), |m| on(m, routes::priority::change)),
    get("/settings/queues", Needs(P::AdminWrite), |m| on(m, routes::queues::list)),
    post("/settings/queues", Needs(P::AdminWrite), |m| on(m, routes::queues::create)),
    get("/settings/queues/{queue}", Needs(P::AdminWrite), |m| on(m, routes::queues::show)),
    post("/settings/queues/{queue}", Needs(P::AdminWrite), |m| on(m, routes::queues::change)),
    get("/settings/skills", Needs(P::AdminWrite), |m| on(m, routes::skills::show)),
    post("/settings/skills", Needs(P::AdminWrite), |m| on(m, routes::skills::change)),
    post("/settings/skills/names", Needs(P::AdminWrite), |m| on(m, routes::skills::add_skill)),
    post("/settings/skills/languages", Needs(P::AdminWrite), |m| {
        on(m, routes::skills::add_language)
    }),
    get("/settings/trainings", Needs(P::AdminWrite), |m| on(m, routes::trainings::show)),
    post("/settings/trainings", Needs(P::AdminWrite), |m| on(m, routes::trainings::create)),
    post("/settings/trainings/people", Needs(P::AdminWrite), |m| on(m, routes::trainings::train)),
    post("/settings/trainings/people/removal", Needs(P::AdminWrite), |m| {
        on(m, routes::trainings::untrain)
    }),
    get("/settings/clocks", Needs(P::AdminWrite), |m| on(m, routes::clock_policies::list)),
    post("/settings/clocks", Needs(P::AdminWrite), |m| on(m, routes::clock_policies::create)),
    get("/settings/clocks/new", Needs(P::AdminWrite), |m| on(m, routes::clock_policies::new)),
    get("/settings/clocks/{policy}", Needs(P::AdminWrite), |m| on(m, routes::clock_policies::show)),
    post("/settings/clocks/{policy}", Needs(P::AdminWrite), |m| {
        on(m, routes::clock_policies::change)
    }),
    post("/settings/clocks/{policy}/retirement", Needs(P::AdminWrite), |m| {
        on(m, routes::clock_policies::retire)
    }),
    post("/settings/clocks/{policy}/rise", Needs(P::AdminWrite), |m| {
        on(m, routes::clock_policies::rise)
    }),
    get("/settings/expectations", Needs(P::AdminWrite), |m| on(m, routes::expectations::show)),
    post("/settings/expectations", Needs(P::AdminWrite), |m| on(m, routes::expectations::save)),
    get("/settings/hours", Needs(P::AdminWrite), |m| on(m, routes::hours::list)),
    post("/settings/hours", Needs(P::AdminWrite), |m| on(m, routes::hours::create)),
    get("/settings/hours/new", Needs(P::AdminWrite), |m| on(m, routes::hours::new)),
    get("/settings/hours/{calendar}", Needs(P::AdminWrite), |m| on(m, routes::hours::show)),
    post("/settings/hours/{calendar}", Needs(P::AdminWrite), |m| on(m, routes::hours::change)),
    get("/settings/tokens", Needs(P::AdminWrite), |m| on(m, routes::tokens::show)),
    post("/settings/tokens", Needs(P::AdminWrite), |m| on(m, routes::tokens::create)),
    post("/settings/tokens/{token}/revocation", Needs(P::AdminWrite), |m| {
        on(m, routes::tokens::revoke)
    }),
    get("/r/{slug}/{link}", Public, |m| on(m, routes::link::show)),
    post("/r/{slug}/{link}", Public, |m| on(m, routes::link::open)),
    get("/room/{room}", Guest, |m| on(m, routes::room::show)),
    get("/room/{room}/live", Guest, |m| on(m, routes::room::live)),
    post("/room/{room}/posts", Guest, |m| on(m, routes::room_talk::say)),
    post("/room/{room}/posts/{key}/deletion", Guest, |m| on(m, routes::room_talk::delete)),
    post("/room/{room}/reading", Guest, |m| on(m, routes::room_talk::read)),
    post("/room/{room}/wishes", Guest, |m| on(m, routes::room_talk::wish)),
    post("/room/{room}/proof", Guest, |m| on(m, routes::room_talk::prove)),
    get("/room/{room}/files/{file}", Guest, |m| on(m, routes::room::file)),
    get("/widget.js", Public, |m| on(m, routes::chat::widget)),
    get("/chat/{account}", Public, |m| on(m, routes::chat::show)),
    post("/chat/{account}/rooms", Stranger, |m| on(m, routes::chat::begin)),
    post("/me/presence", LoggedIn, |m| on(m, routes::me::presence)),
    post("/me/theme", LoggedIn, |m| on(m, routes::me::theme)),
    get("/style", LoggedIn, |m| on(m, routes::style::show)),
    get("/keys", LoggedIn, |m| on(m, routes::keys::show)),
    get("/live", Needs(P::CaseRead), |m| on(m, live::open)),
    get("/api/v1/cases", Needs(P::CaseRead), |m| on(m, api::cases::list)),
    get("/api/v1/cases/{id}", Needs(P::CaseRead), |m| on(m, api::cases::show)),
    get("/api/v1/openapi.json", Public, |m| on(m, api::v1::show)),
    get("/api/channel/v1/openapi.json", Public, |m| on(m, api::openapi::show)),
    put("/api/channel/v1/{account}/events", Connector, |m| on(m, api::events::accept)),
    put("/api/channel/v1/{account}/descriptor", Connector, |m| on(m, api::descriptor::keep)),
    get("/api/channel/v1/{account}/commands", Connector, |m| on(m, api::commands::list)),
    put("/api/channel/v1/{account}/commands/{id}/result", Connector, |m| on(m, api::result::keep)),
    get("/api/channel/v1/{account}/state", Connector, |m| on(m, api::kept::show)),
    put("/api/channel/v1/{account}/state", Connector, |m| on(m, api::kept::keep)),
];

/// Every route there is, with who may use it.
#[must_use]
pub fn routes() -> &'static [Route] {
    TABLE
}

/// The whole web face: every route of the table behind its gate.
pub fn router(state: State) -> Router {
    let mut router = Router::new();
    for route in TABLE {
        let (access, held) = (route.access, state.clone());
        let filter = MethodFilter::try_from(route.method.clone()).unwrap_or(MethodFilter::GET);
        let gated =
            (route.handler)(filter).route_layer(from_fn(move |request: Request, next: Next| {
                gate::pass(held.clone(), access, request, next)
            }));
        router = router.route(route.path, gated);
    }
    let secure = state.is_secure();
    let router = router
        .fallback(nothing)
        .method_not_allowed_fallback(otherwise)
        .with_state(state)
        .layer(from_fn(headers::add));
    if secure { router.layer(from_fn(headers::only_tls)) } else { router }
}

async fn nothing(held: Held<State>, request: Request) -> Response {
    refuse(held, request, StatusCode::NOT_FOUND).await
}

async fn otherwise(held: Held<State>, request: Request) -> Response {
    refuse(held, request, StatusCode::METHOD_NOT_ALLOWED).await
}

/// An address that nobody serves. Whether somebody is logged in does not matter here.
async fn refuse(Held(state): Held<State>, request: Request, status: StatusCode) -> Response {
    let (parts, _) = request.into_parts();
    Problem::new(status).answer(&Visit::new(&state, &parts, None)).await
}
