//! Somebody takes what the playbook suggests, leaves it, or does something else and says why.

use earshot_model::{
    Action, AdviceAnswer, AdviceReason, Case, CaseId, EventKind, NewEvent, Permission, PostId,
};
use earshot_store::advice::{self, Answered};
use earshot_store::verdicts;
use serde_json::json;

use super::allow::Acting;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// A suggestion: the action at a place of the decision about a post, in its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggestion {
    /// The case.
    pub case: CaseId,
    /// The post whose decision suggests it.
    pub post: PostId,
    /// The place among the decision's actions, from 0.
    pub place: usize,
}

impl Engage {
    /// Writes down what somebody did with a suggestion: they took it, or did not, with the reason. The
    /// newest answer counts. Gives it, with the action. Asks `case.note`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing is suggested there, [`Error::Forbidden`].
    pub async fn answer_advice(
        &self,
        who: &Staff,
        to: Suggestion,
        against: Option<AdviceReason>,
    ) -> Result<(AdviceAnswer, Action)> {
        let answer = against.map_or(AdviceAnswer::Taken, AdviceReason::answer);
        let reason = against.map_or("", AdviceReason::word);
        let (acting, agent) = (self.acting(who), who.id());
        let action = self
            .db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, to.case, Permission::CaseNote).await?;
                    let judged = verdicts::of_posts(tx, vec![to.post]).await?.into_iter().next();
                    let decision = judged.map(|row| row.decided()).transpose()?.flatten();
                    let decision = decision.ok_or(Error::NotFound("suggestion"))?;
                    let action =
                        decision.actions.get(to.place).ok_or(Error::NotFound("suggestion"))?;
                    let post = earshot_store::posts::find(tx, to.post).await?;
                    if post.case_id != Some(case.id) {
                        return Err(Error::NotFound("suggestion"));
                    }
                    let row = Answered {
                        post_id: to.post,
                        place: i64::try_from(to.place).unwrap_or(i64::MAX),
                        case_id: case.id,
                        playbook_version: decision.playbook_version,
                        line: decision.line_of(to.place).unwrap_or(0),
                        act: action.word().to_owned(),
                        answer: answer.word().to_owned(),
                        reason: reason.to_owned(),
                        agent_id: agent,
                        answered_at: acting.at(),
                    };
                    advice::answer(tx, &row).await?;
                    tx.emit(told(&acting, &case, &row));
                    Ok(action.clone())
                })
            })
            .await?;
        Ok((answer, action))
    }

    /// Takes an answer back: the suggestion stands as before. Asks `case.note`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nobody has answered it, [`Error::Forbidden`].
    pub async fn forget_advice(&self, who: &Staff, to: Suggestion) -> Result<()> {
        let acting = self.acting(who);
        self.db
            .write::<_, Error, _>(who.org, move |tx| {
                Box::pin(async move {
                    let case = acting.hold(tx, to.case, Permission::CaseNote).await?;
                    let place = i64::try_from(to.place).unwrap_or(i64::MAX);
                    let given = advice::of_posts(tx, vec![to.post]).await?.into_iter();
                    let row = { given }.find(|row| row.place == place && row.case_id == case.id);
                    let row = row.ok_or(Error::NotFound("answer to a suggestion"))?;
                    advice::forget(tx, to.post, place).await?;
                    let row = Answered { answer: String::new(), reason: String::new(), ..row };
                    tx.emit(told(&acting, &case, &row));
                    Ok(())
                })
            })
            .await
    }
}

/// The event of an answer; an empty one was taken back.
fn told(acting: &Acting, case: &Case, row: &Answered) -> NewEvent {
    let data = json!({
        "playbook": row.playbook_version, "line": row.line, "act": row.act,
        "answer": row.answer, "reason": row.reason
    });
    acting.moment.event(EventKind::AdviceAnswered, case).post(row.post_id).data(data)
}
