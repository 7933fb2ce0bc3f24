//! Cases are taken back: what an agent does not touch in the queue's time, and what one who went holds.

use std::collections::HashMap;

use earshot_cases::{Moment, TakeBack, take_back};
use earshot_model::{
    Actor, AgentId, CaseId, CaseStatus, EventKind, NewEvent, OrgId, Presence, QueueId, Time,
};
use earshot_route::board::QueueRules;
use earshot_store::{agents, cases, roster, sessions, waiting};
use serde_json::json;

use super::floor::{Floor, rules};
use crate::{Error, Listen, Result};

/// How many cases of each sort one sweep takes back.
const AT_ONCE: i64 = 200;
/// When a case that lies with its owner, because nobody else is here, is looked at again.
const AGAIN: i64 = Time::MINUTE;
/// For so long somebody may be away before others take over what they hold, where their queue leaves
/// cases with whoever does not touch them.
const AWAY: i64 = 10 * Time::MINUTE;

impl Listen {
    /// Takes back what is due to be taken back. Gives how many cases lost their owner.
    ///
    /// # Errors
    /// As the store; what is due stays due.
    pub async fn take_back(&self, org: OrgId) -> Result<usize> {
        Ok(self.take_untouched(org).await? + self.take_left_behind(org).await?)
    }

    /// Lets whoever left without a word go: their last login ran out.
    pub(crate) async fn let_go(&self, org: OrgId) -> Result<()> {
        let now = self.tools.now();
        let gone = sessions::gone(&mut self.db.read(org).await?, now).await?;
        for agent in gone {
            self.db
                .write::<_, Error, _>(org, move |tx| {
                    Box::pin(async move {
                        // They may have come back in between.
                        if sessions::is_here(tx, agent, now).await? {
                            return Ok(());
                        }
                        agents::set_presence(tx, agent, Presence::Offline, now).await?;
                        let data = json!({
                            "what": "presence", "agent": agent, "presence": Presence::Offline,
                        });
                        let event = NewEvent::new(now, EventKind::SetupChanged, Actor::System);
                        tx.emit(event.data(data));
                        Ok(())
                    })
                })
                .await?;
        }
        Ok(())
    }

    async fn take_untouched(&self, org: OrgId) -> Result<usize> {
        let now = self.tools.now();
        let mut conn = self.db.read(org).await?;
        let due = waiting::untouched(&mut conn, now, AT_ONCE).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let hands = roster::hands(&mut conn).await?;
        let mut floor = Floor::load(&mut conn, hands, now).await?;
        let mut passed_on = Vec::new();
        for one in due {
            let kind = waiting::kind_of(&mut conn, one.id).await?;
            let Some(owner) = one.owner_id else { continue };
            passed_on.push((one.id, owner, floor.may_pass_on(&kind, owner, now)));
        }
        drop(conn);
        let after: HashMap<QueueId, i64> = floor.untouched_after();
        let mut taken = 0;
        for (case, owner, others) in passed_on {
            taken += usize::from(self.take_one(org, (case, owner), others, &after, now).await?);
        }
        Ok(taken)
    }

    /// Takes back one case from who has it, if it was not touched. Where nobody else is here, it lies best
    /// where it is. Another server, or a person, may have given it to somebody else meanwhile.
    async fn take_one(
        &self,
        org: OrgId,
        (id, owner): (CaseId, AgentId),
        others: bool,
        after: &HashMap<QueueId, i64>,
        now: Time,
    ) -> Result<bool> {
        let after = after.clone();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let case = cases::hold(tx, id).await?;
                    if !waiting::is_overdue(tx, id, owner, now).await? {
                        return Ok(false);
                    }
                    let open = matches!(case.status, CaseStatus::New | CaseStatus::Open);
                    if !open || waiting::is_touched(tx, id, owner).await? {
                        waiting::set_untouched(tx, id, None).await?;
                        return Ok(false);
                    }
                    if !others {
                        waiting::set_untouched(tx, id, Some(now.plus(AGAIN))).await?;
                        return Ok(false);
                    }
                    let rest = after.get(&case.queue_id).copied().unwrap_or(AWAY);
                    let avoid_until = Some(now.plus(rest));
                    let back = TakeBack { why: "untouched", avoid_until, preferred: None };
                    take_back(tx, &Moment::new(now, Actor::System), &case, back).await?;
                    Ok(true)
                })
            })
            .await
    }

    async fn take_left_behind(&self, org: OrgId) -> Result<usize> {
        let now = self.tools.now();
        let mut conn = self.db.read(org).await?;
        let queues = roster::queues(&mut conn).await?;
        let patience: HashMap<QueueId, i64> = queues
            .iter()
            .map(|queue| (queue.id, rules(queue).untouched_after.unwrap_or(AWAY)))
            .collect();
        let shortest = patience.values().copied().min().unwrap_or(AWAY);
        let left = waiting::left_behind(&mut conn, now.plus(-shortest), AT_ONCE).await?;
        drop(conn);
        let mut taken = 0;
        for one in left {
            let patience = patience.get(&one.queue_id).copied().unwrap_or(AWAY);
            if one.gone || now.since(one.since) >= patience {
                let why = if one.gone { "left" } else { "away" };
                self.take_from(org, one.id, one.owner_id, why).await?;
                taken += 1;
            }
        }
        Ok(taken)
    }

    /// Takes a case from somebody who went. They get it again if they come back before others took it.
    async fn take_from(
        &self,
        org: OrgId,
        id: CaseId,
        owner: AgentId,
        why: &'static str,
    ) -> Result<()> {
        let now = self.tools.now();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    let case = cases::hold(tx, id).await?;
                    let open = matches!(case.status, CaseStatus::New | CaseStatus::Open);
                    if case.owner_id == Some(owner) && open {
                        let back = TakeBack { why, avoid_until: None, preferred: Some(owner) };
                        take_back(tx, &Moment::new(now, Actor::System), &case, back).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

impl Floor {
    /// After how long untouched cases of each queue are taken back.
    fn untouched_after(&self) -> HashMap<QueueId, i64> {
        let after =
            |(queue, rules): (&QueueId, &QueueRules)| Some((*queue, rules.untouched_after?));
        self.all_rules().filter_map(after).collect()
    }
}
