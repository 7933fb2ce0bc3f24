//! What sets a post apart from the many, each from facts of the record, the channel
//! or the conversation.

use earshot_model::{EvidenceKind, Outlier};

use crate::few::Few;
use crate::ruling::{Ruling, fact};
use crate::{Config, CustomerRecord, Input};

/// From so many followers on, an author has outsized influence. Our own step, the same as for a high
/// influence.
const MANY_FOLLOW: i64 = 250_000;

/// So many posts in a bad mood lately are disaffection.
const BAD_MOODS: u32 = 3;

/// So many cases lately are a challenge.
const CASES: u32 = 3;

/// Judges what sets a post apart.
pub(crate) fn judge(
    input: &Input<'_>,
    config: &Config,
) -> Few<Ruling<Outlier>, { Outlier::ALL.len() }> {
    let mut found = Few::default();
    let mut add = |outlier, kind, key, holds: bool, amount: f32| {
        if holds {
            found.push(Ruling::because(outlier, 0.9, fact(kind, key, amount)));
        }
    };
    let (record, channel) = (&input.record, EvidenceKind::Channel);
    let follow = input.author_followers.unwrap_or(0);
    add(Outlier::Reach, channel, "followers", follow >= MANY_FOLLOW, thousands(follow));
    let bad = record.negative_contacts;
    add(
        Outlier::Disaffection,
        EvidenceKind::Record,
        "negative-contacts",
        bad >= BAD_MOODS,
        small(bad),
    );
    let cases = record.recent_contacts;
    add(Outlier::Challenge, EvidenceKind::Record, "cases", cases >= CASES, small(cases));
    let failed = record.prior_failure();
    add(Outlier::PriorFailure, EvidenceKind::Record, "prior-failure", failed, 1.0);
    let crowd = crowd(input.joiners, config) >= 1.0;
    add(Outlier::Bandwagon, channel, "joiners", crowd, small(input.joiners));
    found
}

/// How disaffected an author is, 0 to 1.
pub(crate) fn disaffection(record: &CustomerRecord) -> f32 {
    (small(record.negative_contacts) / small(2 * BAD_MOODS)).min(1.0)
}

/// How many matters the author came with, 0 to 1.
pub(crate) fn challenge(record: &CustomerRecord) -> f32 {
    (small(record.recent_contacts) / small(2 * CASES)).min(1.0)
}

/// How far a crowd has gathered, 0 to 1: one person is none.
pub(crate) fn crowd(joiners: u32, config: &Config) -> f32 {
    (small(joiners.saturating_sub(1)) / small(config.crowd_from.max(2) - 1)).min(1.0)
}

fn small(n: u32) -> f32 {
    f32::from(u16::try_from(n).unwrap_or(u16::MAX))
}

fn thousands(n: i64) -> f32 {
    f32::from(u16::try_from(n / 1_000).unwrap_or(u16::MAX)) * 1_000.0
}
