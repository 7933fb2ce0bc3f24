//! An answer is written: may it go?

use earshot_cases::Moment;
use earshot_guard::{ClosedText, Outcome, Override, OverrideError, Sendable};
use earshot_model::{
    Account, Actor, ApprovalReason, ApprovalState, Audience, Case, CaseStatus, EventKind,
    Permission,
};
use earshot_store::approvals::Approval;
use earshot_store::outbox::Message;
use earshot_store::{Tx, accounts, approvals, cases, events, notes, outbox, setup};
use serde_json::json;

use super::enqueue::{Envelope, enqueue};
use super::target::Destination;
use super::{Denied, Replied, ReplyRefusal, ReplyRequest, Stopped, UNDO_WINDOW, Wanted, permit};
use crate::outbound::NEVER;
use crate::staff::Staff;
use crate::{Engage, Error, Result};

impl Engage {
    /// Puts an answer into the outbox, where it can be taken back for [`super::UNDO_WINDOW`]; one that
    /// needs somebody else's word waits there for it.
    /// Everything is decided in one transaction: of two answers to the same state of a case, one is
    /// refused with what the other says. The same key again gives the same answer. Asks
    /// `reply.public` or `reply.private`.
    ///
    /// # Errors
    /// [`ReplyRefusal`]; then nothing was written but the guard's own event.
    pub async fn reply(&self, by: &Staff, request: ReplyRequest) -> Result<Replied, ReplyRefusal> {
        let (engage, by) = (self.clone(), by.clone());
        let decided = self
            .db
            .write::<_, Error, _>(by.org, move |tx| {
                Box::pin(async move {
                    match decide(&engage, tx, &by, request).await {
                        // An error undoes the transaction; a refusal keeps what it logged.
                        Err(ReplyRefusal::Act(error)) => Err(error),
                        decided => Ok(decided),
                    }
                })
            })
            .await?;
        self.wake.notify_waiters();
        decided
    }
}

async fn decide(
    engage: &Engage,
    tx: &mut Tx,
    by: &Staff,
    request: ReplyRequest,
) -> Result<Replied, ReplyRefusal> {
    let case = cases::hold(tx, request.case).await?;
    permit(by, &case, request.audience)?;
    if let Some(before) = same_key(tx, by, &request).await? {
        return Ok(before.into());
    }
    if !matches!(request.audience, Audience::Public | Audience::Private) {
        return Err(Error::invalid("audience", "choose public or private").into());
    }
    if case.status == CaseStatus::Closed {
        return Err(ReplyRefusal::Closed);
    }
    if request.seen > case.version {
        return Err(Error::invalid("seen", "reload the page: it shows another case").into());
    }
    if let Some(first) = super::collide::collision(tx, &case, request.seen).await? {
        return Err(ReplyRefusal::AlreadyAnswered(Box::new(first)));
    }
    let text = request.text.trim();
    if text.is_empty() {
        return Err(ReplyRefusal::Blank);
    }
    let to = super::target::target(tx, &case, request.audience)
        .await?
        .ok_or(ReplyRefusal::NothingToAnswer(request.audience))?;
    // Between the look and the answer somebody may have come into the room: who reads it would be
    // somebody else.
    if request.place.is_some_and(|place| place != to.thread) {
        return Err(ReplyRefusal::Moved);
    }
    if !request.unproved
        && let Some(handle) = super::target::unproved(tx, &case, to.thread).await?
    {
        return Err(ReplyRefusal::Unproved { handle });
    }
    let account = accounts::find(tx, to.account).await?;
    super::fit::fit(&account, &to.to, request.audience, text)?;
    let words = guarded(engage, tx, by, &case, &request).await?;
    let departments = setup::departments(tx).await?;
    let asked = approvals::of_case(tx, case.id).await?;
    let rules = super::Rules::of(tx, by.id(), &case, &departments, &asked).await?;
    let wanted = rules.wanted(&by.eyes, &case, request.audience, text).into_iter().next();
    let own = rules.own_word(&by.eyes, &case);
    let answer = Answer { words, to, account, wanted, own };
    keep(engage, tx, by, &case, &request, &answer).await
}

/// The message that this key made before, if it did.
async fn same_key(
    tx: &mut Tx,
    by: &Staff,
    request: &ReplyRequest,
) -> Result<Option<Message>, ReplyRefusal> {
    match outbox::find(tx, request.key).await {
        Ok(known) if known.case_id == request.case && known.agent_id == by.id() => Ok(Some(known)),
        Ok(known) => Err(ReplyRefusal::KeyTaken(known.id)),
        Err(earshot_store::Error::NotFound(_)) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// The words, past the guard.
async fn guarded(
    engage: &Engage,
    tx: &mut Tx,
    by: &Staff,
    case: &Case,
    request: &ReplyRequest,
) -> Result<Sendable, ReplyRefusal> {
    let text = request.text.trim();
    if let Some(closed) = ClosedText::new(text, request.audience) {
        return Ok(Sendable::Private(closed));
    }
    let (gate, around) = engage.gates.around(tx, case, text).await?;
    let findings = match gate.check(text, request.audience, &around.own, &around.notes) {
        Outcome::Safe(safe) => return Ok(Sendable::Public(safe)),
        Outcome::Closed(closed) => return Ok(Sendable::Private(closed)),
        Outcome::Blocked(findings) => findings,
    };
    let permitted = by.eyes.allows(Permission::GuardOverride, case);
    let moment = Moment::new(engage.tools.now(), Actor::Agent(by.id()));
    let kinds: Vec<_> = findings.iter().map(|finding| &finding.kind).collect();
    let data = json!({ "outbox": request.key, "audience": request.audience, "found": kinds });
    let mut denied = None;
    if let Some(reason) = request.override_reason.as_deref() {
        let by = Override { reason, permitted };
        match gate.override_with(text, &around.own, &around.notes, by) {
            Ok(safe) => {
                tx.emit(moment.event(EventKind::GuardOverridden, case).data(data));
                return Ok(Sendable::Public(safe));
            }
            Err(OverrideError::ReasonTooShort { min }) => {
                return Err(ReplyRefusal::Reason { min });
            }
            Err(OverrideError::NotPermitted) => denied = Some(Denied::NotPermitted),
            Err(OverrideError::NeverPublic(_)) => denied = Some(Denied::NeverPublic),
        }
    }
    tx.emit(moment.event(EventKind::GuardBlocked, case).data(data));
    Err(ReplyRefusal::Guard {
        denied,
        may_override: permitted && !findings.iter().any(earshot_guard::Finding::is_final),
        findings: findings.iter().map(|finding| Stopped::of(text, finding)).collect(),
    })
}

/// An answer that may be kept.
struct Answer {
    words: Sendable,
    to: Destination,
    account: Account,
    /// Whose word it needs first.
    wanted: Option<Wanted>,
    /// Whose word its writer gives with it.
    own: Vec<String>,
}

/// Writes the answer down: the outbox, the case, the draft, the log.
async fn keep(
    engage: &Engage,
    tx: &mut Tx,
    by: &Staff,
    case: &Case,
    request: &ReplyRequest,
    answer: &Answer,
) -> Result<Replied, ReplyRefusal> {
    let Answer { words, to, wanted, own, .. } = answer;
    let now = engage.tools.now();
    let overruled = matches!(words, Sendable::Public(safe) if !safe.overridden().is_empty());
    let salt = engage.tools.salt();
    let envelope = Envelope {
        id: request.key,
        case_id: case.id,
        account_id: to.account,
        thread_id: to.thread,
        to_post_id: to.to.id,
        agent_id: by.id(),
        audience: request.audience,
        override_reason: request.override_reason.clone().filter(|_| overruled),
        due_at: if wanted.is_some() { NEVER } else { now.plus(UNDO_WINDOW) },
        now,
    };
    let message = enqueue(tx, words, envelope, salt).await?;
    let by_hand = super::is_by_hand(&answer.account, message.audience);
    ask(tx, by, case, &message, (wanted.as_ref(), own)).await?;
    let moment = Moment::new(now, Actor::Agent(by.id()));
    let version = take(tx, &moment, case, by).await?;
    notes::discard_draft(tx, case.id, by.id(), request.audience).await?;
    tx.emit(
        moment
            .event(EventKind::ReplyHeld, case)
            .post(to.to.id)
            .digest(events::digest(&salt, &message.text))
            .data(json!({
                "outbox": message.id,
                "audience": message.audience,
                "version": version,
                "due_at": wanted.is_none().then_some(message.due_at),
                "approval": wanted.as_ref().map(|wanted| &wanted.from),
            })),
    );
    if by_hand && wanted.is_none() {
        // It goes nowhere by itself: there is nothing to take back in time.
        crate::outbound::let_go(engage, tx, &message).await?;
        return Ok(outbox::find(tx, message.id).await?.into());
    }
    Ok(message.into())
}

/// Asks whoever has to agree. Where the writer's own word is enough, that is written down: what came
/// before it needs nobody's any more.
async fn ask(
    tx: &mut Tx,
    by: &Staff,
    case: &Case,
    message: &Message,
    (wanted, own): (Option<&Wanted>, &[String]),
) -> Result<()> {
    let now = message.created_at;
    let agreed = if own.is_empty() { String::new() } else { format!(",{},", own.join(",")) };
    let question = match (wanted, own.first()) {
        (Some(wanted), _) => Approval { agreed, ..wanted.about(message.id, case, by.id(), now) },
        (None, Some(from)) => {
            let wanted = Wanted { from: from.clone(), why: ApprovalReason::Playbook };
            Approval {
                agreed,
                state: ApprovalState::Given,
                decided_by: Some(by.id()),
                decided_at: Some(now),
                ..wanted.about(message.id, case, by.id(), now)
            }
        }
        (None, None) => return Ok(()),
    };
    Ok(approvals::insert(tx, &question).await?)
}

/// The case is worked on, by its owner or else by who answers. Gives its new version, which is
/// greater than any that was shown before, so that an answer to an older state is recognized.
async fn take(tx: &mut Tx, moment: &Moment, case: &Case, by: &Staff) -> Result<i64> {
    let mut case = match case.owner_id {
        None => earshot_cases::assign(tx, moment, case, Some(by.id())).await?,
        Some(_) => case.clone(),
    };
    if matches!(case.status, CaseStatus::New | CaseStatus::OnHold) {
        case.status = CaseStatus::Open;
    }
    case.active_at = case.active_at.max(moment.at);
    cases::save(tx, &case).await?;
    cases::mark_replied(tx, case.id).await?;
    Ok(case.version.saturating_add(1))
}
