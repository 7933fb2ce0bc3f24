//! When the matter is.

use earshot_model::{EvidenceKind, Time, Timeliness};

use crate::Input;
use crate::lexicon::Topic;
use crate::reading::Reading;
use crate::ruling::{Reasons, Ruling, fact};

/// A post older than this tells of the past, whatever its words.
const OLD: i64 = 7 * Time::DAY;

/// A post younger than this may be about something that happens now.
const FRESH: i64 = 6 * Time::HOUR;

/// Judges by words of time, and by the age of the post.
pub(crate) fn judge(reading: &Reading<'_>, input: &Input<'_>) -> Ruling<Timeliness> {
    let age = input.now.since(input.posted_at);
    if age > OLD {
        let why = fact(EvidenceKind::Channel, "age", 1.0);
        return Ruling::because(Timeliness::Past, 0.9, why);
    }
    let (mut now, mut past) = (Reasons::default(), Reasons::default());
    now.extend(reading.reasons(Topic::Time(Timeliness::Now)));
    past.extend(reading.reasons(Topic::Time(Timeliness::Past)));
    match (now.is_empty(), past.is_empty()) {
        (true, false) => Ruling::of(Timeliness::Past, 0.7, past),
        (false, _) if age <= FRESH => Ruling::of(Timeliness::Now, 0.75, now),
        (false, _) => Ruling::of(Timeliness::Recent, 0.6, now),
        (true, true) => Ruling::plain(Timeliness::Recent, 0.5),
    }
}
