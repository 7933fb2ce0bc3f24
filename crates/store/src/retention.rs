//! Retention: every class of data has a time after which it goes, and none of them is endless.
//!
//! The event log stays: its rows carry ids, codes and salted digests, no personal text. Once a row
//! beside it is gone its salt is gone too, and the digest says nothing to anybody.

mod classes;
mod old;
mod passes;
mod preview;

use earshot_model::{Actor, EventKind, NewEvent, OrgId, Time};
use serde_json::json;

use crate::blobs::BlobStore;
use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::events;
use crate::value::args;

pub use classes::Class;
pub use preview::{MOST_COUNTED, due};

/// The longest time that may be set, in days: a hundred years.
pub const MOST_DAYS: i64 = 36_500;

/// What a run removed, by class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// How many rows of each class went. Classes without any are left out.
    pub removed: Vec<(Class, u64)>,
    /// How many files went from the disk.
    pub files: u64,
}

impl Applied {
    /// How many rows of this class went.
    #[must_use]
    pub fn of(&self, class: Class) -> u64 {
        self.removed.iter().find(|(c, _)| *c == class).map_or(0, |(_, count)| *count)
    }
}

row! {
    struct Setting {
        class: String,
        days: i64,
    }
}

/// How many days each class is kept, as set or by default.
///
/// # Errors
/// As the database.
pub async fn days(conn: &mut Conn) -> Result<Vec<(Class, i64)>> {
    let org = conn.org();
    let set: Vec<Setting> =
        conn.all("SELECT class, days FROM retention WHERE org_id = $1", args![org]).await?;
    Ok(Class::ALL
        .iter()
        .map(|class| {
            let own = set.iter().find(|row| row.class == class.word());
            (*class, own.map_or(class.default_days(), |row| row.days))
        })
        .collect())
}

/// Sets how many days a class is kept: 1 to [`MOST_DAYS`], other values become the nearest of them.
///
/// # Errors
/// As the database.
pub async fn set_days(tx: &mut Tx, class: Class, days: i64, actor: Actor, now: Time) -> Result<()> {
    let org = tx.org();
    let days = days.clamp(1, MOST_DAYS);
    tx.exec(
        "INSERT INTO retention (org_id, class, days) VALUES ($1, $2, $3)
         ON CONFLICT (org_id, class) DO UPDATE SET days = excluded.days",
        args![org, class.word(), days],
    )
    .await?;
    let event = NewEvent::new(now, EventKind::SetupChanged, actor);
    tx.emit(event.data(json!({ "retention": class.word(), "days": days })));
    Ok(())
}

/// Removes what is past its time, in small transactions, and passes by what is under legal hold.
/// A run that is cut short is finished by the next one. Every run makes removed words leave the files
/// of SQLite, also those that somebody else removed: a source, or an erasure that a reader held back.
///
/// # Errors
/// As the database, or [`Error::File`] when a file cannot be removed.
pub async fn run(db: &Db, blobs: &BlobStore, org: OrgId, now: Time) -> Result<Applied> {
    let days = days(&mut db.read(org).await?).await?;
    let mut applied = Applied::default();
    for (class, days) in days {
        let before = now.plus(-days.saturating_mul(Time::DAY));
        let removed = passes::run(db, org, class, before).await?;
        if removed > 0 {
            applied.removed.push((class, removed));
        }
    }
    passes::loose_threads(db, org, now.plus(-Time::DAY)).await?;
    passes::old_alerts(db, org, now).await?;
    applied.files = blobs.sweep(db, org).await?;
    if !applied.removed.is_empty() {
        announce(db, org, now, applied.removed.clone()).await?;
    }
    if !crate::scrub::scrub(db, org).await? {
        tracing::info!("the write-ahead log is in use; the next run empties it");
    }
    Ok(applied)
}

async fn announce(db: &Db, org: OrgId, now: Time, removed: Vec<(Class, u64)>) -> Result<()> {
    let counts: serde_json::Map<String, serde_json::Value> =
        removed.iter().map(|(class, count)| (class.word().to_owned(), json!(count))).collect();
    db.write::<_, Error, _>(org, move |tx| {
        Box::pin(async move {
            tx.emit(events::system(now, EventKind::RetentionApplied).data(counts.into()));
            Ok(())
        })
    })
    .await
}
