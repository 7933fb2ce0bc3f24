//! Erasures that were done before are done again where they did not last: in a database that was
//! restored from an older backup, or after a crash between the list and the database.
//!
//! The list stands in the file `erasures.log` of each server and in the table `erasures`. A restore
//! replaces the table and leaves the file; a new server has the table and no file. So every server
//! first does again what its file says, and then adds to the file what the table says.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use earshot_model::{Actor, OrgId, PersonId, Time};

use super::log::{self, Erasure};
use crate::blobs::BlobStore;
use crate::cell::row;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::value::{Value, args};

/// What a replay of the list did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Erasures that were on the list.
    pub listed: u64,
    /// Those that had not lasted, and were done again.
    pub again: u64,
    /// Those that could not be done again, because a legal hold is in force on the person.
    pub held: Vec<Erasure>,
    /// Those that this server's file did not have yet.
    pub learnt: u64,
}

row! {
    struct There {
        id: PersonId,
    }
}

row! {
    struct Row {
        person_id: PersonId,
        erased_at: Time,
    }
}

/// Does again what did not last of the erasures on this server's list, and brings the list up to
/// date. A server does so before it listens, and every hour. Doing it twice does no harm.
///
/// # Errors
/// [`Error::File`] or [`Error::Backup`] when the list cannot be read or written, or as the database.
pub async fn keep(db: &Db, blobs: &BlobStore, now: Time) -> Result<Replayed> {
    let list = log::read(&blobs.erasures())?;
    replay(db, blobs, &list, now).await
}

/// Does again what did not last of these erasures, and brings this server's list up to date.
pub(crate) async fn replay(
    db: &Db,
    blobs: &BlobStore,
    list: &[Erasure],
    now: Time,
) -> Result<Replayed> {
    let mut persons: BTreeMap<OrgId, BTreeSet<PersonId>> = BTreeMap::new();
    for erasure in list {
        persons.entry(erasure.org).or_default().insert(erasure.person);
    }
    let mut done = Replayed::default();
    for (org, persons) in persons {
        done.listed += u64::try_from(persons.len()).unwrap_or(u64::MAX);
        for person in standing(db, org, persons).await? {
            match super::erase_person(db, blobs, org, person, Actor::System, now).await {
                Ok(_) => done.again += 1,
                Err(Error::Held) => done.held.push(Erasure { org, person, at: now }),
                Err(Error::NotFound(_)) => {}
                Err(other) => return Err(other),
            }
        }
    }
    done.learnt = learn(db, blobs, list).await?;
    Ok(done)
}

/// Those of these persons who are there and not erased.
async fn standing(db: &Db, org: OrgId, persons: BTreeSet<PersonId>) -> Result<Vec<PersonId>> {
    let mut conn = db.read(org).await?;
    let there: Vec<There> = conn
        .all_in(
            "SELECT id FROM persons WHERE org_id = $1 AND erased_at IS NULL AND id IN (?)",
            &args![org],
            persons.into_iter().map(Value::from).collect(),
        )
        .await?;
    Ok(there.into_iter().map(|row| row.id).collect())
}

/// Adds to this server's file what it lacks of `list` and of the table. Gives how many lines.
async fn learn(db: &Db, blobs: &BlobStore, list: &[Erasure]) -> Result<u64> {
    let mut all = list.to_vec();
    for (org, _) in db.organizations().await? {
        let rows: Vec<Row> = db
            .read(org)
            .await?
            .all(
                "SELECT person_id, erased_at FROM erasures WHERE org_id = $1 ORDER BY erased_at",
                args![org],
            )
            .await?;
        let erasure = |row: Row| Erasure { org, person: row.person_id, at: row.erased_at };
        all.extend(rows.into_iter().map(erasure));
    }
    let known = log::read(&blobs.erasures())?;
    let mut known: HashSet<_> = known.iter().map(|known| (known.org, known.person)).collect();
    all.retain(|erasure| known.insert((erasure.org, erasure.person)));
    let learnt = u64::try_from(all.len()).unwrap_or(u64::MAX);
    log::append(blobs, all).await?;
    Ok(learnt)
}
