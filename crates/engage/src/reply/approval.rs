//! Whether an answer needs somebody else's word before it goes, and whose.

use earshot_model::{
    AgentId, ApprovalReason, ApprovalState, Audience, Case, Direction, Grant, OutboxId, Permission,
    Post, PostId, Time, Visibility,
};
use earshot_store::approvals::{self as stored, Approval};
use earshot_store::setup::{self, Department};
use earshot_store::{Conn, posts, verdicts};

use crate::Result;
use crate::staff::Staff;

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
    pub(super) fn about(&self, id: OutboxId, case: &Case, author: AgentId, now: Time) -> Approval {
        Approval {
            outbox_id: id,
            case_id: case.id,
            author_id: author,
            wanted_from: self.from.clone(),
            why: self.why,
            state: ApprovalState::Waiting,
            asked_at: now,
            decided_by: None,
            decided_at: None,
        }
    }
}

/// How many posts of a case are looked at for one that needs somebody's word.
const BACK: i64 = 50;

/// What decides whose word answers of one agent in one case need.
pub(crate) struct Rules {
    departments: Vec<Department>,
    /// Who has to agree as the playbook decided about what is answered.
    approvals: Vec<String>,
    /// Whether somebody reads this agent's public answers first.
    checked: bool,
}

impl Rules {
    /// Reads them as they are now. An answer answers everything that the customer said since the brand
    /// last spoke: a word of thanks after a threat does not hide the threat.
    pub(crate) async fn of(conn: &mut Conn, by: &Staff, case: &Case, to: PostId) -> Result<Self> {
        let mut approvals = Vec::new();
        let answered = answered(conn, case, to).await?.into_iter().map(|post| post.id);
        for judged in verdicts::of_posts(conn, answered.collect()).await? {
            approvals.extend(judged.decided()?.and_then(|decision| decision.approval));
        }
        Ok(Self {
            departments: setup::departments(conn).await?,
            approvals,
            checked: stored::checked(conn).await?.iter().any(|row| row.agent_id == by.id()),
        })
    }

    /// Whose word such an answer needs; nothing where it may go by itself. Who could give that word
    /// needs none.
    ///
    /// The playbook comes first. A confirmed troll label and somebody's first weeks concern public
    /// answers only: what nobody else reads can be mended in the next message.
    pub(crate) fn wanted(&self, by: &Staff, case: &Case, audience: Audience) -> Option<Wanted> {
        let may = |from: &str| may_approve(&by.eyes, case, from, &self.departments);
        for from in &self.approvals {
            let troll = from == SUPERVISOR;
            let why = if troll { ApprovalReason::Troll } else { ApprovalReason::Playbook };
            if (audience.is_open() || !troll) && !may(from) {
                return Some(Wanted { from: from.clone(), why });
            }
        }
        let learning = self.checked && audience.is_open() && !may(SUPERVISOR);
        let wanted = || Wanted { from: SUPERVISOR.to_owned(), why: ApprovalReason::Learning };
        learning.then(wanted)
    }
}

/// What an answer to this post answers, oldest first: that post, and what the customer said since the
/// brand last spoke.
pub(crate) async fn answered(conn: &mut Conn, case: &Case, to: PostId) -> Result<Vec<Post>> {
    let newest = posts::of_case(conn, case.id, BACK).await?.into_iter();
    let since = newest.take_while(|post| post.direction == Direction::Inbound);
    let mut answered: Vec<Post> =
        since.filter(|post| post.person_id == case.person_id || post.id == to).collect();
    if !answered.iter().any(|post| post.id == to) {
        answered.push(posts::find(conn, to).await?);
    }
    answered.reverse();
    Ok(answered)
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
