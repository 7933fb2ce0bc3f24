//! The middle pane: one case.

use earshot_engage::acts::{Doing, Here, Waiver};
use earshot_engage::desk::{CasePage, ClockKind, ClockState, CloseRefusal, Lesson, Phase};
use earshot_model::{Agent, CaseStatus, Time};

use super::advice::{against, aside, next};
use super::composer::composer;
use super::corrected::{corrected, field_name, value_name};
use super::list::{agent, clock, face};
use super::room_strip::strip;
use super::routed::routed;
use super::thread::{Marks, items};
use super::which::tagged;
use crate::pages::case::{
    CasePane, Choice, ClockLine, Ending, Notice, PresenceLine, PromiseForm, TagView, TagsView,
};
use crate::pages::clock::ClockMark;
use crate::pages::format::Lens;
use crate::pages::verdict::{TaughtLine, VerdictView, evidence, fixes};
use crate::visit::Desk;
use crate::words::Words;

/// The case as a page shows it. `mode` is the draft that was asked for, `done` what was just done.
pub(crate) fn case(desk: &Desk, lens: &Lens, page: &CasePage, mode: &str, done: &str) -> CasePane {
    let (w, case) = (lens.w, &page.case);
    let (verdict, marks) = verdict(lens, page).unzip();
    let marks: Option<Marks> = marks;
    CasePane {
        id: case.id.to_string(),
        number: case.number.to_string(),
        subject: case.subject.clone(),
        version: case.version,
        spoke: case.customer_spoke_at.map_or(0, Time::micros),
        status: w.t(format!("status-{}", case.status.word().replace('_', "-"))),
        live: case.status.is_live(),
        presence: page.here.iter().filter_map(|here| presence(w, &page.agents, *here)).collect(),
        owners: owners(page),
        queues: queues(page),
        verdict,
        routed: routed(lens, page),
        earlier: None,
        tags: tags(w, page),
        clocks: clocks(lens, page),
        ending: ending(w, page),
        closable: page.may.reopen
            && case.status == CaseStatus::Resolved
            && page.course.unfinished.is_none(),
        items: items(lens, page, desk.staff.id(), marks.as_ref()),
        next: next(w, page),
        aside: aside(w, page),
        against: against(w, page),
        room: strip(lens, page),
        composer: composer(w, &desk.visit.state.tools, page, desk.staff.id(), mode),
        collision: None,
        guard: None,
        notice: notice(w, done),
        promise: page.may.note.then(|| promise(lens)),
    }
}

fn tags(w: Words, page: &CasePage) -> TagsView {
    let given = page.sorting.given.iter().map(|given| TagView {
        href: format!("/cases?list={}", tagged(&given.tag)),
        why: given.line.map(|line| match line {
            0 => w.t("tag-by-crisis"),
            line => w.t1("verdict-line", "n", line.to_string()),
        }),
        off: w.t1("tag-off", "tag", &given.tag),
        word: given.tag.clone(),
    });
    let is_new = |usual: &&String| page.sorting.given.iter().all(|given| given.tag != **usual);
    let others = page.sorting.usual.iter().filter(is_new);
    TagsView { given: given.collect(), usual: page.may.note.then(|| others.cloned().collect()) }
}

fn verdict(lens: &Lens, page: &CasePage) -> Option<(VerdictView, Marks)> {
    let (post, judged) = page.judged.as_ref()?;
    let verdict = corrected(judged.verdict.clone()?, *post, &page.corrections);
    let decided = judged.decision.as_ref().map(|decision| decision.reasons.clone());
    let version = judged.decision.as_ref().map_or(0, |decision| decision.playbook_version);
    let reasons: Vec<_> =
        decided.unwrap_or_default().into_iter().chain(page.routed.reasons.clone()).collect();
    let case = &page.case;
    let started = case.customer_spoke_at.unwrap_or(case.opened_at);
    let clock = clock(lens, case.status, case.clocks.due_at(), started, case.sla.word());
    let marks = evidence(&verdict);
    let mut view = VerdictView::of(lens.w, post.to_string(), &verdict, (version, &reasons), clock);
    if page.may.correct {
        view.fixes = fixes(lens.w, &verdict);
    } else {
        view.terms.iter_mut().for_each(|term| term.field = None);
    }
    let told = page.lessons.iter().filter(|lesson| lesson.post_id == *post);
    view.taught = told.map(|lesson| taught(lens, page, lesson)).collect();
    Some((view, (*post, marks)))
}

fn taught(lens: &Lens, page: &CasePage, lesson: &Lesson) -> TaughtLine {
    let w = lens.w;
    let by = agent(&page.agents, lesson.agent_id);
    let value = value_name(w, &lesson.field, &lesson.value);
    let pairs = [
        ("name".to_owned(), by.map(|agent| agent.short_name.clone()).unwrap_or_default()),
        ("field".to_owned(), field_name(w, &lesson.field)),
        ("value".to_owned(), value.clone()),
    ];
    TaughtLine {
        number: lesson.number.to_string(),
        text: w.with("verdict-taught", &pairs),
        when: lens.when(lesson.taught_at),
        undo: page.may.correct.then(|| w.t1("verdict-take-back-of", "value", value)),
    }
}

fn presence(w: Words, agents: &[Agent], here: Here) -> Option<PresenceLine> {
    let agent = agent(agents, here.agent)?;
    let typing = here.doing == Doing::Typing;
    let key = if typing { "presence-typing" } else { "presence-viewing" };
    Some(PresenceLine {
        face: face(agent).sized("xs"),
        text: w.t1(key, "name", &agent.short_name),
        typing,
    })
}

fn owners(page: &CasePage) -> Vec<Choice> {
    let at_work = page.agents.iter().filter(|agent| agent.disabled_at.is_none());
    at_work
        .map(|agent| Choice {
            value: agent.id.to_string(),
            label: agent.name.clone(),
            chosen: page.case.owner_id == Some(agent.id),
        })
        .collect()
}

fn queues(page: &CasePage) -> Vec<Choice> {
    let choice = |queue: &earshot_model::Queue| Choice {
        value: queue.id.to_string(),
        label: queue.name.clone(),
        chosen: page.case.queue_id == queue.id,
    };
    page.queues.iter().map(choice).collect()
}

/// The clocks beside the one of the answer, which stands above the thread.
fn clocks(lens: &Lens, page: &CasePage) -> Vec<ClockLine> {
    let w = lens.w;
    let line = |state: &ClockState| {
        let mark = match (state.phase, state.due_at) {
            (Phase::Paused, _) => ClockMark::paused(w),
            (Phase::Running | Phase::AtRisk | Phase::Late, Some(due)) => {
                let rule = w.t(format!("clock-{}-hint", state.clock));
                ClockMark::running(w, state.started_at.min(due), due, lens.now, rule).measured(w)
            }
            _ => return None,
        };
        Some(ClockLine { label: w.t(format!("clock-{}", state.clock)), mark })
    };
    let beside = |state: &&ClockState| {
        state.is_open() && !state.clock.is_answer() && state.clock != ClockKind::Promise
    };
    page.course.clocks.iter().filter(beside).filter_map(line).collect()
}

/// What is to be done where a case began in public and has not ended there.
fn ending(w: Words, page: &CasePage) -> Option<Ending> {
    let open =
        page.course.unfinished == Some(CloseRefusal::LoopOpen) && !page.case.status.is_live();
    open.then(|| Ending {
        text: w.t("loop-hint"),
        reasons: if page.may.reopen {
            let choice = |reason: &Waiver| Choice {
                value: reason.word().to_owned(),
                label: w.t(format!("loop-reason-{}", reason.word().replace('_', "-"))),
                chosen: false,
            };
            Waiver::ALL.iter().map(choice).collect()
        } else {
            Vec::new()
        },
    })
}

/// The next minute, and this hour tomorrow, in the reader's zone.
fn promise(lens: &Lens) -> PromiseForm {
    let at = |time: Time, format| {
        time.timestamp().to_zoned(lens.zone.clone()).strftime(format).to_string()
    };
    PromiseForm {
        from: at(lens.now.plus(Time::MINUTE), "%Y-%m-%dT%H:%M"),
        due: at(lens.now.plus(Time::DAY), "%Y-%m-%dT%H:00"),
    }
}

/// The line that says what was just done.
fn notice(w: Words, done: &str) -> Option<Notice> {
    let key = match done {
        "resolved" => "notice-resolved",
        "noted" => "notice-noted",
        "corrected" => "notice-corrected",
        "withdrawn" => "notice-withdrawn",
        "promised" => "notice-promised",
        "fact" => "notice-fact",
        "waived" => "notice-waived",
        "aside" => "notice-aside",
        "invited" => "notice-invited",
        "code" => "notice-code",
        "proved" => "notice-proved",
        "closed" => "notice-closed",
        _ => return None,
    };
    Some(Notice { tone: "good", text: w.t(key) })
}
