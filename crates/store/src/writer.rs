//! SQLite's one writer: closures that wait share one transaction (group commit).
//!
//! Each closure runs in a savepoint of its own and is answered after the COMMIT that holds it; one
//! that fails rolls back alone. With nobody waiting the writer commits at once.

use std::panic::AssertUnwindSafe;

use earshot_model::OrgId;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, Executor};
use tokio::sync::{mpsc, oneshot};

use crate::conn::{Conn, Inner, Tx, Work};
use crate::error::{Error, Result};
use crate::events;

/// How many closures share one transaction at most: bounds how long the first one waits.
const MOST_IN_A_GROUP: usize = 256;

/// Called after COMMIT with whether it held.
type Answer = Box<dyn FnOnce(Result<()>) + Send>;

/// What one closure left behind: whether its savepoint stays, the last event number, its answer.
pub(crate) struct Done {
    keep: bool,
    last_seq: Option<i64>,
    answer: Answer,
}

/// One closure that waits for the writer.
pub(crate) trait Job: Send {
    fn org(&self) -> OrgId;
    fn run<'a>(self: Box<Self>, tx: &'a mut Tx) -> BoxFuture<'a, Done>;
    /// Tells the caller that it never ran.
    fn refuse(self: Box<Self>, error: Error);
}

pub(crate) struct Closure<F, T, E> {
    pub(crate) org: OrgId,
    pub(crate) work: F,
    pub(crate) reply: oneshot::Sender<std::result::Result<T, E>>,
}

impl<F, T, E> Job for Closure<F, T, E>
where
    F: for<'a> FnOnce(&'a mut Tx) -> Work<'a, T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    fn org(&self) -> OrgId {
        self.org
    }

    fn run<'a>(self: Box<Self>, tx: &'a mut Tx) -> BoxFuture<'a, Done> {
        Box::pin(async move {
            let Self { work, reply, .. } = *self;
            let outcome = match AssertUnwindSafe(work(tx)).catch_unwind().await {
                Ok(Ok(value)) => events::end(tx).await.map(|seq| (value, seq)).map_err(E::from),
                Ok(Err(error)) => Err(error),
                Err(_) => Err(E::from(Error::Panicked)),
            };
            match outcome {
                Ok((value, last_seq)) => Done {
                    keep: true,
                    last_seq,
                    answer: Box::new(move |committed| {
                        let result = committed.map(|()| value).map_err(E::from);
                        // Nobody waits any more when the caller went away; the write stands.
                        let _gone = reply.send(result);
                    }),
                },
                Err(error) => Done {
                    keep: false,
                    last_seq: None,
                    answer: Box::new(move |_| {
                        let _gone = reply.send(Err(error));
                    }),
                },
            }
        })
    }

    fn refuse(self: Box<Self>, error: Error) {
        let _gone = self.reply.send(Err(E::from(error)));
    }
}

/// Called with the organization and its last event number after a commit.
pub(crate) type Committed = Box<dyn Fn(OrgId, i64) + Send>;

/// Runs until the last sender is gone.
pub(crate) async fn run(
    mut conn: SqliteConnection,
    mut waiting: mpsc::Receiver<Box<dyn Job>>,
    committed: Committed,
) {
    while let Some(first) = waiting.recv().await {
        let mut group = Vec::new();
        let mut next = Some(first);
        let mut failed = conn.execute("BEGIN IMMEDIATE").await.err().map(Error::from);
        while let Some(job) = next.take() {
            let org = job.org();
            if let Some(error) = &failed {
                job.refuse(error.again());
                break;
            }
            match one(conn, job).await {
                (back, Ok(done)) => {
                    conn = back;
                    group.push((org, done));
                }
                (back, Err(error)) => {
                    conn = back;
                    failed = Some(error);
                }
            }
            if group.len() < MOST_IN_A_GROUP && failed.is_none() {
                next = waiting.try_recv().ok();
            }
        }
        let end = match failed {
            None => conn.execute("COMMIT").await.map(drop).map_err(Error::from),
            Some(error) => Err(error),
        };
        if let Err(error) = &end {
            tracing::error!(%error, "a write could not be committed; it is rolled back");
            let _not_open = conn.execute("ROLLBACK").await;
        }
        for (org, done) in group {
            // Followers are told first: whoever was answered can count on it.
            if let (Ok(()), Some(seq)) = (&end, done.last_seq) {
                committed(org, seq);
            }
            (done.answer)(end.as_ref().copied().map_err(Error::again));
        }
    }
    let _unwritten = conn.close().await;
}

/// Runs one closure in a savepoint and gives the connection back.
async fn one(conn: SqliteConnection, job: Box<dyn Job>) -> (SqliteConnection, Result<Done>) {
    let mut tx = Tx::new(Conn::new(Inner::Writer(conn), job.org()));
    let result = in_savepoint(&mut tx, job).await;
    match tx.into_inner() {
        Inner::Writer(conn) => (conn, result),
        Inner::Reader(_) | Inner::Postgres(_) => {
            unreachable!("the writer's connection stays its own")
        }
    }
}

async fn in_savepoint(tx: &mut Tx, job: Box<dyn Job>) -> Result<Done> {
    tx.exec("SAVEPOINT closure", Vec::new()).await?;
    let done = job.run(tx).await;
    if !done.keep {
        tx.exec("ROLLBACK TO closure", Vec::new()).await?;
    }
    tx.exec("RELEASE closure", Vec::new()).await?;
    Ok(done)
}
