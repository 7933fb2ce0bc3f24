//! What a backup brings back that went on since it was made: answers on their way may have been sent,
//! logins ended, tokens revoked.

use earshot_model::{
    Audience, Capabilities, CaseId, EventKind, NewEvent, OrgId, OutboxId, PersonId, PostId, Time,
};
use serde_json::json;

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::events;
use crate::value::args;
use crate::whole;

/// When an answer is due for which only a person can do something.
const NEVER: Time = Time(i64::MAX);

/// What a restore found that may be out of date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stale {
    /// Answers on their way whose channel is asked whether they stand there.
    pub looked_up: u64,
    /// Answers on their way that wait for a person to say whether they went.
    pub asked: u64,
    /// Logins that were ended.
    pub logins: u64,
    /// Agents who may log in, with the passwords that they had.
    pub agents: u64,
    /// Tokens of programs that are in force again.
    pub tokens: u64,
    /// Accounts that are in use, with the tokens and secrets that they had.
    pub accounts: u64,
}

row! {
    struct Org {
        id: OrgId,
    }
}

row! {
    /// An answer that had not ended.
    struct Underway {
        id: OutboxId,
        case_id: CaseId,
        person_id: PersonId,
        to_post_id: PostId,
        audience: Audience,
        attempts: i64,
        capabilities: String,
    }
}

/// Puts every answer that was on its way in doubt, so that none is sent by itself, ends all logins, and
/// counts what is in force again.
pub(super) async fn doubt(mut conn: Conn, now: Time) -> Result<(Conn, Stale)> {
    let mut stale = Stale::default();
    let orgs: Vec<Org> = conn.all("SELECT id FROM organizations ORDER BY id", args![]).await?;
    for org in orgs {
        let mut tx = Tx::new(whole::within(conn, org.id));
        answers(&mut tx, now, &mut stale).await?;
        stale.logins += tx
            .exec(
                "UPDATE sessions SET expires_at = $2 WHERE org_id = $1 AND expires_at > $2",
                args![org.id, now],
            )
            .await?;
        stale.agents += in_force(
            &mut tx,
            "SELECT COUNT(*) AS it FROM agents WHERE org_id = $1 AND disabled_at IS NULL",
        )
        .await?;
        stale.tokens += in_force(
            &mut tx,
            "SELECT COUNT(*) AS it FROM api_tokens WHERE org_id = $1 AND revoked_at IS NULL",
        )
        .await?;
        stale.accounts += in_force(
            &mut tx,
            "SELECT COUNT(*) AS it FROM accounts
             WHERE org_id = $1 AND disabled_at IS NULL AND NOT home",
        )
        .await?;
        events::end(&mut tx).await?;
        conn = Conn::new(tx.into_inner(), whole::nobody());
    }
    Ok((conn, stale))
}

async fn in_force(tx: &mut Tx, sql: &'static str) -> Result<u64> {
    let org = tx.org();
    let count: Option<i64> = tx.cell(sql, args![org]).await?;
    Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
}

/// Rooms and chats are left out: what is said there stands in this database and nowhere else, so that
/// it can stand there once only. What a channel looks at before it shows it is there already.
async fn answers(tx: &mut Tx, now: Time, stale: &mut Stale) -> Result<()> {
    let org = tx.org();
    let underway: Vec<Underway> = tx
        .all(
            "SELECT o.id, o.case_id, c.person_id, o.to_post_id, o.audience, o.attempts, a.capabilities
             FROM outbox o
             JOIN accounts a ON a.org_id = o.org_id AND a.id = o.account_id
             JOIN cases c ON c.org_id = o.org_id AND c.id = o.case_id
             WHERE o.org_id = $1 AND o.finished_at IS NULL AND NOT a.home
               AND o.state IN ('held', 'queued', 'sending', 'unknown')
             ORDER BY o.id",
            args![org],
        )
        .await?;
    for answer in underway {
        let can = serde_json::from_str::<Capabilities>(&answer.capabilities);
        let found_by_itself = can.is_ok_and(|can| can.find_sent);
        tx.exec(
            "UPDATE outbox
             SET
                 state = 'unknown',
                 due_at = $3,
                 lease_until = NULL,
                 problem = 'the database was restored from a backup'
             WHERE org_id = $1 AND id = $2",
            args![org, answer.id, if found_by_itself { now } else { NEVER }],
        )
        .await?;
        let count = if found_by_itself { &mut stale.looked_up } else { &mut stale.asked };
        *count += 1;
        tx.emit(event(&answer, now));
    }
    Ok(())
}

/// `engage` knows by `why` that nobody may take "it is not there" for "it never went".
fn event(answer: &Underway, now: Time) -> NewEvent {
    events::system(now, EventKind::ReplyUnknown)
        .case(answer.case_id)
        .person(answer.person_id)
        .post(answer.to_post_id)
        .data(json!({
            "outbox": answer.id,
            "audience": answer.audience,
            "attempts": answer.attempts,
            "why": "restored",
        }))
}
