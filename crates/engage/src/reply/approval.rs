//! Whether an answer needs somebody else's word before it goes, and whose.

use earshot_model::{
    AgentId, ApprovalReason, ApprovalState, Audience, Case, Grant, OutboxId, Permission, Time,
    Visibility,
};
use earshot_store::approvals::{self, Approval, Flagged};
use earshot_store::crises::{self, Crisis};
use earshot_store::setup::Department;
use earshot_store::{Conn, verdicts};

use crate::Result;
use crate::crisis::is_prepared;

/// Who agrees where no department is named: whoever leads where the case is.
const SUPERVISOR: &str = "supervisor";

/// What an answer needs before it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Key of the department that has to agree; `supervisor` for whoever leads where the case is.
    pub from: String,
    /// Why.
    pub why: ApprovalReason,
}

impl Wanted {
    /// The question about an answer, as it is stored.
    pub(crate) fn about(&self, id: OutboxId, case: &Case, author: AgentId, now: Time) -> Approval {
        Approval {
            outbox_id: id,
            case_id: case.id,
            author_id: author,
            wanted_from: self.from.clone(),
            why: self.why,
            state: ApprovalState::Waiting,
            agreed: String::new(),
            asked_at: now,
            decided_by: None,
            decided_at: None,
        }
    }
}

/// What decides whose word answers of one agent in one case need.
pub(crate) struct Rules<'d> {
    departments: &'d [Department],
    /// Whose word the playbook wants, for what nobody has agreed to answer yet.
    open: Vec<String>,
    /// Whether somebody reads this agent's public answers first.
    checked: bool,
    /// The plan for a crisis that is at work and wants public answers read first.
    crisis: Option<Crisis>,
}

impl<'d> Rules<'d> {
    /// Reads them as they are now. Words of the customer that need a department's word need it until an
    /// answer that was written after them has it: a word of thanks after a threat does not hide the
    /// threat, nor does an answer that was on its way when the threat came.
    /// `asked` are the questions about the answers of the case.
    pub(crate) async fn of(
        conn: &mut Conn,
        agent: AgentId,
        case: &Case,
        departments: &'d [Department],
        asked: &[Approval],
    ) -> Result<Self> {
        let mut open: Vec<String> = Vec::new();
        for Flagged { decision, received_at } in
            approvals::flagged(conn, case.id, case.person_id).await?
        {
            let Some(from) = verdicts::decision(&decision)?.and_then(|it| it.approval) else {
                continue;
            };
            let agreed = asked.iter().any(|row| {
                row.state == ApprovalState::Given
                    && row.asked_at >= received_at
                    && row.has_agreed(&from)
            });
            if !agreed && !open.contains(&from) {
                open.push(from);
            }
        }
        Ok(Self {
            departments,
            open,
            crisis: crises::at_work(conn).await?.filter(|plan| !plan.word_from.is_empty()),
            checked: approvals::checked(conn).await?.iter().any(|row| row.agent_id == agent),
        })
    }

    /// Whose words such an answer needs, in the order in which they are asked. Who could give one
    /// needs none.
    ///
    /// A confirmed troll label and somebody's first weeks concern public answers only: what nobody
    /// else reads can be mended in the next message. So does a crisis; the text that was agreed on for it
    /// needs no further word. `text` is what is to be said, as far as it is known.
    pub(crate) fn wanted(
        &self,
        eyes: &Visibility,
        case: &Case,
        audience: Audience,
        text: &str,
    ) -> Vec<Wanted> {
        let may = |from: &str| may_approve(eyes, case, from, self.departments);
        let mut wanted = Vec::new();
        for from in self.open.iter().filter(|from| !may(from)) {
            let troll = from == SUPERVISOR;
            let why = if troll { ApprovalReason::Troll } else { ApprovalReason::Playbook };
            if audience.is_open() || !troll {
                wanted.push(Wanted { from: from.clone(), why });
            }
        }
        let asked = wanted.iter().any(|one| one.from == SUPERVISOR);
        if self.checked && audience.is_open() && !asked && !may(SUPERVISOR) {
            wanted.push(Wanted { from: SUPERVISOR.to_owned(), why: ApprovalReason::Learning });
        }
        if let Some(plan) = self.crisis.as_ref().filter(|plan| !is_prepared(plan, text)) {
            let from = &plan.word_from;
            let asked = wanted.iter().any(|one| one.from == *from);
            if audience.is_open() && !asked && !may(from) {
                wanted.push(Wanted { from: from.clone(), why: ApprovalReason::Crisis });
            }
        }
        wanted
    }

    /// Whose word the playbook wants that this agent could give: with their answer they give it.
    pub(crate) fn own_word(&self, eyes: &Visibility, case: &Case) -> Vec<String> {
        let may = |from: &&String| may_approve(eyes, case, from, self.departments);
        self.open.iter().filter(may).cloned().collect()
    }
}

/// Whether these eyes may let an answer go that needs a word from there. A department that is gone
/// leaves it to whoever leads where the case is.
pub(crate) fn may_approve(
    eyes: &Visibility,
    case: &Case,
    from: &str,
    departments: &[Department],
) -> bool {
    let named = departments.iter().find(|department| department.key == from);
    named.map_or_else(
        || eyes.sees(case) && eyes.allows(Permission::ReplyApprove, case),
        |department| {
            eyes.grants.contains(&Grant::Organization(Permission::ReplyApprove))
                || eyes.grants.contains(&Grant::Department(Permission::ReplyApprove, department.id))
        },
    )
}
