//! What verdicts promise.

mod languages;
mod moods;
mod own_set;
mod priorities;
mod properties;
mod spamming;
mod wants;

use earshot_model::{Audience, Surface, Time, Verdict};

use crate::{CustomerRecord, Funnel, Input};

pub(super) const NOON: Time = Time(1_770_000_000_000_000);

/// A public post by a stranger that speaks to us.
pub(super) fn post(text: &str) -> Input<'_> {
    Input {
        text,
        author_followers: Some(300),
        claimed_language: None,
        surface: Surface::Post,
        audience: Audience::Public,
        directly_addressed: true,
        listener_hits: &[],
        record: CustomerRecord::default(),
        joiners: 1,
        posted_at: NOON,
        now: NOON.plus(Time::MINUTE),
    }
}

pub(super) fn verdict(text: &str) -> Verdict {
    Funnel::default().judge(&post(text))
}
