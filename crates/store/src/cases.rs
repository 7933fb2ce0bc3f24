//! Cases.

use earshot_model::{
    AgentId, Case, CaseId, CaseStatus, Clocks, DepartmentId, OrgId, PersonId, PostId, QueueId,
    Sentiment, SlaClass, ThreadId, ThreadRole, Time,
};

use crate::case_numbers;
use crate::cell::{Cells, FromCells, row};
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::{Value, args};
use crate::waiting::Wants;

impl FromCells for Case {
    fn from_cells(row: &Cells) -> Result<Self> {
        Ok(Self {
            org_id: row.get("org_id")?,
            id: row.get("id")?,
            number: row.get("number")?,
            subject: row.get("subject")?,
            person_id: row.get("person_id")?,
            status: row.get("status")?,
            department_id: row.get("department_id")?,
            queue_id: row.get("queue_id")?,
            owner_id: row.get("owner_id")?,
            sla: row.get("sla")?,
            priority: row.get("priority")?,
            channel: row.get("channel")?,
            clocks: Clocks {
                first_due_at: row.get("first_due_at")?,
                next_due_at: row.get("next_due_at")?,
                resolve_due_at: row.get("resolve_due_at")?,
                first_answered_at: row.get("first_answered_at")?,
            },
            opened_at: row.get("opened_at")?,
            active_at: row.get("active_at")?,
            customer_spoke_at: row.get("customer_spoke_at")?,
            brand_spoke_at: row.get("brand_spoke_at")?,
            snoozed_until: row.get("snoozed_until")?,
            resolved_at: row.get("resolved_at")?,
            closed_at: row.get("closed_at")?,
            version: row.get("version")?,
            imported: row.get("imported")?,
        })
    }
}

macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " c.org_id, c.id, c.number, c.subject, c.person_id, c.status, c.department_id,
              c.queue_id, c.owner_id, c.sla, c.priority, c.channel, c.first_due_at, c.next_due_at,
              c.resolve_due_at, c.first_answered_at, c.opened_at, c.active_at, c.customer_spoke_at,
              c.brand_spoke_at, c.snoozed_until, c.resolved_at, c.closed_at, c.version, c.imported ",
            $after
        )
    };
}

/// A case that is to be opened. Its number is given when the transaction ends.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// Our id.
    pub id: CaseId,
    /// A short line that says what it is about.
    pub subject: String,
    /// The customer.
    pub person_id: PersonId,
    /// Where it stands.
    pub status: CaseStatus,
    /// Whose policies hold.
    pub department_id: DepartmentId,
    /// Where it waits.
    pub queue_id: QueueId,
    /// Who works on it.
    pub owner_id: Option<AgentId>,
    /// How fast it must be answered.
    pub sla: SlaClass,
    /// The priority score of the post that opened it.
    pub priority: f64,
    /// The kind of channel.
    pub channel: String,
    /// Its clocks.
    pub clocks: Clocks,
    /// When it was opened.
    pub opened_at: Time,
    /// When the customer last spoke.
    pub customer_spoke_at: Option<Time>,
    /// The newest post.
    pub latest_post_id: Option<PostId>,
    /// How the customer feels.
    pub sentiment: Sentiment,
    /// The conversation that it begins in.
    pub thread_id: ThreadId,
    /// Whether it came from an import of history.
    pub imported: bool,
    /// What it asks of whoever takes it.
    pub wants: Wants,
}

row! {
    /// Which case joins a conversation, for one person.
    pub struct Joined {
        /// The case.
        pub case_id: CaseId,
        /// The conversation.
        pub thread_id: ThreadId,
        /// The customer.
        pub person_id: PersonId,
        /// Where it stands.
        pub status: CaseStatus,
        /// When something last happened in it.
        pub active_at: Time,
        /// Who works on it.
        pub owner_id: Option<AgentId>,
    }
}

row! {
    /// A conversation of a case and the part that it plays.
    pub struct Leg {
        /// The conversation.
        pub thread_id: ThreadId,
        /// Its part.
        pub role: ThreadRole,
    }
}

row! {
    /// What only replies and lists look at.
    pub struct Replies {
        /// The version at which the brand's latest reply was written.
        pub replied_version: i64,
    }
}

/// The shelf that lists show a status on.
const fn shelf(status: CaseStatus) -> &'static str {
    match status {
        CaseStatus::New | CaseStatus::Open => "open",
        CaseStatus::Waiting | CaseStatus::OnHold => "waiting",
        CaseStatus::Resolved | CaseStatus::Closed => "done",
    }
}

/// Where a case without a running clock is sorted: at the end of time.
fn due(clocks: &Clocks) -> i64 {
    clocks.due_at().map_or(i64::MAX, Time::micros)
}

/// Opens cases, each with its first conversation. They get their numbers, in this order, when the
/// transaction ends; the event that tells of a case gets its number then, too.
///
/// # Errors
/// As the database.
pub async fn open_all(tx: &mut Tx, cases: &[NewCase]) -> Result<()> {
    let org = tx.org();
    if cases.is_empty() {
        return Ok(());
    }
    let numbers = case_numbers::stand_ins(tx, cases.iter().map(|case| case.id));
    let rows =
        cases.iter().zip(&numbers).map(|(case, number)| values(org, case, *number)).collect();
    tx.insert_all(
        "INSERT INTO cases (
             org_id, id, number, subject, person_id, status, shelf, department_id, queue_id, owner_id,
             sla, priority, channel, first_due_at, next_due_at, resolve_due_at, due_at, opened_at,
             active_at, customer_spoke_at, latest_post_id, sentiment, version, replied_version,
             resolved_at, closed_at, imported, kind, weight, preferred_id, handed_at
         )",
        rows,
        "",
    )
    .await?;
    let legs = cases
        .iter()
        .map(|c| args![org, c.id, c.thread_id, ThreadRole::Origin, c.opened_at])
        .collect();
    tx.insert_all(
        "INSERT INTO case_threads (org_id, case_id, thread_id, role, joined_at)",
        legs,
        "",
    )
    .await?;
    Ok(())
}

fn values(org: OrgId, c: &NewCase, number: i64) -> Vec<Value> {
    args![
        org,
        c.id,
        number,
        &c.subject,
        c.person_id,
        c.status,
        shelf(c.status),
        c.department_id,
        c.queue_id,
        c.owner_id,
        c.sla,
        c.priority,
        &c.channel,
        c.clocks.first_due_at,
        c.clocks.next_due_at,
        c.clocks.resolve_due_at,
        due(&c.clocks),
        c.opened_at,
        c.customer_spoke_at.unwrap_or(c.opened_at),
        c.customer_spoke_at,
        c.latest_post_id,
        c.sentiment,
        1_i64,
        0_i64,
        None::<i64>,
        None::<i64>,
        c.imported,
        &c.wants.kind,
        c.wants.weight,
        c.wants.preferred,
        c.wants.since,
    ]
}

/// One case.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(conn: &mut Conn, id: CaseId) -> Result<Case> {
    let org = conn.org();
    conn.one(
        "case",
        columns!("SELECT", "FROM cases c WHERE c.org_id = $1 AND c.id = $2"),
        args![org, id],
    )
    .await
}

/// Cases by id, in no particular order.
///
/// # Errors
/// As the database.
pub async fn find_all(conn: &mut Conn, ids: Vec<CaseId>) -> Result<Vec<Case>> {
    let org = conn.org();
    conn.all_in(
        columns!("SELECT", "FROM cases c WHERE c.org_id = $1 AND c.id IN (?)"),
        &args![org],
        ids.into_iter().map(Value::from).collect(),
    )
    .await
}

/// One case, held for this transaction: nobody else changes it before the commit.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn hold(tx: &mut Tx, id: CaseId) -> Result<Case> {
    let org = tx.org();
    let sql = if tx.is_postgres() {
        columns!("SELECT", "FROM cases c WHERE c.org_id = $1 AND c.id = $2 FOR UPDATE")
    } else {
        columns!("SELECT", "FROM cases c WHERE c.org_id = $1 AND c.id = $2")
    };
    tx.one("case", sql, args![org, id]).await
}

/// Writes a case back, with a version one greater than the one that was read.
///
/// # Errors
/// [`Error::Busy`] when somebody changed it since it was read.
pub async fn save(tx: &mut Tx, case: &Case) -> Result<()> {
    let changed = tx
        .exec(
            "UPDATE cases
             SET
                 subject = $4,
                 status = $5,
                 shelf = $6,
                 department_id = $7,
                 queue_id = $8,
                 owner_id = $9,
                 sla = $10,
                 priority = $11,
                 first_due_at = $12,
                 next_due_at = $13,
                 resolve_due_at = $14,
                 first_answered_at = $15,
                 due_at = $16,
                 active_at = $17,
                 customer_spoke_at = $18,
                 brand_spoke_at = $19,
                 snoozed_until = $20,
                 resolved_at = $21,
                 closed_at = $22,
                 version = version + 1
             WHERE org_id = $1 AND id = $2 AND version = $3",
            args![
                case.org_id,
                case.id,
                case.version,
                &case.subject,
                case.status,
                shelf(case.status),
                case.department_id,
                case.queue_id,
                case.owner_id,
                case.sla,
                case.priority,
                case.clocks.first_due_at,
                case.clocks.next_due_at,
                case.clocks.resolve_due_at,
                case.clocks.first_answered_at,
                due(&case.clocks),
                case.active_at,
                case.customer_spoke_at,
                case.brand_spoke_at,
                case.snoozed_until,
                case.resolved_at,
                case.closed_at,
            ],
        )
        .await?;
    if changed == 0 { Err(Error::Busy) } else { Ok(()) }
}

/// Says which post a list shows of the case, and how its customer feels.
///
/// # Errors
/// As the database.
pub async fn show_latest(
    tx: &mut Tx,
    case: CaseId,
    post: PostId,
    sentiment: Option<Sentiment>,
) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE cases SET latest_post_id = $3, sentiment = COALESCE($4, sentiment)
         WHERE org_id = $1 AND id = $2",
        args![org, case, post, sentiment.map(Sentiment::word)],
    )
    .await?;
    Ok(())
}

/// The version at which the brand's latest reply was written; 0 before the first.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn replied_version(conn: &mut Conn, case: CaseId) -> Result<i64> {
    let org = conn.org();
    let row: Replies = conn
        .one(
            "case",
            "SELECT replied_version FROM cases WHERE org_id = $1 AND id = $2",
            args![org, case],
        )
        .await?;
    Ok(row.replied_version)
}

/// Writes down that a reply was written at the case's present version.
///
/// # Errors
/// As the database.
pub async fn mark_replied(tx: &mut Tx, case: CaseId) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE cases SET replied_version = version WHERE org_id = $1 AND id = $2",
        args![org, case],
    )
    .await?;
    Ok(())
}

/// The cases that hold these conversations, newest activity first.
///
/// # Errors
/// As the database.
pub async fn of_threads(conn: &mut Conn, threads: Vec<ThreadId>) -> Result<Vec<Joined>> {
    let org = conn.org();
    conn.all_in(
        "SELECT ct.case_id, ct.thread_id, c.person_id, c.status, c.active_at, c.owner_id
         FROM case_threads ct
         JOIN cases c ON c.org_id = ct.org_id AND c.id = ct.case_id
         WHERE ct.org_id = $1 AND ct.thread_id IN (?)
         ORDER BY c.active_at DESC",
        &args![org],
        threads.into_iter().map(Value::from).collect(),
    )
    .await
}

/// The live cases of these persons, newest activity first, one row for each conversation.
///
/// # Errors
/// As the database.
pub async fn live_of_persons(conn: &mut Conn, persons: Vec<PersonId>) -> Result<Vec<Joined>> {
    let org = conn.org();
    conn.all_in(
        "SELECT ct.case_id, ct.thread_id, c.person_id, c.status, c.active_at, c.owner_id
         FROM cases c
         JOIN case_threads ct ON ct.org_id = c.org_id AND ct.case_id = c.id
         WHERE c.org_id = $1 AND c.shelf IN ('open', 'waiting') AND c.person_id IN (?)
         ORDER BY c.active_at DESC",
        &args![org],
        persons.into_iter().map(Value::from).collect(),
    )
    .await
}

/// The conversations of a case, in the order in which they joined.
///
/// # Errors
/// As the database.
pub async fn legs(conn: &mut Conn, case: CaseId) -> Result<Vec<Leg>> {
    let org = conn.org();
    conn.all(
        "SELECT thread_id, role FROM case_threads
         WHERE org_id = $1 AND case_id = $2
         ORDER BY joined_at, thread_id",
        args![org, case],
    )
    .await
}

/// Adds a conversation to a case; one that is there already keeps its part.
///
/// # Errors
/// As the database.
pub async fn add_leg(
    tx: &mut Tx,
    case: CaseId,
    thread: ThreadId,
    role: ThreadRole,
    at: Time,
) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO case_threads (org_id, case_id, thread_id, role, joined_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING",
        args![org, case, thread, role, at],
    )
    .await?;
    Ok(())
}

/// A person's cases, newest first.
///
/// # Errors
/// As the database.
pub async fn of_person(conn: &mut Conn, person: PersonId, limit: i64) -> Result<Vec<Case>> {
    let org = conn.org();
    conn.all(
        columns!(
            "SELECT",
            "FROM cases c WHERE c.org_id = $1 AND c.person_id = $2
             ORDER BY c.opened_at DESC
             LIMIT $3"
        ),
        args![org, person, limit],
    )
    .await
}

/// Live cases without a clock log whose clock ran out and that were not marked late yet: those that are
/// older than the log. Imported history never is.
///
/// # Errors
/// As the database.
pub async fn late(conn: &mut Conn, now: Time, limit: i64) -> Result<Vec<Case>> {
    let org = conn.org();
    conn.all(
        columns!(
            "SELECT",
            "FROM cases c
             WHERE c.org_id = $1 AND c.shelf = 'open' AND c.due_at <= $2
               AND (c.breached_at IS NULL OR c.breached_at < c.due_at)
               AND NOT EXISTS (
                   SELECT 1 FROM case_clocks k WHERE k.org_id = c.org_id AND k.case_id = c.id)
             ORDER BY c.due_at
             LIMIT $3"
        ),
        args![org, now, limit],
    )
    .await
}

/// Marks a case late as of its deadline, and gives that; nothing when it is not late (any more), or
/// was marked before.
///
/// # Errors
/// As the database.
pub async fn mark_late(tx: &mut Tx, case: CaseId, now: Time) -> Result<Option<Time>> {
    let org = tx.org();
    tx.cell(
        "UPDATE cases SET breached_at = due_at
         WHERE org_id = $1 AND id = $2 AND shelf = 'open' AND due_at <= $3
           AND (breached_at IS NULL OR breached_at < due_at)
         RETURNING due_at AS it",
        args![org, case, now],
    )
    .await
}

/// Resolved cases that have been quiet since then, oldest first; without those in which something has
/// to be done before they may be closed.
///
/// # Errors
/// As the database.
pub async fn quiet_resolved(conn: &mut Conn, since: Time, limit: i64) -> Result<Vec<Case>> {
    let org = conn.org();
    conn.all(
        columns!(
            "SELECT",
            "FROM cases c
             WHERE c.org_id = $1 AND c.status = 'resolved' AND c.active_at < $2
               AND NOT EXISTS (
                   SELECT 1 FROM case_clocks k
                   WHERE k.org_id = c.org_id AND k.case_id = c.id AND k.blocked)
             ORDER BY c.active_at
             LIMIT $3"
        ),
        args![org, since, limit],
    )
    .await
}

/// Imported cases that are live on paper, though their history has long been quiet, oldest first.
/// One that a live post has joined since then has an owner or a clock, and is nobody's history.
///
/// # Errors
/// As the database.
pub async fn quiet_history(conn: &mut Conn, since: Time, limit: i64) -> Result<Vec<Case>> {
    let org = conn.org();
    conn.all(
        columns!(
            "SELECT",
            "FROM cases c
             WHERE c.org_id = $1 AND c.shelf IN ('open', 'waiting') AND c.imported
               AND c.owner_id IS NULL AND c.first_due_at IS NULL AND c.next_due_at IS NULL
               AND c.active_at < $2
             ORDER BY c.active_at
             LIMIT $3"
        ),
        args![org, since, limit],
    )
    .await
}

/// Cases that slept until now.
///
/// # Errors
/// As the database.
pub async fn to_wake(conn: &mut Conn, now: Time, limit: i64) -> Result<Vec<Case>> {
    let org = conn.org();
    conn.all(
        columns!(
            "SELECT",
            "FROM cases c
             WHERE c.org_id = $1 AND c.shelf IN ('open', 'waiting') AND c.snoozed_until <= $2
             LIMIT $3"
        ),
        args![org, now, limit],
    )
    .await
}
