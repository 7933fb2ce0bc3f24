//! When the matter is.

use earshot_model::{EvidenceKind, Judged, Time, Timeliness};

use crate::Input;
use crate::evidence::{fact, judged};
use crate::lexicon::Topic;
use crate::reading::Reading;

/// A post older than this tells of the past, whatever its words.
const OLD: i64 = 7 * Time::DAY;

/// A post younger than this may be about something that happens now.
const FRESH: i64 = 6 * Time::HOUR;

/// Judges by words of time, and by the age of the post.
pub(crate) fn judge(reading: &Reading<'_>, input: &Input<'_>) -> Judged<Timeliness> {
    let age = input.now.since(input.posted_at);
    if age > OLD {
        return judged(Timeliness::Past, 0.9, vec![fact(EvidenceKind::Channel, "age", 1.0)]);
    }
    let now = reading.evidence_of(Topic::Time(Timeliness::Now));
    let past = reading.evidence_of(Topic::Time(Timeliness::Past));
    match (now.is_empty(), past.is_empty()) {
        (true, false) => judged(Timeliness::Past, 0.7, past),
        (false, _) if age <= FRESH => judged(Timeliness::Now, 0.75, now),
        (false, _) => judged(Timeliness::Recent, 0.6, now),
        (true, true) => Judged::plain(Timeliness::Recent, 0.5),
    }
}
