//! Answers that wait for somebody's word.

use std::collections::{BTreeSet, HashMap};

use earshot_model::{Agent, Audience, Case, CaseId, Direction, Permission, Post, Time};
use earshot_store::approvals::{self, Approval};
use earshot_store::outbox::{self, Message};
use earshot_store::setup::{self, Department};
use earshot_store::{Conn, agents, cases, persons, posts};

use crate::reply::may_approve;
use crate::staff::Staff;
use crate::{Engage, Result};

/// The most questions of one page; the oldest come first.
const MOST: i64 = 2_000;
/// How far back decided questions are measured, in microseconds: 30 days.
const MEASURED: i64 = 30 * Time::DAY;
/// How far back in a case its customer's words are shown.
const SHOWN: i64 = 20;
/// The most of them.
const MOST_DECIDED: i64 = 5_000;

/// An answer that waits for this agent's word, with what they need to decide.
#[derive(Debug, Clone)]
pub struct ApprovalRow {
    /// The question.
    pub approval: Approval,
    /// The answer.
    pub message: Message,
    /// Its case.
    pub case: Case,
    /// Whether this agent may open the case.
    pub sees: bool,
    /// The customer's name.
    pub person: String,
    /// What is answered, each post a paragraph; empty once it is gone.
    pub asked: String,
    /// The language that was claimed for the newest of it.
    pub language: Option<String>,
    /// Whether the customer has written since the answer was.
    pub spoke_since: bool,
}

/// How quickly answers were decided, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    /// How many were let go or sent back.
    pub decided: usize,
    /// How many of them were sent back.
    pub returned: usize,
    /// In how many microseconds half of them were decided.
    pub half: i64,
    /// In how many microseconds nine of ten were.
    pub most: i64,
}

/// The page of answers that wait.
#[derive(Debug, Clone)]
pub struct ApprovalsPage {
    /// Those that this agent may decide, the soonest due case first.
    pub rows: Vec<ApprovalRow>,
    /// Those that wait for others, of their own: written by this agent.
    pub own: usize,
    /// The last 30 days, of the whole organization.
    pub pace: Pace,
    /// Everybody who works here.
    pub agents: Vec<Agent>,
    /// All departments.
    pub departments: Vec<Department>,
}

/// How many answers wait for somebody's word, for the navigation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ApprovalCount {
    /// How many.
    pub waiting: i64,
    /// Whether the time of a case is over meanwhile.
    pub late: bool,
}

impl Engage {
    /// The answers that wait for this agent's word. Asks `reply.approve`.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`].
    pub async fn approvals(&self, who: &Staff) -> Result<ApprovalsPage> {
        who.must(Permission::ReplyApprove)?;
        let now = self.tools.now();
        let mut conn = self.db.read(who.org).await?;
        let departments = setup::departments(&mut conn).await?;
        let open = approvals::waiting(&mut conn, MOST).await?;
        let own = open.iter().filter(|row| row.author_id == who.id()).count();
        let mut rows = Vec::new();
        for (approval, case) in mine(&mut conn, who, open, &departments).await? {
            rows.push(row(&mut conn, who, approval, case).await?);
        }
        rows.sort_by_key(|row| {
            (row.case.clocks.due_at().unwrap_or(Time(i64::MAX)), row.approval.asked_at)
        });
        let before = Time(now.micros().saturating_sub(MEASURED));
        let decided = approvals::decided(&mut conn, before, MOST_DECIDED).await?;
        let agents = agents::all(&mut conn).await?;
        Ok(ApprovalsPage { rows, own, pace: pace(&decided), agents, departments })
    }

    /// How many answers wait for this agent's word; nothing for who can give none.
    pub(super) async fn approvals_waiting(
        &self,
        conn: &mut Conn,
        who: &Staff,
        seq: i64,
    ) -> Result<Option<ApprovalCount>> {
        if !who.eyes.holds(Permission::ReplyApprove) {
            return Ok(None);
        }
        let (key, now) = ((who.org, who.id()), self.tools.now());
        if let Some(kept) = self.counts.approvals.get(&key, seq, now) {
            return Ok(Some(kept));
        }
        let open = approvals::waiting(conn, MOST).await?;
        let departments = setup::departments(conn).await?;
        let mine = mine(conn, who, open, &departments).await?;
        let late = |(_, case): &(Approval, Case)| case.clocks.due_at().is_some_and(|at| at <= now);
        let count = ApprovalCount {
            waiting: i64::try_from(mine.len()).unwrap_or(i64::MAX),
            late: mine.iter().any(late),
        };
        self.counts.approvals.keep(key, count, seq, now, self.tools.now());
        Ok(Some(count))
    }
}

/// Those that this agent may decide, each with its case.
async fn mine(
    conn: &mut Conn,
    who: &Staff,
    open: Vec<Approval>,
    departments: &[Department],
) -> Result<Vec<(Approval, Case)>> {
    let ids: BTreeSet<CaseId> = open.iter().map(|row| row.case_id).collect();
    let found = cases::find_all(conn, ids.into_iter().collect()).await?;
    let found: HashMap<CaseId, Case> = found.into_iter().map(|case| (case.id, case)).collect();
    let may = |row: Approval| {
        let case = found.get(&row.case_id)?;
        let may = row.author_id != who.id()
            && may_approve(&who.eyes, case, &row.wanted_from, departments);
        may.then(|| (row, case.clone()))
    };
    Ok(open.into_iter().filter_map(may).collect())
}

async fn row(conn: &mut Conn, who: &Staff, approval: Approval, case: Case) -> Result<ApprovalRow> {
    let message = outbox::find(conn, approval.outbox_id).await?;
    let asked = spoken(conn, &case, &message).await?;
    let names = persons::names(conn, vec![case.person_id]).await?;
    // What was said in private stays with those who may read the case.
    let sees = who.eyes.sees(&case);
    let whole = sees || message.audience == Audience::Private;
    let shown = asked.iter().filter(|post| whole || post.audience.is_open());
    let words: Vec<&str> =
        shown.map(|post| post.text.as_str()).filter(|it| !it.is_empty()).collect();
    Ok(ApprovalRow {
        person: names.into_iter().next().map(|row| row.display_name).unwrap_or_default(),
        spoke_since: case.customer_spoke_at.is_some_and(|at| at > approval.asked_at),
        asked: words.join("\n\n"),
        language: asked.last().and_then(|post| post.claimed_language.clone()),
        sees,
        message,
        case,
        approval,
    })
}

/// What the customer said last, and what is answered, oldest first.
async fn spoken(conn: &mut Conn, case: &Case, message: &Message) -> Result<Vec<Post>> {
    let newest = posts::of_case(conn, case.id, SHOWN).await?.into_iter();
    let mut spoken: Vec<Post> = newest
        .filter(|post| post.direction == Direction::Inbound && post.person_id == case.person_id)
        .collect();
    if !spoken.iter().any(|post| post.id == message.to_post_id) {
        spoken.push(posts::find(conn, message.to_post_id).await?);
    }
    spoken.reverse();
    Ok(spoken)
}

/// What decided questions say of the pace. One that was taken back by its writer, or needed nobody
/// else, says nothing.
fn pace(decided: &[Approval]) -> Pace {
    use earshot_model::ApprovalState::{Given, Returned};
    let counted = decided.iter().filter(|row| {
        matches!(row.state, Given | Returned) && row.decided_by != Some(row.author_id)
    });
    let mut took: Vec<i64> =
        counted.filter_map(|row| Some(row.decided_at?.since(row.asked_at))).collect();
    took.sort_unstable();
    let at = |share: usize| {
        let place = (took.len() * share).div_ceil(100).saturating_sub(1);
        took.get(place).copied().unwrap_or(0)
    };
    Pace {
        decided: took.len(),
        returned: decided.iter().filter(|row| row.state == Returned).count(),
        half: at(50),
        most: at(90),
    }
}

#[cfg(test)]
mod tests {
    use earshot_model::{ApprovalReason, ApprovalState, Time};

    use super::{Approval, Pace, pace};

    fn took(minutes: i64, state: ApprovalState) -> Approval {
        let id = |n: u128| uuid::Uuid::from_u128(n);
        Approval {
            outbox_id: id(1).into(),
            case_id: id(2).into(),
            author_id: id(3).into(),
            wanted_from: "supervisor".to_owned(),
            why: ApprovalReason::Learning,
            state,
            agreed: String::new(),
            asked_at: Time(0),
            decided_by: None,
            decided_at: Some(Time(minutes * Time::MINUTE)),
        }
    }

    #[test]
    fn the_pace_counts_what_others_decided() {
        use ApprovalState::{Given, Returned, Withdrawn};
        assert_eq!(pace(&[]), Pace::default());
        assert_eq!(pace(&[took(900, Withdrawn)]), Pace::default());
        let mut rows: Vec<Approval> = (1..=9).map(|n| took(n, Given)).collect();
        rows.push(took(60, Returned));
        rows.push(took(900, Withdrawn));
        let found = pace(&rows);
        assert_eq!((found.decided, found.returned), (10, 1));
        assert_eq!((found.half, found.most), (5 * Time::MINUTE, 9 * Time::MINUTE));
    }
}
