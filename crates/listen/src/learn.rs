//! What people correct becomes what the funnel knows.
//!
//! A server tries whenever the lessons have changed: it replays those that stand, holds the new
//! residual against the one in use on the lessons that are held out, and writes down how it went. All
//! servers of a database use what the rows say: the lessons that stand, up to the newest snapshot that
//! won. So they agree, also after a restart, and a lesson that is taken back is gone at once.

use std::sync::Arc;
use std::time::Duration;

use earshot_funnel::online::{
    Ballot, Correction, Learned, Replayed, held_out, publish, replay, truth,
};
use earshot_funnel::{Config, ENGINE, Funnel};
use earshot_model::{Actor, EventKind, NewEvent, OrgId};
use earshot_store::lessons::{self, Head, Lesson};
use earshot_store::snapshots::{self, Snapshot};
use earshot_store::{Conn, Tx};
use serde_json::json;
use tokio::sync::watch;

use crate::{Error, Listen, Result};

/// How often lessons are looked for.
const REST: Duration = Duration::from_secs(1);

/// Which lessons are in use: other lessons, another residual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct InUse {
    upto: i64,
    head: Head,
}

impl InUse {
    /// What the rows say now.
    pub(crate) async fn read(conn: &mut Conn) -> Result<Self> {
        let won = snapshots::in_use(conn).await?.filter(|snapshot| snapshot.engine == ENGINE);
        let Some(snapshot) = won else { return Ok(Self::default()) };
        Ok(Self { upto: snapshot.upto, head: lessons::head(conn, snapshot.upto).await? })
    }

    /// What these lessons teach.
    pub(crate) async fn learned(self, conn: &mut Conn) -> Result<Learned> {
        if self.upto == 0 {
            return Ok(Learned::default());
        }
        let lessons = lessons::standing(conn, 0, self.upto).await?;
        let work = move || {
            let (taught, _) = parted(&lessons);
            replay(&Funnel::new(Config::default()), &taught).residual.settled()
        };
        away(work).await
    }
}

impl Listen {
    /// Learns until `stop` says so.
    pub async fn run_learning(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            if let Err(error) = self.learn_once().await {
                tracing::error!(%error, "corrections could not be learned; it is tried again");
            }
            tokio::select! {
                () = tokio::time::sleep(REST) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Learns what is new in every organization. Gives how many tries were made.
    ///
    /// # Errors
    /// As the store.
    pub async fn learn_once(&self) -> Result<u64> {
        let mut tries = 0;
        for (org, _) in self.db.organizations().await? {
            tries += u64::from(self.learn_for(org).await?);
        }
        Ok(tries)
    }

    /// Learns what is new in one organization. Gives whether there was anything.
    ///
    /// # Errors
    /// As the store.
    pub async fn learn_for(&self, org: OrgId) -> Result<bool> {
        let mut conn = self.db.read(org).await?;
        let head = lessons::head(&mut conn, i64::MAX).await?;
        let last = snapshots::newest(&mut conn, 1).await?.into_iter().next();
        let known = last.as_ref().map_or_else(
            || head == Head::default(),
            |last| {
                (last.upto, last.lessons, last.engine.as_str()) == (head.last, head.lessons, ENGINE)
            },
        );
        if known {
            return Ok(false);
        }
        let standing = lessons::standing(&mut conn, 0, head.last).await?;
        let in_use = InUse::read(&mut conn).await?;
        drop(conn);
        let number = last.map_or(1, |last| last.number + 1);
        let count = i64::try_from(standing.len()).unwrap_or(i64::MAX);
        let (ballot, drifting) = away(move || compare(&standing, in_use.upto)).await?;
        let snapshot = Snapshot {
            number,
            engine: ENGINE.to_owned(),
            upto: head.last,
            lessons: count,
            held: i64::try_from(ballot.held).unwrap_or(i64::MAX),
            base_surprise: f64::from(ballot.base.surprise),
            now_surprise: f64::from(ballot.now.surprise),
            new_surprise: f64::from(ballot.new.surprise),
            base_right: f64::from(ballot.base.right),
            now_right: f64::from(ballot.now.right),
            new_right: f64::from(ballot.new.right),
            used: ballot.passes(),
            drifting,
            made_at: self.tools.now(),
        };
        self.db
            .write::<_, Error, _>(org, move |tx| Box::pin(async move { keep(tx, &snapshot).await }))
            .await?;
        Ok(true)
    }
}

/// Writes a try down, unless another server was first.
async fn keep(tx: &mut Tx, snapshot: &Snapshot) -> Result<()> {
    if snapshots::insert(tx, snapshot).await? {
        tx.emit(NewEvent::new(snapshot.made_at, EventKind::FilterLearned, Actor::System).data(
            json!({
                "snapshot": snapshot.number,
                "lessons": snapshot.lessons,
                "held": snapshot.held,
                "used": snapshot.used,
            }),
        ));
    }
    Ok(())
}

/// The corrections to learn from, and those held out to measure by. What nothing can be learned from
/// is in neither.
fn parted(lessons: &[Lesson]) -> (Vec<Correction>, Vec<Correction>) {
    let corrections = lessons.iter().filter_map(|lesson| {
        Some(Correction {
            id: u64::try_from(lesson.number).unwrap_or(0),
            truth: truth(&lesson.field, &lesson.value)?,
            text: lesson.text.clone(),
            addressed: lesson.addressed,
        })
    });
    let (held, taught) = corrections.partition(|correction| held_out(correction.id));
    (taught, held)
}

/// All that stands against what is in use, and whether learning hurts.
fn compare(standing: &[Lesson], upto: i64) -> (Ballot, bool) {
    let funnel = Funnel::new(Config::default());
    let (taught, held) = parted(standing);
    let upto = u64::try_from(upto).unwrap_or(0);
    let mut replayed = Replayed::default();
    let mut now = Learned::default();
    let (old, new): (Vec<_>, Vec<_>) = taught.iter().partition(|one| one.id <= upto);
    for correction in &old {
        replayed.learn(&funnel, correction);
    }
    if !old.is_empty() {
        now = replayed.residual.settled();
    }
    for correction in &new {
        replayed.learn(&funnel, correction);
    }
    let ballot = publish(&funnel, &now, &replayed.residual.settled(), &held);
    (ballot, replayed.drift.alarm())
}

/// Learning is arithmetic: away from the threads that serve requests.
async fn away<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Delivery("learning panicked"))
}

/// A funnel that knows this.
pub(crate) fn funnel(config: Config, learned: Arc<Learned>) -> Funnel {
    let funnel = Funnel::new(config);
    if learned.corrections() == 0 { funnel } else { funnel.with_learned(learned) }
}
