//! Erasing a person (GDPR, article 17): every text of theirs and about them goes, from the
//! database, the full-text index, the files and the deliveries that wait. Ids, times and codes stay,
//! so that counts and the hash chain hold.
//!
//! What goes: the words, hashtags and salts of their posts and of the brand's answers to them, subjects,
//! notes, promises, drafts and typed tags of their cases, evidence in verdicts, facts, names, handles, the channel's ids of
//! them and of their posts, files that nobody else has, rooms with their links, and reasons of lifted holds. A conversation in
//! which other customers wrote keeps its channel's id, so that it stays one.

mod deliveries;
mod log;
mod preview;
mod replay;
mod rows;

use earshot_model::{Actor, EventKind, NewEvent, OrgId, PersonId, Time};
use serde_json::json;

use crate::blobs::{BlobStore, Digest};
use crate::cell::row;
use crate::conn::Tx;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::value::args;
use crate::{blobs, holds, lessons, scrub::scrub};

pub use log::{Erasure, read as read_log};
pub use preview::{Going, going};
pub(crate) use replay::replay;
pub use replay::{Replayed, keep};
pub use rows::grave;

/// What an erasure touched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Erased {
    /// Posts whose words went: theirs, and the brand's answers to them.
    pub posts: u64,
    /// Their cases.
    pub cases: u64,
    /// Files that went from the disk.
    pub files: u64,
    /// Deliveries that waited or were put aside, and went.
    pub deliveries: u64,
    /// Whether SQLite's write-ahead log could be emptied at once. If not, a reader held it back, and
    /// the next retention run does it.
    pub log_emptied: bool,
}

row! {
    struct Standing {
        erased_at: Option<Time>,
    }
}

/// Erases a person. Doing it twice does no harm.
///
/// The erasure is written to `erasures.log` beside the folder of files first: that list is done again
/// when an older backup is restored and when a server starts (see [`keep`] and
/// [`crate::backup::restore`]).
///
/// # Errors
/// [`Error::NotFound`], [`Error::Held`] under legal hold, [`Error::File`], or as the database.
pub async fn erase_person(
    db: &Db,
    blobs: &BlobStore,
    org: OrgId,
    person: PersonId,
    actor: Actor,
    now: Time,
) -> Result<Erased> {
    {
        let mut conn = db.read(org).await?;
        may_erase(&mut conn, person).await?;
    }
    log::append(blobs, vec![Erasure { org, person, at: now }]).await?;
    let deliveries = deliveries::of_person(&mut db.read(org).await?, person).await?;
    let (mut erased, files) = db
        .write::<_, Error, _>(org, move |tx| {
            Box::pin(async move {
                rows::hold(tx, person).await?;
                may_erase(tx, person).await?;
                let gone = deliveries::remove(tx, deliveries).await?;
                let (mut erased, files) = erase(tx, person, now).await?;
                erased.deliveries = gone;
                let event = NewEvent::new(now, EventKind::PersonErased, actor).person(person);
                tx.emit(event.data(json!({
                    "posts": erased.posts,
                    "cases": erased.cases,
                    "deliveries": erased.deliveries,
                    "files": files.len(),
                })));
                Ok((erased, files))
            })
        })
        .await?;
    erased.files = blobs.remove(db, org, &files).await?;
    erased.log_emptied = scrub(db, org).await?;
    Ok(erased)
}

async fn may_erase(conn: &mut crate::conn::Conn, person: PersonId) -> Result<()> {
    let org = conn.org();
    let _known: Standing = conn
        .one(
            "person",
            "SELECT erased_at FROM persons WHERE org_id = $1 AND id = $2",
            args![org, person],
        )
        .await?;
    if holds::is_held(conn, person).await? { Err(Error::Held) } else { Ok(()) }
}

async fn erase(tx: &mut Tx, person: PersonId, now: Time) -> Result<(Erased, Vec<Digest>)> {
    let cases = rows::cases_of(tx, person).await?;
    let own = rows::posts_of(tx, person).await?;
    let answers = rows::answers_to(tx, person).await?;
    let mut blank: Vec<_> = own.iter().map(|post| post.id).collect();
    blank.extend(answers);
    blank.sort_unstable();
    blank.dedup();
    rows::rename_threads(tx, person, &own).await?;
    rows::rename_posts(tx, &own, now).await?;
    rows::empty_messages(tx, person, now).await?;
    rows::empty_posts(tx, &blank).await?;
    lessons::forget_person(tx, person).await?;
    rows::empty_cases(tx, &cases).await?;
    rows::empty_person(tx, person, now).await?;
    crate::rooms::remove_of_person(tx, person).await?;
    rows::list(tx, person, now).await?;
    let files = blobs::unlink_person(tx, person).await?;
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let erased =
        Erased { posts: count(blank.len()), cases: count(cases.len()), ..Erased::default() };
    Ok((erased, files))
}
