//! Lists of cases, as one agent may see them.

use earshot_model::{
    AgentId, CaseId, CaseList, CaseStatus, Direction, Page, QueueId, Sentiment, SlaClass, Time,
    Visibility,
};

use crate::cell::row;
use crate::conn::Conn;
use crate::error::Result;
use crate::value::{Value, args};
use crate::visibility::{sees_all, visible};

row! {
    /// A case as a list shows it.
    pub struct CaseRow {
        /// Its id.
        pub id: CaseId,
        /// Its number.
        pub number: i64,
        /// What it is about.
        pub subject: String,
        /// The customer's name.
        pub person_name: String,
        /// Where it stands.
        pub status: CaseStatus,
        /// Where it waits.
        pub queue_id: QueueId,
        /// Who works on it.
        pub owner_id: Option<AgentId>,
        /// How fast it must be answered.
        pub sla: SlaClass,
        /// The deadline of the first answer.
        pub first_due_at: Option<Time>,
        /// The deadline of the next answer.
        pub next_due_at: Option<Time>,
        /// When the brand first answered.
        pub first_answered_at: Option<Time>,
        /// The kind of channel.
        pub channel: String,
        /// How the customer feels.
        pub sentiment: Sentiment,
        /// The newest words.
        pub latest_text: Option<String>,
        /// Their language, as the channel claims.
        pub latest_language: Option<String>,
        /// Who said them.
        pub latest_direction: Option<Direction>,
        /// When something last happened.
        pub active_at: Time,
        /// When it was opened.
        pub opened_at: Time,
        /// When the customer last spoke.
        pub customer_spoke_at: Option<Time>,
        /// Until when it sleeps.
        pub snoozed_until: Option<Time>,
        /// Its version.
        pub version: i64,
    }
}

row! {
    /// How many open cases wait where.
    pub struct Count {
        /// The queue.
        pub queue_id: QueueId,
        /// Who works on them.
        pub owner_id: Option<AgentId>,
        /// How many.
        pub cases: i64,
        /// How many of them are late.
        pub late: i64,
    }
}

row! {
    /// How many cases lie on each shelf of a list.
    pub struct ShelfCount {
        /// `open`, `waiting` or `snoozed`.
        pub shelf: String,
        /// How many.
        pub cases: i64,
    }
}

/// Which part of a list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// New and open, not asleep.
    Open,
    /// The customer has the word, or it rests.
    Waiting,
    /// Asleep.
    Snoozed,
    /// Resolved and closed.
    Done,
}

macro_rules! select {
    ($which:literal, $shelf:literal, $order:literal) => {
        concat!(
            "SELECT c.id, c.number, c.subject, p.display_name AS person_name, c.status, c.queue_id,
                    c.owner_id, c.sla, c.first_due_at, c.next_due_at, c.first_answered_at, c.channel,
                    c.sentiment,
                    CASE WHEN t.state = 'deleted' THEN '' ELSE t.text END AS latest_text,
                    t.claimed_language AS latest_language,
                    t.direction AS latest_direction, c.active_at, c.opened_at, c.customer_spoke_at,
                    c.snoozed_until, c.version
             FROM cases c
             JOIN persons p ON p.org_id = c.org_id AND p.id = c.person_id
             LEFT JOIN posts t ON t.org_id = c.org_id AND t.id = c.latest_post_id
             WHERE c.org_id = $1 AND ",
            $which,
            " AND ",
            $shelf,
            " AND ",
            visible!(),
            " ORDER BY ",
            $order,
            " LIMIT $6 OFFSET $7"
        )
    };
}

macro_rules! shelves {
    ($which:literal, $shelf:expr) => {
        match $shelf {
            Shelf::Open => select!(
                $which,
                "c.shelf = 'open' AND (c.snoozed_until IS NULL OR c.snoozed_until <= $4)",
                "c.due_at, c.id"
            ),
            Shelf::Waiting => select!(
                $which,
                "c.shelf = 'waiting' AND (c.snoozed_until IS NULL OR c.snoozed_until <= $4)",
                "c.due_at, c.id"
            ),
            Shelf::Snoozed => {
                select!(
                    $which,
                    "c.shelf IN ('open', 'waiting') AND c.snoozed_until > $4",
                    "c.snoozed_until, c.id"
                )
            }
            Shelf::Done => {
                select!($which, "c.shelf = 'done' AND $4 > 0", "c.active_at DESC, c.id DESC")
            }
        }
    };
}

/// The cases of a list that `eyes` may see, soonest clock first (done: newest first).
///
/// # Errors
/// As the database.
pub async fn list(
    conn: &mut Conn,
    eyes: &Visibility,
    list: &CaseList,
    shelf: Shelf,
    page: Page,
    now: Time,
) -> Result<Vec<CaseRow>> {
    let org = conn.org();
    // $5 is the agent, the queue or the tag that the list is about.
    let sql = match list {
        CaseList::Mine(_) => shelves!("c.owner_id = $5", shelf),
        CaseList::Unassigned => {
            shelves!("c.owner_id IS NULL AND CAST($5 AS BYTEA) IS NULL", shelf)
        }
        CaseList::Queue(_) => shelves!("c.queue_id = $5", shelf),
        CaseList::Tag(_) => shelves!(
            "c.id IN (SELECT x.case_id FROM case_tags x WHERE x.org_id = $1 AND x.tag = $5)",
            shelf
        ),
        CaseList::Loops => select!(
            "EXISTS (
                 SELECT 1 FROM case_clocks k
                 WHERE k.org_id = c.org_id AND k.case_id = c.id AND k.loop_due_at IS NOT NULL)",
            "c.shelf = 'done' AND $4 > 0 AND CAST($5 AS BYTEA) IS NULL",
            "c.resolved_at, c.id"
        ),
        CaseList::All => shelves!("CAST($5 AS BYTEA) IS NULL", shelf),
    };
    let mut values = args![org, eyes.agent_id, sees_all(eyes), now];
    values.extend([about(list), Value::from(page.limit), Value::from(page.offset)]);
    conn.all(sql, values).await
}

/// Whom or what a list is about.
fn about(list: &CaseList) -> Value {
    match list {
        CaseList::Mine(agent) => Value::from(agent.bytes().to_vec()),
        CaseList::Queue(queue) => Value::from(queue.bytes().to_vec()),
        CaseList::Tag(tag) => Value::from(tag),
        CaseList::Unassigned | CaseList::Loops | CaseList::All => Value::Bytes(None),
    }
}

/// One case as a list shows it, if `eyes` may see it.
///
/// # Errors
/// As the database.
pub async fn one(conn: &mut Conn, eyes: &Visibility, id: CaseId) -> Result<Option<CaseRow>> {
    let org = conn.org();
    conn.optional(
        select!("c.id = $5", "$4 > 0", "c.id"),
        args![org, eyes.agent_id, sees_all(eyes), 1_i64, id, 1_i64, 0_i64],
    )
    .await
}

/// How many open cases that are awake `eyes` may see, by queue and owner.
///
/// # Errors
/// As the database.
pub async fn counts(conn: &mut Conn, eyes: &Visibility, now: Time) -> Result<Vec<Count>> {
    let org = conn.org();
    conn.all(
        concat!(
            "SELECT c.queue_id, c.owner_id, COUNT(*) AS cases,
                    CAST(SUM(CASE WHEN c.due_at <= $4 THEN 1 ELSE 0 END) AS BIGINT) AS late
             FROM cases c
             WHERE c.org_id = $1 AND c.shelf = 'open'
               AND (c.snoozed_until IS NULL OR c.snoozed_until <= $4) AND ",
            visible!(),
            " GROUP BY c.queue_id, c.owner_id"
        ),
        args![org, eyes.agent_id, sees_all(eyes), now],
    )
    .await
}

macro_rules! shelf_counts {
    ($which:literal) => {
        concat!(
            "SELECT CASE WHEN c.snoozed_until > $4 THEN 'snoozed' ELSE c.shelf END AS shelf,
                    COUNT(*) AS cases
             FROM cases c
             WHERE c.org_id = $1 AND c.shelf IN ('open', 'waiting') AND ",
            $which,
            " AND ",
            visible!(),
            " GROUP BY CASE WHEN c.snoozed_until > $4 THEN 'snoozed' ELSE c.shelf END"
        )
    };
}

/// How many cases lie on the live shelves of a list.
///
/// # Errors
/// As the database.
pub async fn shelf_counts(
    conn: &mut Conn,
    eyes: &Visibility,
    list: &CaseList,
    now: Time,
) -> Result<Vec<ShelfCount>> {
    let org = conn.org();
    let sql = match list {
        CaseList::Mine(_) => shelf_counts!("c.owner_id = $5"),
        CaseList::Unassigned => {
            shelf_counts!("c.owner_id IS NULL AND CAST($5 AS BYTEA) IS NULL")
        }
        CaseList::Queue(_) => shelf_counts!("c.queue_id = $5"),
        CaseList::Tag(_) => shelf_counts!(
            "c.id IN (SELECT x.case_id FROM case_tags x WHERE x.org_id = $1 AND x.tag = $5)"
        ),
        CaseList::All | CaseList::Loops => shelf_counts!("CAST($5 AS BYTEA) IS NULL"),
    };
    let mut values = args![org, eyes.agent_id, sees_all(eyes), now];
    values.push(about(list));
    conn.all(sql, values).await
}
