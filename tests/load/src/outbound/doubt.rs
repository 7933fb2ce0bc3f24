//! Answers of which nobody knew whether they went: how soon that was said, and how it ended.

use std::collections::HashMap;

use earshot_model::{Event, EventKind, OutboxId, Time};
use earshot_store::{Conn, events};
use serde_json::Value;

use super::kill::{Kills, Step};
use earshot_fakes::Moment;

/// Rows of the log that are read at once.
const PAGE: i64 = 5_000;

/// What the log tells of one answer, oldest first.
pub(super) type Steps = HashMap<OutboxId, Vec<(EventKind, Time)>>;

/// What the log tells of every answer.
pub(super) async fn steps(conn: &mut Conn) -> anyhow::Result<Steps> {
    use EventKind::{ReplyFailed, ReplyHeld, ReplySending, ReplySent, ReplyUnknown};
    let (mut all, mut after) = (Steps::new(), 0);
    loop {
        let page = events::since(conn, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(all) };
        after = last.seq;
        for event in page {
            let of_an_answer = [ReplyFailed, ReplyHeld, ReplySending, ReplySent, ReplyUnknown];
            if let Some(id) = answer_of(&event).filter(|_| of_an_answer.contains(&event.kind)) {
                all.entry(id).or_default().push((event.kind, event.at));
            }
        }
    }
}

fn answer_of(event: &Event) -> Option<OutboxId> {
    let data: Value = serde_json::from_str(&event.data).ok()?;
    data.get("outbox")?.as_str()?.parse().ok()
}

/// Whether anybody ever was in doubt about an answer.
pub(super) fn was_in_doubt(steps: &[(EventKind, Time)]) -> bool {
    steps.iter().any(|(kind, _)| *kind == EventKind::ReplyUnknown)
}

/// The longest time from an attempt until the doubt about it was written down, in microseconds.
pub(super) fn slowest(steps: &[(EventKind, Time)]) -> i64 {
    let (mut tried, mut slowest) = (None, 0);
    for (kind, at) in steps {
        match (kind, tried) {
            (EventKind::ReplySending, _) => tried = Some(*at),
            (EventKind::ReplyUnknown, Some(since)) => {
                slowest = slowest.max(at.since(since));
                tried = None;
            }
            _ => {}
        }
    }
    slowest
}

/// Answers that a kill left in doubt, of which it was neither said that nobody knows nor found out how
/// they ended within `most` microseconds; and how many there were of them.
pub(super) fn unsaid(kills: &Kills, all: &Steps, most: i64) -> (usize, usize) {
    let aimed = kills.0.iter().filter(|kill| {
        matches!(kill.step, Step::At(Moment::Handed | Moment::Shown, _)) && kill.key.is_some()
    });
    let (mut late, mut count) = (0, 0);
    for kill in aimed {
        let steps = kill.key.and_then(|key| all.get(&key)).map(Vec::as_slice).unwrap_or_default();
        let said = steps.iter().find(|(kind, at)| {
            *at >= kill.at && matches!(kind, EventKind::ReplyUnknown | EventKind::ReplySent)
        });
        late += usize::from(said.is_none_or(|(_, at)| at.since(kill.at) > most));
        count += 1;
    }
    (late, count)
}

#[cfg(test)]
mod tests {
    use earshot_model::EventKind::{ReplySending, ReplySent, ReplyUnknown};
    use earshot_model::Time;

    use super::{slowest, was_in_doubt};

    #[test]
    fn a_doubt_is_timed_from_its_own_attempt() {
        let at = |second: i64| Time(second * Time::SECOND);
        let steps = [
            (ReplySending, at(0)),
            (ReplyUnknown, at(50)),
            (ReplySending, at(60)),
            (ReplyUnknown, at(61)),
            (ReplySent, at(70)),
        ];
        assert_eq!(slowest(&steps), 50 * Time::SECOND);
        assert!(was_in_doubt(&steps) && !was_in_doubt(&steps[..1]));
    }
}
