//! How each class is walked: in small transactions, from a cursor on, never over a hold.
//!
//! Imported history carries its own, old times. What counts for it is when it came to us, and that
//! stands in the ids of its rows: UUIDs of version 7 begin with the millisecond of their making.

use earshot_model::{CaseId, HashtagUse, OrgId, PersonId, PostId, ThreadId, Time};

use super::{Class, old};
use crate::cell::{Cell, Cells, FromCells, row};
use crate::conn::{Tx, Work};
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

/// The id of a row that is old.
struct Old<T> {
    id: T,
}

impl<T: Cell> FromCells for Old<T> {
    fn from_cells(row: &Cells) -> Result<Self> {
        Ok(Self { id: row.get("id")? })
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
        Class::Cases => {
            by_id(db, org, old::CASES, (before, CASES), |tx, ids: Vec<CaseId>| {
                Box::pin(async move { removal::cases(tx, &ids).await.map(drop) })
            })
            .await
        }
        Class::Persons => {
            by_id(db, org, old::PERSONS, (before, POSTS), |tx, ids| {
                Box::pin(async move { remove_persons(tx, &ids).await })
            })
            .await
        }
        Class::Files => files(db, org, before).await,
        Class::Inbox => plain(db, org, (old::COUNT_INBOX, old::INBOX), before).await,
        Class::Sessions => plain(db, org, (old::COUNT_SESSIONS, old::SESSIONS), before).await,
        Class::Drafts => plain(db, org, (old::COUNT_DRAFTS, old::DRAFTS), before).await,
        Class::Tombstones => plain(db, org, (old::COUNT_TOMBSTONES, old::TOMBSTONES), before).await,
        Class::Jobs => plain(db, org, (old::COUNT_JOBS, old::JOBS), before).await,
        Class::Lessons => plain(db, org, (old::COUNT_LESSONS, old::LESSONS), before).await,
    }
}

// What is old is looked for by a reader, as that may mean to walk the whole table: meanwhile SQLite's
// one writer serves others. It then asks the same of what was found, as that may have changed.

async fn posts(db: &Db, org: OrgId, search: old::Search, before: Time) -> Result<u64> {
    let mut removed = 0;
    let mut cursor = (Time(i64::MIN), Vec::new());
    let young = first_id(before);
    loop {
        let (from, after) = cursor;
        let values = args![org, before, from, after, POSTS, young.clone()];
        let found: Vec<OldPost> = db.read(org).await?.all(search.next, values).await?;
        let Some(last) = found.last() else { return Ok(removed) };
        cursor = (last.posted_at, last.id.bytes().to_vec());
        let list = found.iter().map(|row| Value::from(row.id)).collect();
        let values = args![org, before, young.clone()];
        removed += db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let still: Vec<OldPost> = tx.all_in(search.still, &values, list).await?;
                    let ids: Vec<PostId> = still.iter().map(|row| row.id).collect();
                    removal::posts(tx, &ids).await?;
                    Ok(count(&ids))
                })
            })
            .await?;
    }
}

fn count<T>(rows: &[T]) -> u64 {
    u64::try_from(rows.len()).unwrap_or(u64::MAX)
}

/// Removes rows that have an id, in portions of a size.
async fn by_id<T, F>(
    db: &Db,
    org: OrgId,
    search: old::Search,
    (before, size): (Time, i64),
    remove: F,
) -> Result<u64>
where
    T: Cell + Send + 'static,
    F: for<'a> Fn(&'a mut Tx, Vec<T>) -> Work<'a, (), Error> + Copy + Send + 'static,
{
    let mut removed = 0;
    let mut cursor = Vec::new();
    let young = first_id(before);
    loop {
        let values = args![org, before, cursor, size, young.clone()];
        let found: Vec<Old<Vec<u8>>> = db.read(org).await?.all(search.next, values).await?;
        let Some(last) = found.last() else { return Ok(removed) };
        cursor = last.id.clone();
        let list = found.into_iter().map(|row| Value::from(row.id)).collect();
        let values = args![org, before, young.clone()];
        removed += db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let still: Vec<Old<T>> = tx.all_in(search.still, &values, list).await?;
                    let ids: Vec<T> = still.into_iter().map(|row| row.id).collect();
                    let gone = count(&ids);
                    remove(tx, ids).await?;
                    Ok(gone)
                })
            })
            .await?;
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

/// Repeats a bounded DELETE as long as a reader still finds something.
async fn plain(
    db: &Db,
    org: OrgId,
    (find, delete): (&'static str, &'static str),
    before: Time,
) -> Result<u64> {
    let mut removed = 0;
    loop {
        let left: Option<i64> = db.read(org).await?.cell(find, args![org, before, 1_i64]).await?;
        if left.unwrap_or(0) == 0 {
            return Ok(removed);
        }
        let gone = db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move { tx.exec(delete, args![org, before, POSTS]).await })
            })
            .await?;
        if gone == 0 {
            return Ok(removed);
        }
        removed += gone;
    }
}

async fn files(db: &Db, org: OrgId, before: Time) -> Result<u64> {
    let removed = plain(db, org, (old::COUNT_LINKS, old::LINKS), before).await?;
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
    by_id(db, org, old::THREADS, (before, POSTS), |tx, ids: Vec<ThreadId>| {
        Box::pin(async move {
            let org = tx.org();
            let list = ids.into_iter().map(Value::from).collect();
            tx.exec_in("DELETE FROM threads WHERE org_id = $1 AND id IN (?)", &args![org], list)
                .await?;
            Ok(())
        })
    })
    .await
}

/// Removes alerts of hashtags of which no post is kept, once they keep nobody from being told again.
pub(super) async fn old_alerts(db: &Db, org: OrgId, now: Time) -> Result<u64> {
    let before = now.plus(-HashtagUse::LATELY).plus(-HashtagUse::BEFORE);
    db.write::<_, Error, _>(org, move |tx| {
        Box::pin(async move { crate::hashtags::forget(tx, before).await })
    })
    .await
}
