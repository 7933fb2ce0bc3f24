//! Somebody lets an answer of a colleague go, or sends it back with a remark.

use earshot_cases::Moment;
use earshot_model::{
    Actor, ApprovalState, Case, CaseId, CaseStatus, EventKind, OutboxId, OutboxState, Time,
};
use earshot_store::approvals::{self, Approval};
use earshot_store::notes::{self, Note};
use earshot_store::outbox::{self, Message};
use earshot_store::setup::{self, Department};
use earshot_store::{Tx, cases, events, mentions};
use serde_json::json;

use super::approval::{Rules, Wanted, may_approve};
use super::undo::take_back;
use super::{Replied, ReplyRefusal, UNDO_WINDOW};
use crate::staff::Staff;
use crate::{Engage, Error, Result};

/// The longest remark, in characters.
const LONGEST: usize = 2_000;

impl Engage {
    /// Agrees to an answer that waits for this agent's word, by what the customer had said until `seen`.
    /// Where somebody else has to agree as well, it waits for them now; else it goes after one more undo
    /// window, in which it can still be taken back. The guard looks again then. Twice is fine.
    ///
    /// # Errors
    /// [`ReplyRefusal::TooLate`] when it was decided otherwise or taken back,
    /// [`ReplyRefusal::SpokeSince`], [`ReplyRefusal::Closed`],
    /// [`Error::NotFound`] for who may not decide it, and for whoever wrote it.
    pub async fn approve_reply(
        &self,
        by: &Staff,
        case: CaseId,
        id: OutboxId,
        seen: Option<Time>,
    ) -> Result<Replied, ReplyRefusal> {
        let (by, now) = (by.clone(), self.tools.now());
        self.db
            .write(by.org, move |tx| {
                Box::pin(async move {
                    let asked = question(tx, &by, case, id).await?;
                    let Question { message, case, approval, .. } = &asked;
                    let gone =
                        matches!(message.state, OutboxState::Cancelled | OutboxState::Failed);
                    if approval.state == ApprovalState::Given && !gone {
                        return Ok(message.clone().into());
                    }
                    must_wait(message, approval)?;
                    if case.status == CaseStatus::Closed {
                        return Err(ReplyRefusal::Closed);
                    }
                    if case.customer_spoke_at > seen {
                        return Err(ReplyRefusal::SpokeSince);
                    }
                    let agreed = approval.agreed_with(&approval.wanted_from);
                    tell(tx, &by, EventKind::ApprovalGiven, &asked, now);
                    if let Some(next) = next(tx, &by, &asked, &agreed).await? {
                        approvals::ask_next(tx, id, (&next.from, next.why), &agreed).await?;
                        return Ok(message.clone().into());
                    }
                    approvals::note_agreed(tx, id, &agreed).await?;
                    approvals::decide(tx, id, ApprovalState::Given, by.id(), now).await?;
                    let mut step = message.step(OutboxState::Held);
                    step.due_at = now.plus(UNDO_WINDOW);
                    outbox::advance(tx, message, &step).await?;
                    Ok(outbox::find(tx, id).await?.into())
                })
            })
            .await
    }

    /// Sends an answer back that waits for this agent's word: its words return to the draft of whoever
    /// wrote it, and the remark stands in the case as a note.
    ///
    /// # Errors
    /// As [`Engage::approve_reply`]; [`Error::Invalid`] on `remark` when it is empty or too long.
    pub async fn return_reply(
        &self,
        by: &Staff,
        case: CaseId,
        id: OutboxId,
        remark: &str,
    ) -> Result<(), ReplyRefusal> {
        let remark = remark.trim().to_owned();
        if remark.is_empty() || remark.chars().count() > LONGEST {
            let problem = format!("say in 1 to {LONGEST} characters what is to change");
            return Err(Error::invalid("remark", problem).into());
        }
        let (engage, by, now) = (self.clone(), by.clone(), self.tools.now());
        let (note, salt) = (self.tools.id(), self.tools.salt());
        self.db
            .write(by.org, move |tx| {
                Box::pin(async move {
                    let asked = question(tx, &by, case, id).await?;
                    let Question { message, case, approval, .. } = &asked;
                    if approval.state == ApprovalState::Returned {
                        return Ok(());
                    }
                    must_wait(message, approval)?;
                    approvals::decide(tx, id, ApprovalState::Returned, by.id(), now).await?;
                    take_back(&engage, tx, &by, message, case).await?;
                    let digest = events::digest(&salt, &remark);
                    let (case_id, agent_id) = (case.id, by.id());
                    let note = Note { id: note, case_id, agent_id, text: remark, created_at: now };
                    notes::insert(tx, &note, salt).await?;
                    // Whoever wrote the answer hears of it where they are.
                    let author = approval.author_id;
                    mentions::insert(tx, (note.id, case_id), &[author], agent_id, now).await?;
                    let moment = Moment::new(now, Actor::Agent(by.id()));
                    let noted = moment.event(EventKind::CaseNoted, case);
                    let data = json!({ "note": note.id, "called": [author] });
                    tx.emit(noted.data(data).digest(digest));
                    tell(tx, &by, EventKind::ApprovalReturned, &asked, now);
                    Ok(())
                })
            })
            .await
    }
}

/// An answer that somebody has to agree to, with what decides whether they may.
struct Question {
    message: Message,
    case: Case,
    approval: Approval,
    departments: Vec<Department>,
}

/// The question about an answer of this case, if this agent is one who may decide.
async fn question(tx: &mut Tx, by: &Staff, case: CaseId, id: OutboxId) -> Result<Question> {
    let none = || Error::NotFound("answer that waits for your word");
    let message = outbox::hold(tx, id).await.map_err(|error| match error {
        earshot_store::Error::NotFound(_) => none(),
        other => other.into(),
    })?;
    let approval = approvals::find(tx, id).await?.ok_or_else(none)?;
    let held = cases::find(tx, message.case_id).await?;
    let departments = setup::departments(tx).await?;
    let may = may_approve(&by.eyes, &held, &approval.wanted_from, &departments);
    if message.case_id != case || !may || approval.author_id == by.id() {
        return Err(none());
    }
    Ok(Question { message, case: held, approval, departments })
}

/// Who has to agree next, after those who have and beside what this agent can agree to.
async fn next(
    tx: &mut Tx,
    by: &Staff,
    Question { message, case, departments, .. }: &Question,
    agreed: &str,
) -> Result<Option<Wanted>> {
    let author = setup::visibility(tx, message.agent_id).await?;
    let asked = approvals::of_case(tx, case.id).await?;
    let rules = Rules::of(tx, message.agent_id, case, departments, &asked).await?;
    let mut left = rules.wanted(&author, case, message.audience, &message.text).into_iter();
    Ok(left.find(|wanted| {
        !agreed.split(',').any(|one| one == wanted.from)
            && !may_approve(&by.eyes, case, &wanted.from, departments)
    }))
}

fn must_wait(message: &Message, approval: &Approval) -> Result<(), ReplyRefusal> {
    let waits = approval.state == ApprovalState::Waiting && message.state == OutboxState::Held;
    if waits { Ok(()) } else { Err(ReplyRefusal::TooLate { state: message.state }) }
}

fn tell(
    tx: &mut Tx,
    by: &Staff,
    kind: EventKind,
    Question { message, case, approval, .. }: &Question,
    now: Time,
) {
    let moment = Moment::new(now, Actor::Agent(by.id()));
    let data = json!({
        "outbox": message.id,
        "author": approval.author_id,
        "from": approval.wanted_from,
        "why": approval.why,
        "took": now.since(approval.asked_at),
    });
    tx.emit(moment.event(kind, case).post(message.to_post_id).data(data));
}
