//! Warnings, breaches and steps of the ladder, each once: what is due is computed from the log of the
//! case, and that it was carried out is written there in the same transaction.

use earshot_cases::{Moment, TakeBack, clocks, move_to_queue, take_back};
use earshot_model::{Actor, Case, CaseId, EventKind, OrgId, Time};
use earshot_route::clock::{Act, Alarm, Entry, Happening, Rules, StepId};
use earshot_store::{Tx, cases, clocks as stored, setup};
use serde_json::json;

use crate::{Listen, Result};

/// How many cases one sweep looks at.
const AT_ONCE: i64 = 200;
/// For so long a case that was late does not come back to whoever had it.
const REST: i64 = 10 * Time::MINUTE;

/// How often it looks again in one sweep while it finds as many: after an hour of silence, or when a
/// thousand promises end in one minute, nobody waits for the next sweep. What fails stays due and would be
/// found for ever: so it ends.
const LOOKS: usize = 25;

impl Listen {
    /// Carries out all that is due on the clocks of this organization.
    ///
    /// # Errors
    /// As [`Listen::ring`].
    pub(crate) async fn ring_all(&self, org: OrgId) -> Result<()> {
        for _ in 0..LOOKS {
            let found = self.ring(org).await?;
            if i64::try_from(found).unwrap_or(i64::MAX) < AT_ONCE {
                break;
            }
        }
        Ok(())
    }

    /// Carries out what is due on the clocks of this organization. Gives how many cases it looked at.
    ///
    /// # Errors
    /// As the store; what is due stays due.
    pub async fn ring(&self, org: OrgId) -> Result<usize> {
        let now = self.tools.now();
        let mut conn = self.db.read(org).await?;
        let due = stored::due(&mut conn, now, AT_ONCE).await?;
        drop(conn);
        let found = due.len();
        let cases = due.into_iter().map(|one| one.case_id).collect();
        self.each(org, cases, move |tx, id| Box::pin(carry_out(tx, id, now))).await?;
        Ok(found)
    }
}

async fn carry_out(tx: &mut Tx, id: CaseId, now: Time) -> Result<()> {
    let mut case = cases::hold(tx, id).await?;
    let rules = clocks::rules(tx).await?;
    let course = clocks::course(tx, id).await?;
    let broken = |error: earshot_route::Error| earshot_store::Error::Clocks(error.to_string());
    let alarms = course.alarms(&rules, now).map_err(broken)?;
    let mut fired = Vec::new();
    for alarm in alarms {
        tell(tx, &case, &alarm, now);
        if !alarm.moot {
            if alarm.id.step == "breach" && alarm.id.clock.is_answer() {
                cases::mark_late(tx, id, now).await?;
            }
            case = act(tx, &case, &alarm, now).await?;
        }
        fired.push(Entry { at: now, what: Happening::Fired { step: alarm.id } });
    }
    keep(tx, &rules, case, now, &fired).await
}

async fn keep(tx: &mut Tx, rules: &Rules, case: Case, now: Time, fired: &[Entry]) -> Result<()> {
    let Some(columns) = clocks::note(tx, rules, &case, now, fired).await? else { return Ok(()) };
    if columns != case.clocks {
        cases::save(tx, &Case { clocks: columns, ..case }).await?;
    }
    Ok(())
}

/// Writes into the log of events that a step was due. A clock that ended before anybody could act is
/// told as such, and nobody is woken.
fn tell(tx: &mut Tx, case: &Case, alarm: &Alarm, now: Time) {
    let kind = match alarm.id.step.as_str() {
        "warn" => EventKind::ClockWarned,
        "breach" => EventKind::ClockBreached,
        _ => EventKind::ClockEscalated,
    };
    let StepId { clock, run, step } = &alarm.id;
    let acts: Vec<String> = alarm.acts.iter().map(word).collect();
    let event = Moment::new(alarm.at, Actor::System).event(kind, case).data(json!({
        "clock": clock,
        "run": run,
        "step": step,
        "acts": acts,
        "moot": alarm.moot,
        "noticed_at": now,
    }));
    tx.emit(event);
}

/// An act as a code.
fn word(act: &Act) -> String {
    match act {
        Act::TellOwner => "tell_owner".to_owned(),
        Act::TellRole { role } => format!("tell:{role}"),
        Act::RaisePriority => "raise_priority".to_owned(),
        Act::Reassign => "reassign".to_owned(),
        Act::MoveQueue { queue } => format!("move:{queue}"),
    }
}

/// Carries out what a step asks for. Who is told hears it through the event.
async fn act(tx: &mut Tx, case: &Case, alarm: &Alarm, now: Time) -> Result<Case> {
    let moment = Moment::new(now, Actor::System);
    let mut case = case.clone();
    for act in &alarm.acts {
        match act {
            Act::TellOwner | Act::TellRole { .. } => {}
            Act::RaisePriority if case.priority < 1.0 => {
                case.priority = 1.0;
                cases::save(tx, &case).await?;
                case.version = case.version.saturating_add(1);
            }
            Act::RaisePriority => {}
            // It waits in its queue again, before all others, for somebody else.
            Act::Reassign if case.status.is_live() => {
                let avoid_until = Some(now.plus(REST));
                let back = TakeBack { why: "late", avoid_until, preferred: None };
                case = take_back(tx, &moment, &case, back).await?;
            }
            Act::Reassign => {}
            Act::MoveQueue { queue } => {
                let queues = setup::queues(tx).await?;
                if let Some(queue) = queues.iter().find(|known| known.key == *queue) {
                    case = move_to_queue(tx, &moment, &case, queue).await?;
                }
            }
        }
    }
    Ok(case)
}
