//! How each class is walked: in small transactions, from a cursor on, never over a hold.
//!
//! Imported history carries its own, old times. What counts for it is when it came to us, and that
//! stands in the ids of its rows: UUIDs of version 7 begin with the millisecond of their making.

use earshot_model::{CaseId, OrgId, PersonId, PostId, Time};

use super::Class;
use crate::cell::row;
use crate::conn::Tx;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::removal;
use crate::value::{Value, args};

/// Posts in one transaction.
const POSTS: i64 = 500;
/// Cases in one transaction; each takes its posts along.
const CASES: i64 = 50;

row! {
    struct OldPost {
        id: PostId,
        posted_at: Time,
    }
}

row! {
    struct OldCase {
        id: CaseId,
    }
}

row! {
    struct OldPerson {
        id: PersonId,
    }
}

/// The least id that was made at `before` or later (RFC 9562, section 5.7).
fn first_id(before: Time) -> Vec<u8> {
    let millis = u64::try_from(before.micros() / 1_000).unwrap_or(0);
    let mut id: Vec<u8> = millis.to_be_bytes().into_iter().skip(2).collect();
    id.resize(16, 0);
    id
}

/// Removes what is older than `before`. Gives how many rows went.
pub(super) async fn run(db: &Db, org: OrgId, class: Class, before: Time) -> Result<u64> {
    match class {
        Class::Noise => posts(db, org, NOISE, before).await,
        Class::Recorded => posts(db, org, RECORDED, before).await,
        Class::Cases => cases(db, org, before).await,
        Class::Persons => persons(db, org, before).await,
        Class::Files => files(db, org, before).await,
        Class::Inbox => plain(db, org, INBOX, before).await,
        Class::Sessions => plain(db, org, SESSIONS, before).await,
        Class::Drafts => plain(db, org, DRAFTS, before).await,
        Class::Tombstones => plain(db, org, TOMBSTONES, before).await,
        Class::Jobs => plain(db, org, JOBS, before).await,
    }
}

/// Old posts without a case after the cursor ($3, $4). A post that waits for a message to go out
/// stays until that is over.
macro_rules! old_posts {
    ($state:literal) => {
        concat!(
            "SELECT p.id, p.posted_at
             FROM posts p
             WHERE p.org_id = $1 AND p.case_id IS NULL AND p.state ",
            $state,
            " 'noise' AND p.posted_at < $2 AND p.received_at < $2 AND p.id < $6
               AND (p.posted_at, p.id) > ($3, $4)
               AND NOT EXISTS (
                   SELECT 1 FROM holds h
                   WHERE h.org_id = p.org_id AND h.person_id = p.person_id AND h.lifted_at IS NULL)
               AND NOT EXISTS (
                   SELECT 1 FROM outbox o WHERE o.org_id = p.org_id AND o.to_post_id = p.id)
             ORDER BY p.posted_at, p.id
             LIMIT $5"
        )
    };
}

const NOISE: &str = old_posts!("=");
const RECORDED: &str = old_posts!("<>");

async fn posts(db: &Db, org: OrgId, sql: &'static str, before: Time) -> Result<u64> {
    let mut removed = 0;
    let mut cursor = (Time(i64::MIN), Vec::new());
    loop {
        let (from, after) = cursor;
        let old = db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let old: Vec<OldPost> = tx
                        .all(sql, args![org, before, from, after, POSTS, first_id(before)])
                        .await?;
                    let ids: Vec<PostId> = old.iter().map(|row| row.id).collect();
                    removal::posts(tx, &ids).await?;
                    Ok(old)
                })
            })
            .await?;
        let Some(last) = old.last() else { return Ok(removed) };
        removed += u64::try_from(old.len()).unwrap_or(u64::MAX);
        cursor = (last.posted_at, last.id.bytes().to_vec());
    }
}

const OLD_CASES: &str = "
    SELECT c.id
    FROM cases c
    WHERE c.org_id = $1 AND c.status = 'closed' AND c.closed_at < $2 AND c.id > $3 AND c.id < $5
      AND NOT EXISTS (
          SELECT 1 FROM holds h
          WHERE h.org_id = c.org_id AND h.lifted_at IS NULL
            AND (h.person_id = c.person_id OR EXISTS (
                SELECT 1 FROM posts p
                WHERE p.org_id = c.org_id AND p.case_id = c.id AND p.person_id = h.person_id)))
      AND NOT EXISTS (
          SELECT 1 FROM posts p
          WHERE p.org_id = c.org_id AND p.case_id = c.id AND (p.received_at >= $2 OR p.id >= $5))
      AND NOT EXISTS (
          SELECT 1 FROM outbox o
          WHERE o.org_id = c.org_id AND o.case_id = c.id AND o.finished_at IS NULL)
    ORDER BY c.id
    LIMIT $4";

async fn cases(db: &Db, org: OrgId, before: Time) -> Result<u64> {
    let mut removed = 0;
    let mut cursor = Vec::new();
    loop {
        let after = cursor;
        let old = db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let old: Vec<OldCase> = tx
                        .all(OLD_CASES, args![org, before, after, CASES, first_id(before)])
                        .await?;
                    let ids: Vec<CaseId> = old.iter().map(|row| row.id).collect();
                    removal::cases(tx, &ids).await?;
                    Ok(ids)
                })
            })
            .await?;
        let Some(last) = old.last() else { return Ok(removed) };
        removed += u64::try_from(old.len()).unwrap_or(u64::MAX);
        cursor = last.bytes().to_vec();
    }
}

const OLD_PERSONS: &str = "
    SELECT p.id
    FROM persons p
    WHERE p.org_id = $1 AND p.created_at < $2 AND p.id > $3 AND p.id < $5
      AND NOT EXISTS (SELECT 1 FROM posts x WHERE x.org_id = p.org_id AND x.person_id = p.id)
      AND NOT EXISTS (SELECT 1 FROM cases x WHERE x.org_id = p.org_id AND x.person_id = p.id)
      AND NOT EXISTS (
          SELECT 1 FROM holds x
          WHERE x.org_id = p.org_id AND x.person_id = p.id AND x.lifted_at IS NULL)
      AND NOT EXISTS (
          SELECT 1 FROM identities i
          WHERE i.org_id = p.org_id AND i.person_id = p.id
            AND (i.ours OR EXISTS (
                SELECT 1 FROM posts x WHERE x.org_id = i.org_id AND x.identity_id = i.id)))
    ORDER BY p.id
    LIMIT $4";

async fn persons(db: &Db, org: OrgId, before: Time) -> Result<u64> {
    let mut removed = 0;
    let mut cursor = Vec::new();
    loop {
        let after = cursor;
        let old = db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let old: Vec<OldPerson> = tx
                        .all(OLD_PERSONS, args![org, before, after, POSTS, first_id(before)])
                        .await?;
                    let ids: Vec<PersonId> = old.iter().map(|row| row.id).collect();
                    remove_persons(tx, &ids).await?;
                    Ok(ids)
                })
            })
            .await?;
        let Some(last) = old.last() else { return Ok(removed) };
        removed += u64::try_from(old.len()).unwrap_or(u64::MAX);
        cursor = last.bytes().to_vec();
    }
}

async fn remove_persons(tx: &mut Tx, persons: &[PersonId]) -> Result<()> {
    let org = tx.org();
    let list: Vec<Value> = persons.iter().map(|id| Value::from(*id)).collect();
    for sql in [
        "DELETE FROM person_facts WHERE org_id = $1 AND person_id IN (?)",
        "DELETE FROM blob_links WHERE org_id = $1 AND person_id IN (?)",
        "DELETE FROM holds WHERE org_id = $1 AND person_id IN (?)",
        "DELETE FROM person_names WHERE org_id = $1 AND person_id IN (?)",
        "DELETE FROM identities WHERE org_id = $1 AND person_id IN (?)",
        "DELETE FROM persons WHERE org_id = $1 AND id IN (?)",
    ] {
        tx.exec_in(sql, &args![org], list.clone()).await?;
    }
    crate::blobs::remove_unlinked(tx).await?;
    Ok(())
}

const INBOX: &str = "
    DELETE FROM inbox WHERE org_id = $1 AND id IN (
        SELECT id FROM inbox
        WHERE org_id = $1 AND state <> 'waiting' AND received_at < $2
        LIMIT $3)";

const SESSIONS: &str = "
    DELETE FROM sessions WHERE org_id = $1 AND id IN (
        SELECT id FROM sessions WHERE org_id = $1 AND expires_at < $2 LIMIT $3)";

const DRAFTS: &str = "
    DELETE FROM drafts WHERE org_id = $1 AND (case_id, agent_id, audience) IN (
        SELECT d.case_id, d.agent_id, d.audience
        FROM drafts d
        JOIN cases c ON c.org_id = d.org_id AND c.id = d.case_id
        WHERE d.org_id = $1 AND d.updated_at < $2 AND NOT EXISTS (
            SELECT 1 FROM holds h
            WHERE h.org_id = c.org_id AND h.person_id = c.person_id AND h.lifted_at IS NULL)
        LIMIT $3)";

const TOMBSTONES: &str = "
    DELETE FROM tombstones WHERE org_id = $1 AND (account_id, external_id) IN (
        SELECT account_id, external_id FROM tombstones
        WHERE org_id = $1 AND deleted_at < $2
        LIMIT $3)";

const JOBS: &str = "
    DELETE FROM jobs WHERE org_id = $1 AND id IN (
        SELECT id FROM jobs WHERE org_id = $1 AND parked_at < $2 LIMIT $3)";

const LINKS: &str = "
    DELETE FROM blob_links WHERE org_id = $1 AND (digest, person_id) IN (
        SELECT l.digest, l.person_id
        FROM blob_links l
        WHERE l.org_id = $1 AND l.created_at < $2 AND NOT EXISTS (
            SELECT 1 FROM holds h
            WHERE h.org_id = l.org_id AND h.person_id = l.person_id AND h.lifted_at IS NULL)
        LIMIT $3)";

const THREADS: &str = "
    DELETE FROM threads WHERE org_id = $1 AND id IN (
        SELECT t.id
        FROM threads t
        WHERE t.org_id = $1 AND t.created_at < $2
          AND NOT EXISTS (SELECT 1 FROM posts x WHERE x.org_id = t.org_id AND x.thread_id = t.id)
          AND NOT EXISTS (SELECT 1 FROM outbox x WHERE x.org_id = t.org_id AND x.thread_id = t.id)
          AND NOT EXISTS (
              SELECT 1 FROM case_threads x WHERE x.org_id = t.org_id AND x.thread_id = t.id)
        LIMIT $3)";

/// Repeats a bounded DELETE until it finds nothing.
async fn plain(db: &Db, org: OrgId, sql: &'static str, before: Time) -> Result<u64> {
    let mut removed = 0;
    loop {
        let gone = db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move { tx.exec(sql, args![org, before, POSTS]).await })
            })
            .await?;
        removed += gone;
        if gone == 0 {
            return Ok(removed);
        }
    }
}

async fn files(db: &Db, org: OrgId, before: Time) -> Result<u64> {
    let removed = plain(db, org, LINKS, before).await?;
    if removed > 0 {
        db.write::<_, Error, _>(org, |tx| {
            Box::pin(async move { crate::blobs::remove_unlinked(tx).await.map(drop) })
        })
        .await?;
    }
    Ok(removed)
}

/// Removes conversations in which nothing stands any more.
pub(super) async fn loose_threads(db: &Db, org: OrgId, before: Time) -> Result<u64> {
    plain(db, org, THREADS, before).await
}
