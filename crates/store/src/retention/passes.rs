//! How each class is walked: in small transactions, from a cursor on, never over a hold.
//!
//! Imported history carries its own, old times. What counts for it is when it came to us, and that
//! stands in the ids of its rows: UUIDs of version 7 begin with the millisecond of their making.

use earshot_model::{CaseId, OrgId, PersonId, PostId, Time};

use super::{Class, old};
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
pub(super) fn first_id(before: Time) -> Vec<u8> {
    let millis = u64::try_from(before.micros() / 1_000).unwrap_or(0);
    let mut id: Vec<u8> = millis.to_be_bytes().into_iter().skip(2).collect();
    id.resize(16, 0);
    id
}

/// Removes what is older than `before`. Gives how many rows went.
pub(super) async fn run(db: &Db, org: OrgId, class: Class, before: Time) -> Result<u64> {
    match class {
        Class::Noise => posts(db, org, old::NOISE, before).await,
        Class::Recorded => posts(db, org, old::RECORDED, before).await,
        Class::Cases => cases(db, org, before).await,
        Class::Persons => persons(db, org, before).await,
        Class::Files => files(db, org, before).await,
        Class::Inbox => plain(db, org, old::INBOX, before).await,
        Class::Sessions => plain(db, org, old::SESSIONS, before).await,
        Class::Drafts => plain(db, org, old::DRAFTS, before).await,
        Class::Tombstones => plain(db, org, old::TOMBSTONES, before).await,
        Class::Jobs => plain(db, org, old::JOBS, before).await,
        Class::Lessons => plain(db, org, old::LESSONS, before).await,
    }
}

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

async fn cases(db: &Db, org: OrgId, before: Time) -> Result<u64> {
    let mut removed = 0;
    let mut cursor = Vec::new();
    loop {
        let after = cursor;
        let old = db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let old: Vec<OldCase> = tx
                        .all(old::CASES, args![org, before, after, CASES, first_id(before)])
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

async fn persons(db: &Db, org: OrgId, before: Time) -> Result<u64> {
    let mut removed = 0;
    let mut cursor = Vec::new();
    loop {
        let after = cursor;
        let old = db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let old: Vec<OldPerson> = tx
                        .all(old::PERSONS, args![org, before, after, POSTS, first_id(before)])
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
    let removed = plain(db, org, old::LINKS, before).await?;
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
    plain(db, org, old::THREADS, before).await
}
