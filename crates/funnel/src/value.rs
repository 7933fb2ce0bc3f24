//! What the customer is worth.

use earshot_model::{EvidenceKind, Level, Tier};

use crate::ruling::{Ruling, fact};

/// Judges by the organization's own rating; it knows best.
pub(crate) fn judge(tier: Tier) -> Ruling<Level> {
    let (level, confidence) = match tier {
        Tier::Gold => (Level::High, 0.95),
        Tier::Silver => (Level::Medium, 0.95),
        Tier::Standard => (Level::Low, 0.9),
        Tier::Unknown => (Level::Low, 0.4),
    };
    Ruling::because(level, confidence, fact(EvidenceKind::Record, tier.word(), 1.0))
}

/// The same as a summand of the priority, 0 to 1.
pub(crate) const fn share(tier: Tier) -> f32 {
    match tier {
        Tier::Gold => 1.0,
        Tier::Silver => 0.6,
        Tier::Standard => 0.3,
        Tier::Unknown => 0.15,
    }
}
