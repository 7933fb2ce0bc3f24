//! What waits for an owner, by kind, and how cases went from hand to hand.

use earshot_model::{AgentId, CaseId, QueueId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::{Value, args};

/// Which cases `c` wait for anyone: word for word as in the index that holds them. Imported history
/// waits only once a customer's live word is owed an answer.
macro_rules! waits {
    () => {
        "c.owner_id IS NULL AND c.shelf = 'open' AND c.snoozed_until IS NULL
         AND (NOT c.imported OR c.due_at < 9223372036854775807)"
    };
}

/// What a new case asks of whoever takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wants {
    /// The word of its kind: cases of one kind ask the same.
    pub kind: String,
    /// How much of a person's capacity it takes, 1 or more.
    pub weight: i64,
    /// Who should have it.
    pub preferred: Option<AgentId>,
    /// Since when it waits for an owner.
    pub since: Option<Time>,
}

/// Asks for nobody in particular.
impl Default for Wants {
    fn default() -> Self {
        Self { kind: String::new(), weight: 1, preferred: None, since: None }
    }
}

row! {
    /// A case that waits for an owner.
    pub struct Head {
        /// Which case.
        pub id: CaseId,
        /// Where it waits.
        pub queue_id: QueueId,
        /// The priority of its verdict, 0 to 1.
        pub priority: f64,
        /// Until when an answer is owed; the end of time for none.
        pub due_at: Time,
        /// When it was opened.
        pub opened_at: Time,
        /// When the customer last spoke.
        pub customer_spoke_at: Option<Time>,
        /// When the brand last spoke.
        pub brand_spoke_at: Option<Time>,
        /// Who should have it.
        pub preferred_id: Option<AgentId>,
        /// Since when it has no owner.
        pub handed_at: Option<Time>,
        /// Whom it was taken from.
        pub avoid_id: Option<AgentId>,
        /// Until when they do not get it again.
        pub avoid_until: Option<Time>,
        /// JSON of what is missing so that somebody could take it.
        pub lacks: Option<String>,
    }
}

row! {
    /// A case that its owner should have touched by now.
    pub struct Untouched {
        /// Which case.
        pub id: CaseId,
        /// Who has it, if still somebody does.
        pub owner_id: Option<AgentId>,
    }
}

row! {
    /// A case whose owner went.
    pub struct LeftBehind {
        /// Which case.
        pub id: CaseId,
        /// Who has it.
        pub owner_id: AgentId,
        /// Where it belongs.
        pub queue_id: QueueId,
        /// Since when they are away or gone.
        pub since: Time,
        /// Whether they left, rather than stepped away.
        pub gone: bool,
    }
}

row! {
    struct KindRow {
        kind: String,
    }
}

row! {
    /// The turn in which work was last given out.
    pub struct HandOut {
        /// Its number; 0 before the first.
        pub turn: i64,
        /// JSON of what queues got of their shares.
        pub shares: String,
    }
}

/// The kinds of cases of which one waits. It jumps from kind to kind, however many cases wait.
///
/// # Errors
/// As the database.
pub async fn kinds(conn: &mut Conn) -> Result<Vec<String>> {
    let org = conn.org();
    let rows: Vec<KindRow> = conn
        .all(
            concat!(
                "WITH RECURSIVE found (kind) AS (
                     SELECT MIN(c.kind) FROM cases c WHERE c.org_id = $1 AND ",
                waits!(),
                "    UNION ALL
                     SELECT (
                         SELECT MIN(c.kind) FROM cases c
                         WHERE c.org_id = $1 AND c.kind > f.kind AND ",
                waits!(),
                "    )
                     FROM found f
                     WHERE f.kind IS NOT NULL
                 )
                 SELECT kind FROM found WHERE kind IS NOT NULL"
            ),
            args![org],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.kind).collect())
}

/// The first cases of a kind, the soonest due first.
///
/// # Errors
/// As the database.
pub async fn heads(conn: &mut Conn, kind: &str, most: i64) -> Result<Vec<Head>> {
    let org = conn.org();
    conn.all(
        concat!(
            "SELECT c.id, c.queue_id, c.priority, c.due_at, c.opened_at, c.customer_spoke_at,
                    c.brand_spoke_at, c.preferred_id, c.handed_at, c.avoid_id, c.avoid_until, c.lacks
             FROM cases c
             WHERE c.org_id = $1 AND c.kind = $2 AND ",
            waits!(),
            " ORDER BY c.due_at, c.id
             LIMIT $3"
        ),
        args![org, kind, most],
    )
    .await
}

/// How many cases of a queue wait that are due before a case, at most `most`.
///
/// # Errors
/// As the database.
pub async fn ahead(conn: &mut Conn, queue: QueueId, due_at: Time, most: i64) -> Result<i64> {
    let org = conn.org();
    let found = conn
        .cell(
            concat!(
                "SELECT COUNT(*) AS it FROM (
                     SELECT 1 AS one FROM cases c
                     WHERE c.org_id = $1 AND c.queue_id = $2 AND c.due_at < $3 AND ",
                waits!(),
                "    LIMIT $4
                 ) a"
            ),
            args![org, queue, due_at, most],
        )
        .await?;
    Ok(found.unwrap_or(0))
}

/// The last turn in which work was given out.
///
/// # Errors
/// As the database.
pub async fn hand_out(conn: &mut Conn) -> Result<Option<HandOut>> {
    let org = conn.org();
    conn.optional("SELECT turn, shares FROM hand_outs WHERE org_id = $1", args![org]).await
}

/// Begins the turn after `turn`. Gives false when somebody else did so since it was read: then
/// everything has to be read anew.
///
/// # Errors
/// As the database.
pub async fn begin_turn(tx: &mut Tx, turn: i64, shares: &str) -> Result<bool> {
    let org = tx.org();
    let changed = tx
        .exec(
            "INSERT INTO hand_outs (org_id, turn, shares) VALUES ($1, $2 + 1, $3)
             ON CONFLICT (org_id) DO UPDATE SET turn = excluded.turn, shares = excluded.shares
             WHERE hand_outs.turn = $2",
            args![org, turn, shares],
        )
        .await?;
    Ok(changed > 0)
}

/// Writes down that cases changed hands at `at`. `untouched_at` is when they are taken back unless
/// their new owner touched them by then.
///
/// # Errors
/// As the database.
pub async fn note_handed(
    tx: &mut Tx,
    cases: &[CaseId],
    at: Time,
    untouched_at: Option<Time>,
) -> Result<()> {
    let org = tx.org();
    tx.exec_in(
        "UPDATE cases
         SET handed_at = $2, untouched_at = $3, avoid_id = NULL, avoid_until = NULL, lacks = NULL
         WHERE org_id = $1 AND id IN (?)",
        &args![org, at, untouched_at],
        cases.iter().map(|id| Value::from(*id)).collect(),
    )
    .await?;
    Ok(())
}

/// Keeps a case from the person whom it was taken from, until `until`, and says who should have it.
///
/// # Errors
/// As the database.
pub async fn note_taken(
    tx: &mut Tx,
    case: CaseId,
    kind: &str,
    avoid: Option<(AgentId, Time)>,
    preferred: Option<AgentId>,
) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE cases SET kind = $3, avoid_id = $4, avoid_until = $5, preferred_id = $6
         WHERE org_id = $1 AND id = $2",
        args![org, case, kind, avoid.map(|(id, _)| id), avoid.map(|(_, until)| until), preferred],
    )
    .await?;
    Ok(())
}

/// The word of a case's kind.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn kind_of(conn: &mut Conn, case: CaseId) -> Result<String> {
    let org = conn.org();
    let row: KindRow = conn
        .one("case", "SELECT kind FROM cases WHERE org_id = $1 AND id = $2", args![org, case])
        .await?;
    Ok(row.kind)
}

/// Changes the kind of a case.
///
/// # Errors
/// As the database.
pub async fn set_kind(tx: &mut Tx, case: CaseId, kind: &str) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE cases SET kind = $3, lacks = NULL WHERE org_id = $1 AND id = $2",
        args![org, case, kind],
    )
    .await?;
    Ok(())
}

/// Cases that their owners should have touched by now, the longest overdue first.
///
/// # Errors
/// As the database.
pub async fn untouched(conn: &mut Conn, now: Time, most: i64) -> Result<Vec<Untouched>> {
    let org = conn.org();
    conn.all(
        "SELECT id, owner_id
         FROM cases
         WHERE org_id = $1 AND untouched_at <= $2 AND owner_id IS NOT NULL
         ORDER BY untouched_at, id
         LIMIT $3",
        args![org, now, most],
    )
    .await
}

/// Cases that wait for an answer while their owner left, or has been away since `before`. What somebody
/// was given after they went stays with them.
///
/// # Errors
/// As the database.
pub async fn left_behind(conn: &mut Conn, before: Time, most: i64) -> Result<Vec<LeftBehind>> {
    let org = conn.org();
    conn.all(
        "SELECT c.id, a.id AS owner_id, c.queue_id, COALESCE(a.disabled_at, a.presence_at) AS since,
                (a.disabled_at IS NOT NULL OR a.presence = 'offline') AS gone
         FROM agents a
         JOIN cases c ON c.org_id = a.org_id AND c.owner_id = a.id AND c.owner_id IS NOT NULL
                     AND c.shelf = 'open'
         WHERE a.org_id = $1 AND c.snoozed_until IS NULL
           AND (a.disabled_at IS NOT NULL OR a.presence <> 'online')
           AND COALESCE(a.disabled_at, a.presence_at) >= COALESCE(c.handed_at, 0)
           AND (a.disabled_at IS NOT NULL OR a.presence = 'offline' OR a.presence_at <= $2)
         ORDER BY c.due_at, c.id
         LIMIT $3",
        args![org, before, most],
    )
    .await
}

/// Whether the owner of a case did anything in it since it was theirs: they wrote in it, or did
/// anything that the log tells.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn is_touched(conn: &mut Conn, case: CaseId, owner: AgentId) -> Result<bool> {
    let org = conn.org();
    let actor = format!("agent:{owner}");
    conn.cell(
        "SELECT (
             EXISTS (
                 SELECT 1 FROM drafts d
                 WHERE d.org_id = c.org_id AND d.case_id = c.id AND d.agent_id = $3
                   AND d.updated_at >= c.handed_at)
             OR EXISTS (
                 SELECT 1 FROM events e
                 WHERE e.org_id = c.org_id AND e.case_id = c.id AND e.actor = $4
                   AND e.at >= c.handed_at)
         ) AS it
         FROM cases c
         WHERE c.org_id = $1 AND c.id = $2",
        args![org, case, owner, actor],
    )
    .await?
    .ok_or(Error::NotFound("case"))
}

/// Whether a case is to be taken back from this person by now: they have it still, and were to touch it
/// before.
///
/// # Errors
/// As the database.
pub async fn is_overdue(conn: &mut Conn, case: CaseId, owner: AgentId, now: Time) -> Result<bool> {
    let org = conn.org();
    let found: Option<i64> = conn
        .cell(
            "SELECT untouched_at AS it FROM cases
             WHERE org_id = $1 AND id = $2 AND owner_id = $3 AND untouched_at <= $4",
            args![org, case, owner, now],
        )
        .await?;
    Ok(found.is_some())
}

/// Whether this person has a case that waits for their touch.
///
/// # Errors
/// As the database.
pub async fn waits_for_touch(conn: &mut Conn, case: CaseId, owner: AgentId) -> Result<bool> {
    let org = conn.org();
    let found: Option<i64> = conn
        .cell(
            "SELECT untouched_at AS it FROM cases
             WHERE org_id = $1 AND id = $2 AND owner_id = $3 AND untouched_at IS NOT NULL",
            args![org, case, owner],
        )
        .await?;
    Ok(found.is_some())
}

/// Notes that this person has touched a case, if it is theirs still.
///
/// # Errors
/// As the database.
pub async fn touched_by(tx: &mut Tx, case: CaseId, owner: AgentId) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE cases SET untouched_at = NULL WHERE org_id = $1 AND id = $2 AND owner_id = $3",
        args![org, case, owner],
    )
    .await?;
    Ok(())
}

/// Says until when the owner of a case has to touch it; nothing once they have.
///
/// # Errors
/// As the database.
pub async fn set_untouched(tx: &mut Tx, case: CaseId, until: Option<Time>) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE cases SET untouched_at = $3 WHERE org_id = $1 AND id = $2",
        args![org, case, until],
    )
    .await?;
    Ok(())
}

/// Says of a waiting case what is missing so that somebody could take it. Gives whether that is news.
///
/// # Errors
/// As the database.
pub async fn set_lacks(tx: &mut Tx, case: CaseId, lacks: &str) -> Result<bool> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE cases SET lacks = $3
             WHERE org_id = $1 AND id = $2 AND (lacks IS NULL OR lacks <> $3)",
            args![org, case, lacks],
        )
        .await?;
    Ok(changed > 0)
}

/// The kinds of cases of which it was said that something is missing.
///
/// # Errors
/// As the database.
pub async fn lacking_kinds(conn: &mut Conn) -> Result<Vec<String>> {
    let org = conn.org();
    let rows: Vec<KindRow> = conn
        .all(
            "SELECT DISTINCT kind FROM cases WHERE org_id = $1 AND lacks IS NOT NULL ORDER BY kind",
            args![org],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.kind).collect())
}

/// Says of all cases of a kind that nothing is missing any more.
///
/// # Errors
/// As the database.
pub async fn clear_lacks(tx: &mut Tx, kind: &str) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE cases SET lacks = NULL WHERE org_id = $1 AND lacks IS NOT NULL AND kind = $2",
        args![org, kind],
    )
    .await?;
    Ok(())
}
