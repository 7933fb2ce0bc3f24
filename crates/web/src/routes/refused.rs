//! An answer that does not go: the desk again, with the reason where the eye is, or the reason as
//! JSON. The words that were typed come along.

use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use earshot_engage::desk::CasePage;
use earshot_engage::reply::{Answered, Denied, FindingKind, ReplyRefusal, Stopped};
use earshot_model::{AgentId, Audience, CaseId, OutboxId, Time};
use serde_json::{Value, json};

use super::cases::desk_page;
use crate::answer::page_with;
use crate::form::Form;
use crate::pages::case::Notice;
use crate::pages::composer::{Collision, Finding, GuardPanel, Piece, SaidView};
use crate::pages::desk::DeskPage;
use crate::pages::format::{Lens, span};
use crate::pages::mark::{Face, Shape};
use crate::problem::{Answer, Problem};
use crate::show::list::{agent, face};
use crate::visit::Desk;
use crate::words::Words;

/// The answer to a reply that was refused.
pub(crate) async fn refused(
    desk: &Desk,
    case: CaseId,
    form: &Form,
    refusal: ReplyRefusal,
) -> Answer {
    let text = form.text("text");
    let status = match &refusal {
        ReplyRefusal::AlreadyAnswered(_)
        | ReplyRefusal::Closed
        | ReplyRefusal::KeyTaken(_)
        | ReplyRefusal::Moved
        | ReplyRefusal::Unproved { .. }
        | ReplyRefusal::NeedsApproval
        | ReplyRefusal::SpokeSince
        | ReplyRefusal::TooLate { .. } => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let refusal = match refusal {
        ReplyRefusal::Act(error) => return Err(Problem::from(error).keep(text)),
        other => other,
    };
    if desk.visit.json {
        return Ok((status, Json(as_json(&refusal))).into_response());
    }
    let asked = Form(vec![("mode".to_owned(), form.text("audience").to_owned())]);
    let (mut page, open) =
        desk_page(desk, case, &asked).await.map_err(|problem| problem.keep(text))?;
    show(desk, &mut page, &open, form, &refusal);
    page_with(status, &page)
}

fn show(desk: &Desk, page: &mut DeskPage, open: &CasePage, form: &Form, refusal: &ReplyRefusal) {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let key = desk.visit.state.tools.id::<OutboxId>().to_string();
    let text = form.text("text");
    let Some(case) = page.case.as_mut() else { return };
    match refusal {
        ReplyRefusal::AlreadyAnswered(first) => {
            case.collision = Some(collision(&lens, open, first, form, key));
        }
        ReplyRefusal::Guard { findings, may_override, denied } => {
            let mut panel = guard(w, open, findings, *may_override, text.trim(), key);
            panel.denied = denied.map(|denied| w.t(format!("guard-{}", denied.word())));
            case.guard = Some(panel);
        }
        other => case.notice = Some(Notice { tone: "bad", text: words(w, other) }),
    }
    // Without scripts the draft is what the browser sent, not what the server had kept before.
    let Some(composer) = case.composer.as_mut() else { return };
    composer.unproved = matches!(refusal, ReplyRefusal::Unproved { .. });
    let sheet = match form.text("audience") {
        "public" => composer.public.as_mut(),
        "private" => composer.private.as_mut(),
        _ => None,
    };
    if let Some(sheet) = sheet.filter(|_| !text.is_empty()) {
        text.clone_into(&mut sheet.text);
    }
}

fn collision(
    lens: &Lens,
    open: &CasePage,
    first: &Answered,
    form: &Form,
    key: String,
) -> Collision {
    let w = lens.w;
    let who = agent(&open.agents, first.who);
    let ago = lens.now.since(first.at);
    let title = if ago < 10 * Time::SECOND {
        w.t1("collision-just-now", "name", &first.name)
    } else {
        w.t2("collision-answered", "name", &first.name, "ago", span(w, ago))
    };
    Collision {
        title,
        said: vec![SaidView {
            name: first.name.clone(),
            face: who.map_or_else(|| stranger(&first.name, first.who), face),
            when: lens.when(first.at),
            text: first.text.clone(),
        }],
        text: form.text("text").to_owned(),
        audience: if form.text("audience") == "private" { "private" } else { "public" },
        key,
        seen: open.case.version,
    }
}

fn stranger(name: &str, id: AgentId) -> Face {
    Face::new(name, &id.to_string(), Shape::Person)
}

fn guard(
    w: Words,
    open: &CasePage,
    findings: &[Stopped],
    may_override: bool,
    text: &str,
    key: String,
) -> GuardPanel {
    let shown = |stop: &Stopped| Finding { what: what(w, &stop.kind), shown: masked(&stop.words) };
    GuardPanel {
        findings: findings.iter().map(shown).collect(),
        pieces: pieces(text, findings),
        text: text.to_owned(),
        denied: None,
        may_override,
        can_go_private: open.sheets.as_ref().is_some_and(|sheets| sheets.private.is_some()),
        key,
        seen: open.case.version,
    }
}

/// The draft, cut where the findings begin and end.
fn pieces(text: &str, findings: &[Stopped]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |from: usize, to: usize, leak| {
        if let Some(piece) = text.get(from..to).filter(|piece| !piece.is_empty()) {
            pieces.push(Piece { text: piece.to_owned(), leak });
        }
    };
    for stop in findings {
        let start = stop.start.max(at);
        if stop.end > start {
            push(at, start, false);
            push(start, stop.end, true);
            at = stop.end;
        }
    }
    push(at, text.len(), false);
    pieces
}

/// What a finding is, in the reader's language.
pub(super) fn what(w: Words, kind: &FindingKind) -> String {
    match kind {
        FindingKind::Email => w.t("guard-email"),
        FindingKind::Phone => w.t("guard-phone"),
        FindingKind::Card => w.t("guard-card"),
        FindingKind::Iban => w.t("guard-iban"),
        FindingKind::Pattern(name) => name.clone(),
        FindingKind::OwnRecord => w.t("guard-record"),
        FindingKind::InternalNote => w.t("guard-note"),
        FindingKind::Credential => w.t("guard-credential"),
        FindingKind::Account => w.t("guard-order"),
        FindingKind::LongNumber => w.t("guard-number"),
    }
}

/// The first and the last two signs: enough to find it in the draft.
fn masked(words: &str) -> String {
    let letters: Vec<char> = words.chars().collect();
    let keep = if letters.len() > 6 { 2 } else { 0 };
    let hidden = letters.len() - 2 * keep;
    let ends = |at: usize| at < keep || at >= letters.len() - keep;
    let shown = letters.iter().enumerate().map(|(at, letter)| if ends(at) { *letter } else { '•' });
    if hidden == letters.len() { "•".repeat(letters.len().min(6)) } else { shown.collect() }
}

/// What stands in the way, in the reader's language.
fn words(w: Words, refusal: &ReplyRefusal) -> String {
    match refusal {
        ReplyRefusal::Blank => w.t("reply-blank"),
        ReplyRefusal::Closed => w.t("reply-closed"),
        ReplyRefusal::Reason { min } => w.t1("reply-reason", "n", *min),
        ReplyRefusal::TooLong { count, max, .. } => {
            w.t2("reply-too-long", "n", *count, "max", *max)
        }
        ReplyRefusal::CannotSend { reason, .. } if w.knows(reason) => w.t(reason),
        ReplyRefusal::CannotSend { .. } => w.t("reply-cannot"),
        ReplyRefusal::NothingToAnswer(Audience::Private) => w.t("reply-nothing-private"),
        ReplyRefusal::NothingToAnswer(_) => w.t("reply-nothing-public"),
        ReplyRefusal::KeyTaken(_) => w.t("reply-key-taken"),
        ReplyRefusal::Moved => w.t("reply-moved"),
        ReplyRefusal::Unproved { handle } => w.t1("reply-unproved", "handle", handle),
        ReplyRefusal::NeedsApproval => w.t("reply-needs-approval"),
        ReplyRefusal::SpokeSince => w.t("approval-spoke-since"),
        ReplyRefusal::TooLate { .. } => w.t("reply-too-late"),
        other => other.to_string(),
    }
}

/// The refusal for programs: a word, and what belongs to it.
fn as_json(refusal: &ReplyRefusal) -> Value {
    let (problem, more) = match refusal {
        ReplyRefusal::AlreadyAnswered(first) => (
            "already-answered",
            json!({
                "by": first.name,
                "text": first.text,
                "audience": first.audience,
                "at": first.at.to_string(),
                "state": first.state,
            }),
        ),
        ReplyRefusal::Guard { findings, may_override, denied } => {
            let denied = denied.map(Denied::word);
            let place = |stop: &Stopped| json!({ "found": stop.kind, "start": stop.start, "end": stop.end });
            let findings: Vec<Value> = findings.iter().map(place).collect();
            (
                "guard",
                json!({ "findings": findings, "may_override": may_override, "denied": denied }),
            )
        }
        ReplyRefusal::TooLong { count, max, unit } => {
            ("too-long", json!({ "count": count, "max": max, "unit": unit }))
        }
        ReplyRefusal::CannotSend { reason, .. } => ("cannot-send", json!({ "reason": reason })),
        ReplyRefusal::Blank => ("blank", Value::Null),
        ReplyRefusal::Closed => ("closed", Value::Null),
        ReplyRefusal::Reason { min } => ("reason-too-short", json!({ "min": min })),
        ReplyRefusal::NothingToAnswer(_) => ("nothing-to-answer", Value::Null),
        ReplyRefusal::Moved => ("moved", Value::Null),
        ReplyRefusal::Unproved { handle } => ("unproved", json!({ "handle": handle })),
        ReplyRefusal::KeyTaken(_) => ("key-taken", Value::Null),
        ReplyRefusal::NeedsApproval => ("needs-approval", Value::Null),
        ReplyRefusal::SpokeSince => ("spoke-since", Value::Null),
        ReplyRefusal::TooLate { state } => ("too-late", json!({ "state": state })),
        _ => ("refused", Value::Null),
    };
    json!({ "problem": problem, "message": refusal.to_string(), "more": more })
}
