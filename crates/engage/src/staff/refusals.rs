//! Which refused logins are written into the log. It is never pruned, so strangers must not fill it:
//! there is an allowance for all of them together, and what goes beyond is counted in memory and told
//! with the next one that is written.
//!
//! The allowance fills up again by itself: the generic cell rate algorithm (ITU-T I.371, as a virtual
//! schedule).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use earshot_model::{OrgId, Time};

/// Refusals for people who work here: 60 at once, one a minute.
const KNOWN: Allowance = Allowance { at_once: 60, each: Time::MINUTE };
/// For addresses that nobody has: one in ten minutes, which says how many there were.
const UNKNOWN: Allowance = Allowance { at_once: 1, each: 10 * Time::MINUTE };

struct Allowance {
    at_once: i64,
    each: i64,
}

/// How much was written lately, for each organization and for known and unknown addresses apart.
#[derive(Default)]
pub(crate) struct Refusals(Mutex<HashMap<(OrgId, bool), Kept>>);

#[derive(Default)]
struct Kept {
    /// When the allowance will be full again.
    full_at: Option<Time>,
    /// How many were not written since the last one that was.
    left_out: i64,
}

impl Refusals {
    /// One more login was refused, of an address that somebody has or that nobody has. Gives for how
    /// many the log gets a line now, this one among them; nothing when it is only counted.
    pub(crate) fn count(&self, org: OrgId, known: bool, now: Time) -> Option<i64> {
        let allowance = if known { KNOWN } else { UNKNOWN };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = all.entry((org, known)).or_default();
        let full = kept.full_at.unwrap_or(now).max(now).plus(allowance.each);
        if full.since(now) > allowance.at_once * allowance.each {
            kept.left_out = kept.left_out.saturating_add(1);
            return None;
        }
        let told = kept.left_out.saturating_add(1);
        *kept = Kept { full_at: Some(full), left_out: 0 };
        Some(told)
    }
}

#[cfg(test)]
mod tests {
    use earshot_model::{OrgId, Time};

    use super::Refusals;

    const NOW: Time = Time(1_000 * Time::HOUR);

    fn org(n: u128) -> OrgId {
        uuid::Uuid::from_u128(n).into()
    }

    #[test]
    fn a_day_of_guessing_writes_a_bounded_number_of_lines_and_counts_all() {
        let refusals = Refusals::default();
        for (known, most) in [(true, 60 + 24 * 60), (false, 1 + 24 * 6)] {
            let (mut lines, mut told) = (0, 0);
            for second in 0..24 * 3_600 {
                if let Some(count) = refusals.count(org(1), known, NOW.plus(second * Time::SECOND))
                {
                    lines += 1;
                    told += count;
                }
            }
            assert!((most - 2..=most).contains(&lines), "{lines} lines for known={known}");
            let end = refusals.count(org(1), known, NOW.plus(48 * Time::HOUR));
            assert_eq!(told + end.unwrap_or(0), 24 * 3_600 + 1, "nothing is lost");
        }
    }

    #[test]
    fn one_organization_takes_nothing_from_another() {
        let refusals = Refusals::default();
        assert_eq!(refusals.count(org(1), false, NOW), Some(1));
        assert_eq!(refusals.count(org(1), false, NOW), None);
        assert_eq!(refusals.count(org(1), true, NOW), Some(1), "nor strangers from people");
        assert_eq!(refusals.count(org(2), false, NOW), Some(1));
    }
}
