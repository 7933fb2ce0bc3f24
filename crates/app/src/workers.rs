//! The loops that run beside the server.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use earshot_engage::Engage;
use earshot_engage::outbound::Postman;
use earshot_listen::Listen;
use earshot_listen::sources::Reading;
use earshot_store::Db;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::channels::Messages;
use crate::housekeeping::Housekeeping;
use crate::jobs::Worker;
use crate::serve::Parts;

/// How often clocks, sleepers and presence are looked at.
const SWEEP: Duration = Duration::from_secs(2);
/// How often the log's ends are asked for, to hear what other processes wrote, and due jobs.
const ASK: Duration = Duration::from_secs(1);
/// How soon the database's statistics are looked at again after they had to be refreshed.
const GROWING: Duration = Duration::from_millis(500);
/// The longest time between two looks at them.
const QUIET: Duration = Duration::from_secs(4);

/// Everything that runs beside the server.
pub(crate) struct Workers {
    tasks: JoinSet<()>,
    stop: watch::Sender<bool>,
}

impl Workers {
    /// Starts them.
    pub(crate) fn start(parts: &Parts, postman: Arc<dyn Postman>) -> Self {
        let Parts { db, tools, listen, engage, blobs, channels, .. } = parts;
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let (inbound, halt) = (listen.clone(), stopped.clone());
        tasks.spawn(async move { inbound.run(halt).await });
        let (learning, halt) = (listen.clone(), stopped.clone());
        tasks.spawn(async move { learning.run_learning(halt).await });
        tasks.spawn(engage.clone().run_outbound(postman, stopped.clone()));
        let news = Arc::new(Messages(engage.clone()));
        let reading = Reading { channels: channels.clone(), news };
        tasks.spawn(listen.clone().run_sources(reading, stopped.clone()));
        tasks.spawn(sweep(listen.clone(), engage.clone(), stopped.clone()));
        tasks.spawn(replay(listen.clone(), stopped.clone()));
        tasks.spawn(carry_notices(engage.clone(), stopped.clone()));
        tasks.spawn(look_at_heads(engage.clone(), stopped.clone()));
        tasks.spawn(keep_statistics(db.clone(), stopped.clone()));
        let house = Housekeeping::new(db.clone(), blobs.clone(), engage.clone(), tools.clone());
        tasks.spawn(house.run(stopped.clone()));
        let (db, blobs) = (db.clone(), blobs.clone());
        let (engage, tools) = (engage.clone(), tools.clone());
        let jobs = Worker { db, blobs, engage, tools, pause: ASK };
        tasks.spawn(jobs.run(stopped));
        Self { tasks, stop }
    }

    /// Waits until one of them has ended by itself, which none does but by a panic.
    pub(crate) async fn broken(&mut self) {
        while let Some(Ok(())) = self.tasks.join_next().await {}
    }

    /// Asks them to end, and waits until they have.
    pub(crate) async fn stop(mut self) {
        // Nobody listens any more: all have ended already.
        let _ended = self.stop.send(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

/// Sleeps, unless it is time to stop. Gives whether to go on.
pub(crate) async fn rest(stop: &mut watch::Receiver<bool>, time: Duration) -> bool {
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        _ = stop.changed() => {}
    }
    !*stop.borrow()
}

async fn sweep(listen: Listen, engage: Engage, mut stop: watch::Receiver<bool>) {
    while rest(&mut stop, SWEEP).await {
        if let Err(error) = listen.sweep().await {
            tracing::error!(%error, "a sweep over the clocks failed; it is tried again");
        }
        engage.sweep_presence();
    }
}

/// Sends stored posts through drafts of the playbook, when somebody asks for it.
async fn replay(listen: Listen, mut stop: watch::Receiver<bool>) {
    while rest(&mut stop, ASK).await {
        if let Err(error) = listen.replay_once().await {
            tracing::error!(%error, "a replay of the playbook failed; it is tried again");
        }
    }
}

/// Keeps the database's knowledge of tables that grow fast.
async fn keep_statistics(db: Arc<Db>, mut stop: watch::Receiver<bool>) {
    let mut pause = GROWING;
    loop {
        pause = match db.refresh_statistics().await {
            Ok(0) => (pause * 2).min(QUIET),
            Ok(_) => GROWING,
            Err(error) => {
                tracing::debug!(%error, "the statistics could not be refreshed");
                QUIET
            }
        };
        if !rest(&mut stop, pause).await {
            return;
        }
    }
}

/// Passes on what this process commits.
async fn carry_notices(engage: Engage, mut stop: watch::Receiver<bool>) {
    tokio::select! {
        () = engage.carry_notices() => {}
        _ = stop.changed() => {}
    }
}

/// Passes on what other processes on the same database commit.
async fn look_at_heads(engage: Engage, mut stop: watch::Receiver<bool>) {
    let mut known = HashMap::new();
    while rest(&mut stop, ASK).await {
        engage.look_at_heads(&mut known).await;
    }
}
