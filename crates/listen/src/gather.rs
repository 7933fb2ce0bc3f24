//! Requests that come at the same moment are written together, and no faster than they are worked on.
//!
//! The first request of an organization writes at once. Those that come while it writes wait for each
//! other and share the next transaction: under load a commit costs many requests little, and an idle
//! server answers as fast as it can. While more waits in the inbox than [`AHEAD`], the next
//! transaction rests, so that who sends too fast is slowed to the speed of the work.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use earshot_model::{AccountId, OrgId};
use earshot_store::inbox::{self, Delivery};
use tokio::sync::oneshot;
use tokio::time::Instant;
use uuid::Uuid;

use crate::{Error, Listen, Result};

/// So many deliveries may wait for the workers before senders are slowed: about half a second of work
/// on two cores.
const AHEAD: i64 = 1_000;
/// For so long one transaction rests at most, however much waits: a worker that stands still must not
/// make channels lose anything.
const LONGEST_REST: Duration = Duration::from_secs(2);
/// How often a resting transaction looks again.
const LOOK: Duration = Duration::from_millis(10);
/// For so long what this process knows of an inbox holds, before its rows are counted again: other
/// processes may fill and empty it as well.
const TRUST: Duration = Duration::from_secs(1);
/// Rows are counted no further than this.
const MOST_COUNTED: i64 = 16 * AHEAD;
/// The most bytes of one transaction, or one request.
const LARGEST_GROUP: usize = 1 << 20;
/// The most bytes that may wait to be written; more is refused.
const MOST_HELD: usize = 32 << 20;

/// What came in one request.
struct Request {
    deliveries: Vec<Delivery>,
    size: usize,
    answer: oneshot::Sender<Result<HashSet<Uuid>>>,
}

impl Request {
    /// Tells the sender which of its deliveries were new, or why none was kept.
    fn tell(self, written: earshot_store::Result<&HashSet<Uuid>, &earshot_store::Error>) {
        let mine = self.deliveries.iter().map(|delivery| delivery.id);
        let told = match written {
            Ok(new) => Ok(mine.filter(|id| new.contains(id)).collect()),
            Err(error) => Err(error.again().into()),
        };
        // Nobody waits any more when the sender went away; what was written stands.
        let _gone = self.answer.send(told);
    }
}

/// The requests of one organization that wait to be written. While there is such an entry, somebody
/// writes.
#[derive(Default)]
struct Queue {
    requests: Vec<Request>,
    size: usize,
}

/// How many deliveries of an organization wait in the inbox, as far as this process knows.
#[derive(Clone, Copy)]
struct Backlog {
    waiting: i64,
    counted: Instant,
}

/// The requests that wait to be written.
#[derive(Default)]
pub(crate) struct Gathered {
    queues: Mutex<HashMap<OrgId, Queue>>,
    backlogs: Mutex<HashMap<OrgId, Backlog>>,
}

impl Gathered {
    fn backlogs(&self) -> std::sync::MutexGuard<'_, HashMap<OrgId, Backlog>> {
        self.backlogs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many deliveries wait, unless nobody has counted them for a while.
    fn waiting(&self, org: OrgId) -> Option<i64> {
        let fresh = |known: &&Backlog| known.counted.elapsed() < TRUST;
        self.backlogs().get(&org).filter(fresh).map(|known| known.waiting)
    }

    fn counted(&self, org: OrgId, waiting: i64) {
        self.backlogs().insert(org, Backlog { waiting, counted: Instant::now() });
    }

    /// Notes that so many more wait, or fewer where it is below zero.
    pub(crate) fn changed(&self, org: OrgId, by: i64) {
        if let Some(known) = self.backlogs().get_mut(&org) {
            known.waiting = known.waiting.saturating_add(by);
        }
    }

    fn queues(&self) -> std::sync::MutexGuard<'_, HashMap<OrgId, Queue>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a request into the queue. Gives whether the caller has to see that somebody writes.
    fn put(&self, org: OrgId, request: Request) -> Result<bool> {
        let mut queues = self.queues();
        let first = !queues.contains_key(&org);
        let queue = queues.entry(org).or_default();
        if queue.size > MOST_HELD {
            return Err(Error::Full);
        }
        queue.size += request.size;
        queue.requests.push(request);
        Ok(first)
    }

    /// Takes the next requests that go together; nothing, and no entry any more, when none waits.
    fn take(&self, org: OrgId) -> Vec<Request> {
        let mut queues = self.queues();
        let Some(queue) = queues.get_mut(&org) else { return Vec::new() };
        let mut size = 0;
        let fits = |request: &&Request| {
            size += request.size;
            size <= LARGEST_GROUP
        };
        let count = queue.requests.iter().take_while(fits).count().max(1);
        let taken: Vec<Request> = queue.requests.drain(..count.min(queue.requests.len())).collect();
        queue.size -= taken.iter().map(|request| request.size).sum::<usize>();
        if taken.is_empty() {
            queues.remove(&org);
        }
        taken
    }
}

impl Listen {
    /// Keeps deliveries; gives the ids of those that were new.
    pub(crate) async fn gather(
        &self,
        org: OrgId,
        deliveries: Vec<Delivery>,
    ) -> Result<HashSet<Uuid>> {
        if deliveries.is_empty() {
            return Ok(HashSet::new());
        }
        let size = deliveries.iter().map(|delivery| delivery.payload.len()).sum();
        let (answer, told) = oneshot::channel();
        if self.gathered.put(org, Request { deliveries, size, answer })? {
            // On its own: a sender that hangs up must not take the others with it.
            tokio::spawn(self.clone().write_gathered(org));
        }
        told.await.unwrap_or_else(|_| Err(earshot_store::Error::Closed.into()))
    }

    /// Writes what waits until nothing does.
    async fn write_gathered(self, org: OrgId) {
        loop {
            self.rest_while_full(org).await;
            let group = self.gathered.take(org);
            if group.is_empty() {
                return;
            }
            self.write_group(org, group).await;
            self.wake.notify_one();
        }
    }

    /// Waits until the workers have nearly caught up, but not for ever.
    pub(crate) async fn rest_while_full(&self, org: OrgId) {
        let start = Instant::now();
        while start.elapsed() < LONGEST_REST {
            match self.waiting(org).await {
                Ok(waiting) if waiting >= AHEAD => tokio::time::sleep(LOOK).await,
                // A database that does not answer says so when it is written to.
                _ => return,
            }
        }
    }

    async fn waiting(&self, org: OrgId) -> Result<i64> {
        if let Some(waiting) = self.gathered.waiting(org) {
            return Ok(waiting);
        }
        let mut conn = self.db.read(org).await?;
        let waiting = inbox::backlog_up_to(&mut conn, MOST_COUNTED).await?;
        self.gathered.counted(org, waiting);
        Ok(waiting)
    }

    /// Writes a group in one transaction. Where something is wrong with one of its requests, each is
    /// written alone, so that it harms no other.
    async fn write_group(&self, org: OrgId, group: Vec<Request>) {
        let deliveries = group.iter().flat_map(|request| &request.deliveries).cloned().collect();
        match self.keep(org, deliveries).await {
            Ok(new) => group.into_iter().for_each(|request| request.tell(Ok(&new))),
            Err(error) if group.len() > 1 && !error.is_of_the_store() => {
                for request in group {
                    let written = self.keep(org, request.deliveries.clone()).await;
                    request.tell(written.as_ref());
                }
            }
            Err(error) => group.into_iter().for_each(|request| request.tell(Err(&error))),
        }
    }

    async fn keep(
        &self,
        org: OrgId,
        mut deliveries: Vec<Delivery>,
    ) -> earshot_store::Result<HashSet<Uuid>> {
        // The same event twice, in one request or in two, is one event.
        let mut seen: HashSet<(AccountId, String)> = HashSet::new();
        deliveries.retain(|one| seen.insert((one.account_id, one.event_key.clone())));
        let now = self.tools.now();
        let new: HashSet<Uuid> = self
            .db
            .write(org, move |tx| Box::pin(async move { inbox::insert(tx, deliveries, now).await }))
            .await?;
        self.gathered.changed(org, i64::try_from(new.len()).unwrap_or(i64::MAX));
        Ok(new)
    }
}
