//! A post that was kept without a case becomes one after all: somebody read it, and it matters.

use earshot_cases::Moment;
use earshot_model::{
    Actor, AgentId, CaseId, CaseStatus, Decision, Direction, Instruments, OrgId, Outcome, Post,
    PostId, PostState, Routing, SlaClass,
};
use earshot_store::cases::NewCase;
use earshot_store::verdicts::Judgement;
use earshot_store::{Error as StoreError, Tx, accounts, posts, verdicts};

use crate::apply::Desk;
use crate::subject::subject;
use crate::{Error, Listen, Result, Stages};

/// Who rescues, with what, where.
struct Rescue {
    by: AgentId,
    tools: Instruments,
    stages: Stages,
    desk: Desk,
}

impl Listen {
    /// Opens a case for an inbound post that has none, where the router says. Gives the case, or the
    /// one that the post belongs to already. Whoever calls has asked whether `by` may.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a post that is gone or is the brand's own, or as the store.
    pub async fn rescue(&self, org: OrgId, by: AgentId, post: PostId) -> Result<CaseId> {
        let stages = self.stages(org).await?;
        let desk = Desk::load(&mut self.db.read(org).await?).await?;
        let rescue = Rescue { by, tools: self.tools.clone(), stages, desk };
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move { rescue.open(tx, post).await })
            })
            .await
    }
}

impl Rescue {
    async fn open(&self, tx: &mut Tx, post: PostId) -> Result<CaseId> {
        let post = posts::find(tx, post).await?;
        if let Some(case) = post.case_id {
            return Ok(case);
        }
        if post.direction == Direction::Outbound || post.state == PostState::Deleted {
            return Err(StoreError::NotFound("post").into());
        }
        let judged = verdicts::of_posts(tx, vec![post.id]).await?.into_iter().next();
        let judged = judged.ok_or(StoreError::NotFound("verdict"))?;
        let mut decision = judged.decided()?.unwrap_or_default();
        decision.outcome = Outcome::Respond;
        if decision.sla == SlaClass::None {
            decision.sla = SlaClass::Normal;
        }
        let desk = self.desk.state(self.tools.now(), false, self.stages.clocks);
        let routing = self.stages.router.route(&decision, &desk);
        let channel = accounts::find(tx, post.account_id).await?.channel;
        let case = self.case(&post, channel, &judged, &routing, &decision)?;
        let (id, by) = (case.id, Actor::Agent(self.by));
        earshot_cases::open_all(tx, by, &[(case, routing)]).await?;
        posts::join_case(tx, &[post.id], id).await?;
        let moment = Moment::new(self.tools.now(), by);
        crate::tagging::tag(tx, &moment, (id, post.id), &decision).await?;
        Ok(id)
    }

    /// The case. Its clocks start now: nobody could answer before.
    fn case(
        &self,
        post: &Post,
        channel: String,
        judged: &Judgement,
        routing: &Routing,
        decision: &Decision,
    ) -> Result<NewCase> {
        let verdict = judged.verdict()?;
        let (queue, now) = (routing.queue_id, self.tools.now());
        let wants = self.desk.wants(queue, decision, verdict.as_ref(), None, now);
        Ok(NewCase {
            id: self.tools.id(),
            subject: subject(&post.text),
            person_id: post.person_id,
            status: CaseStatus::New,
            department_id: self.desk.department(routing.queue_id)?,
            queue_id: routing.queue_id,
            owner_id: None,
            sla: decision.sla,
            wants,
            priority: verdict.as_ref().map_or(0.0, |verdict| f64::from(verdict.priority.score)),
            channel,
            clocks: routing.clocks,
            opened_at: self.tools.now(),
            customer_spoke_at: Some(post.posted_at),
            latest_post_id: Some(post.id),
            sentiment: judged.sentiment,
            thread_id: post.thread_id,
            imported: false,
        })
    }
}
