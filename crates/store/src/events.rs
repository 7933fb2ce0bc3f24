//! The event log: append-only, numbered without gaps in the order of commit, hash-chained.
//!
//! The hash of row n is SHA-256 over the hash of row n-1 and the canonical bytes of row n. Personal
//! text is not among them, only its salted digest: erasing the text and its salt leaves the chain
//! whole, and nobody can guess the text back from the digest.

use earshot_model::{Actor, CaseId, Event, EventKind, NewEvent, OrgId, PersonId, PostId, Time};
use sha2::{Digest, Sha256};

use crate::cell::{from_cells, row};
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::value::args;
use crate::{case_numbers, post_counts};

from_cells!(Event { org_id, seq, at, kind, actor, case_id, post_id, person_id, data });

row! {
    /// Where a log ends.
    pub struct Head {
        /// Its last number; 0 for an empty log.
        pub seq: i64,
        /// The hash of its last row.
        pub hash: [u8; 32],
    }
}

row! {
    /// A row of the log with all that its hash is made of.
    pub struct ChainedEvent {
        /// Its number.
        pub seq: i64,
        /// When it happened.
        pub at: Time,
        /// What happened.
        pub kind: String,
        /// Who caused it.
        pub actor: String,
        /// The case, if any.
        pub case_id: Option<CaseId>,
        /// The post, if any.
        pub post_id: Option<PostId>,
        /// The person, if any.
        pub person_id: Option<PersonId>,
        /// JSON.
        pub data: String,
        /// Digest of a text beside the log, if any.
        pub digest: Option<Vec<u8>>,
        /// The row's hash.
        pub hash: [u8; 32],
    }
}

/// SHA-256 over salt and text: what an event says of a personal text.
#[must_use]
pub fn digest(salt: &[u8], text: &str) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(text.as_bytes()).finalize().into()
}

/// The hash of a row after the row with hash `previous`. Every field is preceded by its length (8
/// bytes, big-endian; all ones for a missing field), so that no two rows have the same bytes.
fn chained(previous: &[u8; 32], org: OrgId, event: &ChainedEvent) -> [u8; 32] {
    let mut hash = Sha256::new().chain_update(previous);
    let mut field = |bytes: Option<&[u8]>| {
        let length = bytes.map_or(u64::MAX, |b| u64::try_from(b.len()).unwrap_or(u64::MAX));
        hash.update(length.to_be_bytes());
        hash.update(bytes.unwrap_or_default());
    };
    field(Some(org.bytes()));
    field(Some(&event.seq.to_be_bytes()));
    field(Some(&event.at.micros().to_be_bytes()));
    field(Some(event.kind.as_bytes()));
    field(Some(event.actor.as_bytes()));
    field(event.case_id.as_ref().map(|id| id.bytes().as_slice()));
    field(event.post_id.as_ref().map(|id| id.bytes().as_slice()));
    field(event.person_id.as_ref().map(|id| id.bytes().as_slice()));
    field(Some(event.data.as_bytes()));
    field(event.digest.as_deref());
    hash.finalize().into()
}

/// Ends a transaction: brings the counts of posts up to date, then [`append`]s.
pub(crate) async fn end(tx: &mut Tx) -> Result<Option<i64>> {
    post_counts::settle(tx).await?;
    append(tx).await
}

row! {
    /// What is counted under the lock of the head.
    struct Counted {
        seq: i64,
        hash: [u8; 32],
        case_number: i64,
    }
}

/// Appends what the transaction emitted, and numbers the cases that it opened, as its last step,
/// under the lock of the organization's head. Gives the last number of the log.
async fn append(tx: &mut Tx) -> Result<Option<i64>> {
    if tx.events.is_empty() && tx.opened.is_empty() {
        return Ok(None);
    }
    let org = tx.org();
    let sql = if tx.is_postgres() {
        "SELECT seq, hash, case_number FROM org_heads WHERE org_id = $1 FOR UPDATE"
    } else {
        "SELECT seq, hash, case_number FROM org_heads WHERE org_id = $1"
    };
    let Counted { seq, hash, case_number } = tx.one("organization", sql, args![org]).await?;
    let case_number = case_numbers::give(tx, case_number).await?;
    let emitted = std::mem::take(&mut tx.events);
    let mut head = Head { seq, hash };
    let mut rows = Vec::with_capacity(emitted.len());
    for event in emitted {
        let event = next(&mut head, org, &event);
        rows.push(args![
            org,
            event.seq,
            event.at,
            event.kind,
            event.actor,
            event.case_id,
            event.post_id,
            event.person_id,
            event.data,
            event.digest,
            event.hash,
        ]);
    }
    tx.insert_all(
        "INSERT INTO events (org_id, seq, at, kind, actor, case_id, post_id, person_id, data, digest, hash)",
        rows,
        "",
    )
    .await?;
    tx.exec(
        "UPDATE org_heads SET seq = $2, hash = $3, case_number = $4 WHERE org_id = $1",
        args![org, head.seq, head.hash, case_number],
    )
    .await?;
    Ok(Some(head.seq))
}

/// Moves the head over one more event.
fn next(head: &mut Head, org: OrgId, event: &NewEvent) -> ChainedEvent {
    head.seq = head.seq.saturating_add(1);
    let mut row = ChainedEvent {
        seq: head.seq,
        at: event.at,
        kind: event.kind.word().to_owned(),
        actor: event.actor.to_string(),
        case_id: event.case_id,
        post_id: event.post_id,
        person_id: event.person_id,
        data: event.data.to_string(),
        digest: event.digest.map(|digest| digest.to_vec()),
        hash: head.hash,
    };
    row.hash = chained(&head.hash, org, &row);
    head.hash = row.hash;
    row
}

/// The events after number `after`, oldest first, at most `limit`.
///
/// # Errors
/// As the database.
pub async fn since(conn: &mut Conn, after: i64, limit: i64) -> Result<Vec<Event>> {
    let org = conn.org();
    conn.all(
        "SELECT org_id, seq, at, kind, actor, case_id, post_id, person_id, data
         FROM events
         WHERE org_id = $1 AND seq > $2
         ORDER BY seq
         LIMIT $3",
        args![org, after, limit],
    )
    .await
}

/// The events of one case, oldest first.
///
/// # Errors
/// As the database.
pub async fn of_case(conn: &mut Conn, case: CaseId) -> Result<Vec<Event>> {
    let org = conn.org();
    conn.all(
        "SELECT org_id, seq, at, kind, actor, case_id, post_id, person_id, data
         FROM events
         WHERE org_id = $1 AND case_id = $2
         ORDER BY seq",
        args![org, case],
    )
    .await
}

/// Where the log ends.
///
/// # Errors
/// [`Error::NotFound`] when the organization does not exist.
pub async fn head(conn: &mut Conn) -> Result<Head> {
    let org = conn.org();
    conn.one("organization", "SELECT seq, hash FROM org_heads WHERE org_id = $1", args![org]).await
}

/// Walks the whole log and compares every hash. Gives how many rows were right.
///
/// # Errors
/// [`Error::BrokenChain`] at the first number that is missing or does not fit.
pub async fn verify(conn: &mut Conn) -> Result<i64> {
    let org = conn.org();
    let broken = |seq, problem: &str| Error::BrokenChain {
        org: org.to_string(),
        seq,
        problem: problem.to_owned(),
    };
    let end = head(conn).await?;
    let mut walked = Head { seq: 0, hash: [0; 32] };
    loop {
        let rows: Vec<ChainedEvent> = conn
            .all(
                "SELECT seq, at, kind, actor, case_id, post_id, person_id, data, digest, hash
                 FROM events
                 WHERE org_id = $1 AND seq > $2 AND seq <= $3
                 ORDER BY seq
                 LIMIT 2000",
                args![org, walked.seq, end.seq],
            )
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let expected = walked.seq.saturating_add(1);
            if row.seq != expected {
                return Err(broken(expected, "this number is missing"));
            }
            if chained(&walked.hash, org, &row) != row.hash {
                return Err(broken(row.seq, "its content does not fit its hash"));
            }
            walked = Head { seq: row.seq, hash: row.hash };
        }
    }
    if walked.seq != end.seq {
        return Err(broken(walked.seq.saturating_add(1), "rows at the end are missing"));
    }
    if walked.hash != end.hash {
        return Err(broken(end.seq, "the last hash is not the one that was written down"));
    }
    Ok(walked.seq)
}

/// An event of the system itself, such as a retention run.
#[must_use]
pub fn system(at: Time, kind: EventKind) -> NewEvent {
    NewEvent::new(at, kind, Actor::System)
}
