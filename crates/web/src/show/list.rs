//! The left pane: rows in the order of their clocks.

use earshot_engage::acts::{Doing, Here};
use earshot_engage::desk::{CaseRow, ListPage, Shelf};
use earshot_model::{Agent, AgentId, CaseId, CaseList, CaseStatus, Clocks, Direction, Time};

use super::which::{ROWS, Which};
use crate::pages::clock::{ClockMark, ClockState};
use crate::pages::format::{Lens, number};
use crate::pages::list::{Empty, ListPane, Row, RowGroup, Say, Tab};
use crate::pages::mark::{ChannelMark, Face, Feeling, Shape};
use crate::words::Words;

/// How many characters of a post a row carries; it shows one line of them.
const SAY: usize = 180;

/// The list as a page shows it. `open` is the case that is open beside it.
pub(crate) fn list(lens: &Lens, which: &Which, page: &ListPage, open: Option<CaseId>) -> ListPane {
    let w = lens.w;
    let rows: Vec<(Urgency, Row)> =
        page.rows.iter().map(|case| row(lens, which, page, case, open)).collect();
    let next = rows.first().map(|(_, row)| row.href.clone());
    let behind = which.page.offset + ROWS;
    ListPane {
        title: title(w, which, page),
        list: which.word.clone(),
        status: which.status.to_owned(),
        tabs: tabs(w, which, page),
        groups: groups(w, which.shelf, rows),
        empty: empty(w, which),
        more: page.more.then(|| format!("/cases?{}&from={behind}", which.query())),
        next,
    }
}

fn title(w: Words, which: &Which, page: &ListPage) -> String {
    match &which.list {
        CaseList::Tag(tag) => w.t1("list-tagged", "tag", tag),
        CaseList::Queue(id) => page
            .queues
            .iter()
            .find(|queue| queue.id == *id)
            .map_or_else(|| w.t("list-all"), |queue| queue.name.clone()),
        _ => w.t(format!("list-{}", which.word)),
    }
}

fn tabs(w: Words, which: &Which, page: &ListPage) -> Vec<Tab> {
    let shelves = [
        ("open", Some(page.shelves.open)),
        ("waiting", Some(page.shelves.waiting)),
        ("snoozed", Some(page.shelves.snoozed)),
        ("done", None),
    ];
    let tab = |(word, count): (&str, Option<i64>)| Tab {
        id: word.to_owned(),
        href: format!("/cases?list={}&status={word}", which.word),
        label: w.t(format!("tab-{word}")),
        count: count.map(|count| number(w, count)),
        current: which.status == word,
    };
    shelves.into_iter().map(tab).collect()
}

fn empty(w: Words, which: &Which) -> Empty {
    let hint = match (which.status, &which.list) {
        ("open", CaseList::Unassigned) => "empty-unassigned-hint".to_owned(),
        (status, _) => format!("empty-{status}-hint"),
    };
    Empty { what: w.t(format!("empty-{}", which.status)), hint: w.t(hint) }
}

/// The heading that a row stands under, most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    Late,
    AtRisk,
    Today,
    Later,
}

fn groups(w: Words, shelf: Shelf, rows: Vec<(Urgency, Row)>) -> Vec<RowGroup> {
    if rows.is_empty() {
        return Vec::new();
    }
    if shelf != Shelf::Open {
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        return vec![RowGroup { label: String::new(), drawing: None, rows }];
    }
    let headings = [
        (Urgency::Late, "group-late", Some("alarm")),
        (Urgency::AtRisk, "group-at-risk", None),
        (Urgency::Today, "group-today", None),
        (Urgency::Later, "group-later", None),
    ];
    let mut groups: Vec<RowGroup> = headings
        .iter()
        .map(|(_, key, drawing)| RowGroup { label: w.t(key), drawing: *drawing, rows: Vec::new() })
        .collect();
    for (urgency, row) in rows {
        let at = headings.iter().position(|(heading, ..)| *heading == urgency).unwrap_or(0);
        if let Some(group) = groups.get_mut(at) {
            group.rows.push(row);
        }
    }
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn row(
    lens: &Lens,
    which: &Which,
    page: &ListPage,
    case: &CaseRow,
    open: Option<CaseId>,
) -> (Urgency, Row) {
    let w = lens.w;
    let due = Clocks {
        first_due_at: case.first_due_at,
        next_due_at: case.next_due_at,
        resolve_due_at: None,
        first_answered_at: case.first_answered_at,
    };
    let started = case.customer_spoke_at.unwrap_or(case.opened_at);
    let clock = clock(lens, case.status, due.due_at(), started, case.sla.word());
    let draft = page.drafts.get(&case.id);
    let (whose, say) = match (draft, case.latest_direction) {
        (Some(draft), _) => (Say::Draft, draft.as_str()),
        (None, Some(Direction::Outbound)) => {
            (Say::Ours, case.latest_text.as_deref().unwrap_or(&case.subject))
        }
        (None, _) => (Say::Theirs, case.latest_text.as_deref().unwrap_or(&case.subject)),
    };
    let id = case.id.to_string();
    let here = page.here.get(&case.id).map(Vec::as_slice).unwrap_or_default();
    let row = Row {
        href: format!("/cases/{id}?{}", which.query()),
        current: open == Some(case.id),
        // The case that is open is being read.
        unread: match page.unread.get(&case.id) {
            Some(n) if open != Some(case.id) => u32::try_from(*n).unwrap_or(u32::MAX),
            _ => 0,
        },
        face: Face::new(&case.person_name, &case.person_name, Shape::Person),
        channel: ChannelMark::of(w, &case.channel, None),
        name: person(w, &case.person_name),
        when: lens.when(case.customer_spoke_at.unwrap_or(case.active_at)),
        say: say.chars().take(SAY).collect(),
        whose,
        language: if draft.is_none() { case.latest_language.clone() } else { None },
        feeling: Some(Feeling::bare(w, case.sentiment)),
        chip: None,
        presence: typing(w, page, here),
        people: faces(page, case.owner_id, here),
        clock: clock.clone(),
        id,
    };
    (urgency(lens, clock.as_ref(), due.due_at()), row)
}

/// The clock of a case: none where none runs.
pub(crate) fn clock(
    lens: &Lens,
    status: CaseStatus,
    due: Option<Time>,
    started: Time,
    class: &str,
) -> Option<ClockMark> {
    let w = lens.w;
    match (status, due) {
        (CaseStatus::Waiting | CaseStatus::OnHold, None) => Some(ClockMark::paused(w)),
        (CaseStatus::Resolved | CaseStatus::Closed, _) | (_, None) => None,
        (_, Some(due)) => {
            let rule = w.t1("reason-clock", "class", class);
            Some(ClockMark::running(w, started.min(due), due, lens.now, rule))
        }
    }
}

fn urgency(lens: &Lens, clock: Option<&ClockMark>, due: Option<Time>) -> Urgency {
    match (clock.map(|clock| clock.state), due) {
        (Some(ClockState::Late), _) => Urgency::Late,
        (Some(ClockState::Soon), _) => Urgency::AtRisk,
        (_, Some(due)) if lens.day(due) == lens.day(lens.now) => Urgency::Today,
        _ => Urgency::Later,
    }
}

fn typing(w: Words, page: &ListPage, here: &[Here]) -> Option<String> {
    let who = here.iter().find(|here| here.doing == Doing::Typing)?;
    let agent = agent(&page.agents, who.agent)?;
    Some(w.t1("presence-typing", "name", &agent.short_name))
}

/// The owner, and who else is there.
fn faces(page: &ListPage, owner: Option<AgentId>, here: &[Here]) -> Vec<Face> {
    let others = here.iter().map(|here| here.agent).filter(|id| Some(*id) != owner);
    let agents = owner.into_iter().chain(others).filter_map(|id| agent(&page.agents, id));
    agents.take(3).map(|agent| face(agent).sized("xs")).collect()
}

/// The agent with this id.
pub(crate) fn agent(agents: &[Agent], id: AgentId) -> Option<&Agent> {
    agents.iter().find(|agent| agent.id == id)
}

/// A colleague's face: the same on every screen.
pub(crate) fn face(agent: &Agent) -> Face {
    Face::new(&agent.name, &agent.id.to_string(), Shape::Person)
}

/// The name of a customer, or what stands in its place once they were erased.
pub(crate) fn person(w: Words, name: &str) -> String {
    if name.is_empty() { w.t("person-erased") } else { name.to_owned() }
}
