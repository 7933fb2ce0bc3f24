//! Answers that wait for somebody's word, in words.

use earshot_engage::desk::{ApprovalRow, ApprovalsPage as Found, Department, Pace};
use earshot_engage::reply::Wanted;
use earshot_model::ApprovalReason;

use super::list::{agent, clock, face, person};
use crate::pages::approvals::{AnswerView, ApprovalsPage};
use crate::pages::case::Notice;
use crate::pages::format::{Lens, number, span};
use crate::pages::mark::{AudienceMark, ChannelMark, Face, Shape};
use crate::visit::Desk;
use crate::words::Words;

/// The page.
pub(crate) async fn approvals(desk: &Desk, found: &Found, notice: Option<Notice>) -> ApprovalsPage {
    let (w, lens) = (desk.visit.words, desk.visit.lens());
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    ApprovalsPage {
        w,
        frame: desk.visit.frame("approvals").await,
        notice,
        answers: found.rows.iter().map(|row| answer(&lens, found, row)).collect(),
        own: (found.own > 0).then(|| w.t1("approval-own", "n", count(found.own))),
        pace: pace(w, found.pace),
    }
}

fn answer(lens: &Lens, found: &Found, row: &ApprovalRow) -> AnswerView {
    let (w, case) = (lens.w, &row.case);
    let author = agent(&found.agents, row.message.agent_id);
    let started = case.customer_spoke_at.unwrap_or(case.opened_at);
    AnswerView {
        id: row.message.id.to_string(),
        case: case.id.to_string(),
        href: row.sees.then(|| format!("/cases/{}?list=all", case.id)),
        channel: ChannelMark::of(w, &case.channel, None),
        name: person(w, &row.person),
        asked: row.asked.clone(),
        language: row.language.clone(),
        face: author.map_or_else(|| Face::new("", "", Shape::Person), face).sized("sm"),
        author: author.map(|agent| agent.name.clone()).unwrap_or_default(),
        text: row.message.text.clone(),
        audience: AudienceMark::of(w, row.message.audience, true),
        private: !row.message.audience.is_open(),
        why: why(w, row.approval.why, &row.approval.wanted_from, &found.departments),
        since: lens.when(row.approval.asked_at),
        clock: clock(lens, case.status, case.clocks.due_at(), started, case.sla.word()),
        seen: case.customer_spoke_at.map_or(0, earshot_model::Time::micros),
        spoke_since: row.spoke_since,
    }
}

fn pace(w: Words, pace: Pace) -> Option<String> {
    let count = |n: usize| number(w, i64::try_from(n).unwrap_or(i64::MAX));
    (pace.decided > 0).then(|| {
        w.with(
            "approval-pace",
            &[
                ("n".to_owned(), count(pace.decided)),
                ("half".to_owned(), span(w, pace.half)),
                ("most".to_owned(), span(w, pace.most)),
                ("returned".to_owned(), count(pace.returned)),
            ],
        )
    })
}

/// The name of who has to agree.
pub(crate) fn whose(w: Words, from: &str, departments: &[Department]) -> String {
    let named = departments.iter().find(|department| department.key == from);
    named.map_or_else(|| w.t("approval-supervisor"), |department| department.name.clone())
}

/// Why an answer waits.
fn why(w: Words, why: ApprovalReason, from: &str, departments: &[Department]) -> String {
    w.t1(&format!("approval-why-{}", why.word()), "from", whose(w, from, departments))
}

/// What the writer is told before they send.
pub(crate) fn hint(w: Words, wanted: &Wanted, departments: &[Department]) -> String {
    let from = whose(w, &wanted.from, departments);
    w.t1(&format!("approval-hint-{}", wanted.why.word()), "from", from)
}
