//! Cases that nobody could ever take are found, and what is missing is said.

use earshot_cases::Moment;
use earshot_model::{Actor, CaseId, EventKind, OrgId};
use earshot_store::{cases, roster, waiting};
use serde_json::{Value, json};

use super::Floor;
use crate::{Error, Listen, Result};

/// Of each kind so many cases raise an alarm: who hears of the first twenty knows what is missing.
const TOLD: i64 = 20;

impl Listen {
    /// Looks at every kind of case that waits. What nobody could take, even with every step of
    /// relaxation and everyone here and free, raises one alarm; the alarm ends once somebody could.
    ///
    /// # Errors
    /// As the store.
    pub async fn look_for_orphans(&self, org: OrgId) -> Result<()> {
        let now = self.tools.now();
        let mut conn = self.db.read(org).await?;
        let kinds = waiting::kinds(&mut conn).await?;
        let told = waiting::lacking_kinds(&mut conn).await?;
        if kinds.is_empty() && told.is_empty() {
            return Ok(());
        }
        let hands = roster::hands(&mut conn).await?;
        let mut floor = Floor::load(&mut conn, hands, now).await?;
        let mut alarms: Vec<(CaseId, String, bool)> = Vec::new();
        let mut over: Vec<String> =
            told.iter().filter(|kind| !kinds.contains(kind)).cloned().collect();
        // Cases that are older than kinds are of many kinds at once.
        for kind in kinds.iter().filter(|kind| !kind.is_empty()) {
            let first = waiting::heads(&mut conn, kind, 1).await?;
            let lacks = first.first().map(|head| floor.lacks(kind, head)).unwrap_or_default();
            if lacks.is_empty() {
                over.extend(told.iter().find(|told| *told == kind).cloned());
                continue;
            }
            let lacks = json!(lacks).to_string();
            let heads = waiting::heads(&mut conn, kind, TOLD).await?;
            let changed = heads.into_iter().filter(|head| head.lacks.as_ref() != Some(&lacks));
            alarms.extend(changed.map(|head| (head.id, lacks.clone(), head.lacks.is_none())));
        }
        drop(conn);
        if alarms.is_empty() && over.is_empty() {
            return Ok(());
        }
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    for kind in over {
                        waiting::clear_lacks(tx, &kind).await?;
                    }
                    for (id, lacks, new) in alarms {
                        let case = cases::hold(tx, id).await?;
                        if case.owner_id.is_some() || !case.status.is_live() {
                            continue;
                        }
                        // Another server may have raised the alarm meanwhile.
                        if waiting::set_lacks(tx, id, &lacks).await? && new {
                            let missing: Value = serde_json::from_str(&lacks).unwrap_or_default();
                            let moment = Moment::new(now, Actor::System);
                            let event = moment.event(EventKind::CaseOrphaned, &case);
                            tx.emit(event.data(json!({ "lacks": missing })));
                        }
                    }
                    Ok(())
                })
            })
            .await
    }
}
