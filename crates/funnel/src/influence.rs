//! How many might hear of it.

use earshot_model::{EvidenceKind, Level};

use crate::ruling::{Ruling, fact};

/// Judges by followers: from 10,000 on medium, from 250,000 on high. Our own steps.
pub(crate) fn judge(followers: Option<i64>) -> Ruling<Level> {
    let Some(followers) = followers else { return Ruling::plain(Level::Low, 0.4) };
    let level = match followers {
        250_000.. => Level::High,
        10_000.. => Level::Medium,
        _ => Level::Low,
    };
    let why = fact(EvidenceKind::Channel, "followers", share(Some(followers)));
    Ruling::because(level, 0.9, why)
}

/// The same as a summand of the priority, 0 to 1: nothing up to 1,000 followers, then a quarter for
/// each factor of ten. So the many with few followers are all alike, and none of them loses.
pub(crate) fn share(followers: Option<i64>) -> f32 {
    let followers = followers.unwrap_or(0).clamp(0, 10_000_000);
    let thousands = u16::try_from(followers / 1_000).unwrap_or(u16::MAX);
    if thousands == 0 {
        return 0.0;
    }
    (f32::from(thousands).log10() / 4.0).clamp(0.0, 1.0)
}
