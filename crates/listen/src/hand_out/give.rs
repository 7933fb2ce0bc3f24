//! What the board gave is written down, with the reasons.

use earshot_cases::{HandOver, Moment, hand_over};
use earshot_model::{Actor, Case, CaseStatus, OrgId, Time};
use earshot_route::board::Assignment;
use earshot_store::{Tx, cases, roster, waiting};
use serde_json::{Map, json};

use super::Floor;
use crate::{Error, Listen, Result};

/// A case that is about to get an owner.
struct Gift {
    assignment: Assignment,
    untouched_at: Option<Time>,
}

impl Listen {
    /// Gives cases to people, all in one transaction. A case that somebody took in between stays with
    /// them. Gives how many got an owner; nothing when somebody else gave work out since `turn`.
    pub(super) async fn give(
        &self,
        org: OrgId,
        floor: &Floor,
        given: Vec<Assignment>,
        turn: i64,
        now: Time,
    ) -> Result<Option<usize>> {
        let shares = json!(floor.board.shares()).to_string();
        let gift = |assignment: Assignment| {
            let after = floor.rules(assignment.queue).and_then(|rules| rules.untouched_after);
            Gift { untouched_at: after.map(|after| now.plus(after)), assignment }
        };
        let gifts: Vec<Gift> = given.into_iter().map(gift).collect();
        self.db
            .write::<_, Error, _>(org, move |tx| {
                Box::pin(async move {
                    if !waiting::begin_turn(tx, turn, &shares).await? {
                        return Ok(None);
                    }
                    write(tx, gifts, now).await.map(Some)
                })
            })
            .await
    }
}

async fn write(tx: &mut Tx, gifts: Vec<Gift>, now: Time) -> Result<usize> {
    let mut people: Vec<_> = gifts.iter().map(|gift| gift.assignment.agent).collect();
    people.sort_unstable();
    people.dedup();
    let here = roster::online(tx, &people).await?;
    let (mut got, mut given) = (Vec::new(), 0);
    for Gift { assignment, untouched_at } in gifts {
        let case = cases::hold(tx, assignment.case).await?;
        if !here.contains(&assignment.agent) || !waits(&case, &assignment) {
            continue;
        }
        let why = Map::from_iter([
            ("how".to_owned(), json!("routed")),
            ("reasons".to_owned(), json!(assignment.why.reasons())),
            ("considered".to_owned(), json!(assignment.why.considered())),
        ]);
        let over = HandOver { to: Some(assignment.agent), why, untouched_at };
        hand_over(tx, &Moment::new(now, Actor::System), &case, over).await?;
        got.push(assignment.agent);
        given += 1;
    }
    got.dedup();
    roster::note_given(tx, &got, now).await?;
    Ok(given)
}

/// Whether a case still waits where the board saw it.
fn waits(case: &Case, assignment: &Assignment) -> bool {
    case.owner_id.is_none()
        && matches!(case.status, CaseStatus::New | CaseStatus::Open)
        && case.snoozed_until.is_none()
        && case.queue_id == assignment.queue
}
