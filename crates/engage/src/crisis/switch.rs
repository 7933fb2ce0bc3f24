//! The switch: a plan is put to work, and ended.

use earshot_model::{ApprovalReason, CrisisId, Permission};
use earshot_store::approvals::{self, Approval};
use earshot_store::crises;
use serde_json::json;

use super::plan::tell;
use crate::reply::ReplyRefusal;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The most answers that an end lets go.
const MOST: i64 = 2_000;

/// What an end left behind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ended {
    /// Answers that were let go.
    pub gone: usize,
    /// Answers that still wait for somebody's word.
    pub waiting: usize,
}

impl Engage {
    /// Puts a plan to work. From its commit on, no public answer goes that it holds back. Twice is fine. Asks
    /// `crisis.switch`.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `plan` while another one is at work, [`Error::NotFound`],
    /// [`Error::Forbidden`].
    pub async fn start_crisis(&self, who: &Staff, id: CrisisId) -> Result<()> {
        who.must(Permission::CrisisSwitch)?;
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let plan = crises::find(tx, id).await?;
                    if plan.started_at.is_some() {
                        return Ok(());
                    }
                    let started = match crises::start(tx, id, acting.at()).await {
                        Err(earshot_store::Error::Conflict(_)) => false,
                        other => other?,
                    };
                    if !started {
                        let other = "another plan is at work: end that crisis first";
                        return Err(Error::invalid("plan", other));
                    }
                    tell(tx, &acting, &plan, json!({ "what": "started", "version": plan.version }));
                    Ok(())
                })
            })
            .await
    }

    /// Ends a crisis: from its commit on nothing of the plan holds. With `let_go`, answers that waited for a word only
    /// because of it and that this agent may let go do, unless the customer has written since; each
    /// with one more undo window and the guard's look. Asks `crisis.switch`.
    ///
    /// # Errors
    /// [`Error::NotFound`], also when it is not at work (any more), [`Error::Forbidden`].
    pub async fn end_crisis(&self, who: &Staff, id: CrisisId, let_go: bool) -> Result<Ended> {
        who.must(Permission::CrisisSwitch)?;
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let plan = crises::find(tx, id).await?;
                    if !crises::end(tx, id).await? {
                        return Err(Error::NotFound("crisis at work"));
                    }
                    let lasted = plan.started_at.map_or(0, |from| acting.at().since(from));
                    let data = json!({ "what": "ended", "lasted": lasted, "let_go": let_go });
                    tell(tx, &acting, &plan, data);
                    Ok(())
                })
            })
            .await?;
        let mut ended = Ended::default();
        for question in self.held_by_crises(who).await? {
            if let_go && self.freed(who, &question).await? {
                ended.gone += 1;
            } else {
                ended.waiting += 1;
            }
        }
        self.wake.notify_waiters();
        Ok(ended)
    }

    /// The answers that wait for a word because of a crisis.
    pub(super) async fn held_by_crises(&self, who: &Staff) -> Result<Vec<Approval>> {
        let mut open = approvals::waiting(&mut self.db.read(who.org).await?, MOST).await?;
        open.retain(|question| question.why == ApprovalReason::Crisis);
        Ok(open)
    }

    /// Lets an answer go as whoever ends the crisis; says whether it does.
    async fn freed(&self, by: &Staff, question: &Approval) -> Result<bool> {
        let seen = Some(question.asked_at);
        match self.approve_reply(by, question.case_id, question.outbox_id, seen).await {
            Ok(replied) => Ok(replied.due_at.is_some()),
            Err(ReplyRefusal::Act(error)) if !matches!(error, Error::NotFound(_)) => Err(error),
            // It is for others to decide, or was meanwhile, or the customer has written: it stays.
            Err(_) => Ok(false),
        }
    }
}
