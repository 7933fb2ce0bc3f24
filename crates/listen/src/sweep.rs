//! What time itself does to cases: clocks run out, sleepers wake, quiet ones close.

mod each;
mod ring;

use earshot_cases::{IDLE, Moment, close, wake};
use earshot_model::{Actor, CaseStatus, EventKind, OrgId};
use earshot_store::cases;
use serde_json::json;

use crate::{Listen, Result};

/// How many cases one sweep changes at most.
const AT_ONCE: i64 = 200;
/// How many quiet cases one sweep closes: nobody waits for it, and each commit makes what the screens
/// keep stale. With a sweep a second that is 1.7 million a day.
const CLOSED_AT_ONCE: i64 = 20;

impl Listen {
    /// Looks once at every organization; what fails in one keeps no other waiting.
    ///
    /// # Errors
    /// The first that an organization met; what was not swept is swept next time.
    pub async fn sweep(&self) -> Result<()> {
        let mut swept = Ok(());
        for (org, _) in self.db.organizations().await? {
            let this = self.sweep_for(org).await;
            swept = swept.and(this);
        }
        swept
    }

    /// Looks once at one organization. What fails keeps nothing that follows waiting: a case whose clocks
    /// cannot be read does not stop others from being given out.
    ///
    /// # Errors
    /// The first that anything met.
    pub async fn sweep_for(&self, org: OrgId) -> Result<()> {
        let swept = self.ring_all(org).await;
        let swept = swept.and(self.sweep_late(org).await);
        let swept = swept.and(self.sweep_sleepers(org).await);
        let swept = swept.and(self.sweep_quiet(org).await);
        let swept = swept.and(self.close_history(org).await);
        let swept = swept.and(self.let_go(org).await);
        let swept = swept.and(self.take_back(org).await.map(drop));
        let swept = swept.and(self.look_for_orphans(org).await);
        swept.and(self.hand_out(org).await.map(drop))
    }

    /// Marks cases whose clock ran out, as of their deadline: a server that was down does not move it.
    async fn sweep_late(&self, org: OrgId) -> Result<()> {
        let now = self.tools.now();
        let mut conn = self.db.read(org).await?;
        let late = cases::late(&mut conn, now, AT_ONCE).await?;
        drop(conn);
        if late.is_empty() {
            return Ok(());
        }
        self.db
            .write(org, move |tx| {
                Box::pin(async move {
                    for case in late {
                        // Somebody may have answered in between, or another process was faster.
                        let Some(due) = cases::mark_late(tx, case.id, now).await? else {
                            continue;
                        };
                        let event = Moment::new(due, Actor::System)
                            .event(EventKind::ClockBreached, &case)
                            .data(json!({ "noticed_at": now }));
                        tx.emit(event);
                    }
                    Ok::<_, crate::Error>(())
                })
            })
            .await
    }

    async fn sweep_sleepers(&self, org: OrgId) -> Result<()> {
        let now = self.tools.now();
        let mut conn = self.db.read(org).await?;
        let sleepers = cases::to_wake(&mut conn, now, AT_ONCE).await?;
        drop(conn);
        let sleepers = sleepers.into_iter().map(|case| case.id).collect();
        self.each(org, sleepers, move |tx, id| {
            Box::pin(async move {
                let case = cases::hold(tx, id).await?;
                // Somebody may have sent it back to sleep in between.
                if case.snoozed_until.is_some_and(|until| until <= now) {
                    wake(tx, &Moment::new(now, Actor::System), &case).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Closes cases that were resolved and stayed quiet for 72 hours. One that began in public and did not
    /// end there stays, until somebody says how it ended, or why nobody does.
    async fn sweep_quiet(&self, org: OrgId) -> Result<()> {
        let now = self.tools.now();
        let mut conn = self.db.read(org).await?;
        let before = now.plus(-IDLE);
        let quiet = cases::quiet_resolved(&mut conn, before, CLOSED_AT_ONCE).await?;
        drop(conn);
        let quiet = quiet.into_iter().map(|case| case.id).collect();
        self.each(org, quiet, move |tx, id| {
            Box::pin(async move {
                let case = cases::hold(tx, id).await?;
                // Its customer may have spoken in between.
                if case.status == CaseStatus::Resolved && case.active_at < before {
                    close(tx, &Moment::new(now, Actor::System), &case, "idle").await?;
                }
                Ok(())
            })
        })
        .await
    }
}
