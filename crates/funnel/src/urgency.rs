//! How soon somebody must act.

use earshot_model::{Emotion, EvidenceKind, Intent, Level};

use crate::Input;
use crate::heads::Group;
use crate::lexicon::Topic;
use crate::opinion::Opinion;
use crate::reading::Reading;
use crate::ruling::{Reason, Reasons, Ruling, fact};

/// What the heads' likelihoods count beside those of the signs, 0 to 1.
const HEADS: f32 = 0.5;

/// Judges urgency from words of hurry, danger and law, anger, and an earlier failure.
pub(crate) fn judge(
    reading: &Reading<'_>,
    wants: impl Fn(Intent) -> bool,
    emotion: Option<&Ruling<Emotion>>,
    input: &Input<'_>,
    opinion: Option<&Opinion<'_, '_>>,
) -> Ruling<Level> {
    let needs = wants(Intent::Help) || wants(Intent::Complaint) || wants(Intent::Question);
    let (mut why, mut sum) = (Reasons::default(), 0.0_f32);
    // "tonight" in a rave is no hurry.
    let factor = if needs { 1.0 } else { 0.4 };
    for reason in reading.reasons(Topic::Urgent) {
        let weight = reason.weight * factor;
        sum += weight;
        why.push(Reason { weight, ..reason });
    }
    let mut add = |kind, key, holds: bool, weight: f32| {
        if holds {
            sum += weight;
            why.push(fact(kind, key, weight));
        }
    };
    add(EvidenceKind::Words, "safety", wants(Intent::Safety), 3.0);
    add(EvidenceKind::Words, "legal", wants(Intent::Legal), 1.6);
    add(EvidenceKind::Words, "switching", wants(Intent::Switching), 0.8);
    add(EvidenceKind::Words, "help", wants(Intent::Help), 0.7);
    add(EvidenceKind::Words, "complaint", wants(Intent::Complaint), 0.5);
    let angry = emotion.is_some_and(|emotion| emotion.value == Emotion::Anger);
    add(EvidenceKind::Words, "anger", angry && needs, 0.6);
    add(EvidenceKind::Record, "prior-failure", input.record.prior_failure() && needs, 1.0);
    if let Some(opinion) = opinion {
        return with_heads(sum, why, opinion);
    }
    let (level, distance) = match sum {
        s if s >= 2.2 => (Level::High, s - 2.2),
        s if s >= 1.0 => (Level::Medium, (s - 1.0).min(2.2 - s)),
        s => (Level::Low, 1.0 - s),
    };
    Ruling::of(level, 0.55 + 0.2 * distance.min(1.5), why)
}

/// The same with the heads, and with what corrections taught: the sum as the odds of each level, as
/// ordinal regression has them (McCullagh, 1980), half and half with what the heads say.
fn with_heads(sum: f32, mut why: Reasons, opinion: &Opinion<'_, '_>) -> Ruling<Level> {
    let from = |edge: f32| 1.0 / (1.0 + (-2.5 * (sum - edge)).exp());
    let (medium, high) = (from(1.0), from(2.2));
    let heads = opinion.urgency();
    let signs = [1.0 - medium, medium - high, high];
    let mut shares = [0.0; 3];
    for (share, (signs, heads)) in shares.iter_mut().zip(signs.into_iter().zip(heads)) {
        *share = (1.0 - HEADS) * signs + HEADS * heads;
    }
    let shares = opinion.shares(Group::Urgency, shares);
    let levels = [Level::Low, Level::Medium, Level::High];
    let likeliest = (0..).zip(levels.into_iter().zip(shares));
    let likeliest = likeliest.max_by(|(_, (_, a)), (_, (_, b))| a.total_cmp(b));
    let (place, (level, share)) = likeliest.unwrap_or((0, (Level::Low, 0.5)));
    if heads.last().is_some_and(|high| *high >= 0.3) {
        why.extend(opinion.why_urgent());
    }
    why.extend(opinion.why_learned(Group::Urgency.first() + place, 1.0));
    Ruling::of(level, share, why)
}
