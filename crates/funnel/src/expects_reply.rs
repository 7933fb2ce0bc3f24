//! Whether the author waits for an answer.

use earshot_model::{Audience, EvidenceKind, Intent, Sentiment, Surface};

use crate::Input;
use crate::heads::Group;
use crate::lexicon::Topic;
use crate::opinion::Opinion;
use crate::reading::Reading;
use crate::ruling::{Ruling, Scales, fact};
use crate::sentiment::Mood;

/// Judges from what the author wants and where they say it. A private word waits for an answer
/// unless it only says thanks; a public one, only if it asks.
pub(crate) fn judge(
    reading: &Reading<'_>,
    wants: impl Fn(Intent) -> bool,
    mood: &Mood,
    input: &Input<'_>,
    opinion: Option<&Opinion<'_, '_>>,
) -> Ruling<bool> {
    let mut why = Scales::default();
    why.extend(reading.reasons(Topic::Waits));
    let mut add = |kind, key, holds: bool, weight: f32| {
        if holds {
            why.push(fact(kind, key, weight));
        }
    };
    let us = input.directly_addressed;
    let private = input.audience == Audience::Private
        || matches!(input.surface, Surface::Dm | Surface::Mail | Surface::Chat | Surface::Call);
    let kind = wants(Intent::Praise) || wants(Intent::Gratitude);
    add(EvidenceKind::Words, "help", wants(Intent::Help), 1.6);
    add(EvidenceKind::Words, "question", wants(Intent::Question), if us { 1.4 } else { 0.7 });
    add(EvidenceKind::Words, "safety", wants(Intent::Safety), 1.5);
    add(EvidenceKind::Words, "purchase", wants(Intent::Purchase), 0.8);
    add(EvidenceKind::Words, "complaint", wants(Intent::Complaint), if us { 1.0 } else { 0.4 });
    add(EvidenceKind::Channel, "private", private, 1.2);
    add(EvidenceKind::Channel, "speaks-to-us", us, 0.3);
    add(EvidenceKind::Words, "kind-words", kind, -1.0);
    let good = mood.judged.value == Sentiment::Positive;
    add(EvidenceKind::Words, "good-mood", good, -0.3);
    let mut sum = why.sum - 0.7;
    if let Some(opinion) = opinion {
        let heads = (0.3 * opinion.waits()).clamp(-0.8, 0.8);
        sum += heads;
        if heads > 0.0 {
            opinion.why_waits().into_iter().for_each(|reason| why.show(reason));
        }
    }
    let output = Group::ExpectsReply.first();
    let odds = opinion.map_or(1.6 * sum, |opinion| opinion.score(output, 1.6 * sum));
    let likelihood = 1.0 / (1.0 + (-odds).exp());
    let waits = likelihood >= 0.5;
    let mut why = why.side(waits);
    let sign = if waits { 1.0 } else { -1.0 };
    why.extend(opinion.into_iter().flat_map(|o| o.why_learned(output, sign)));
    Ruling::of(waits, likelihood.max(1.0 - likelihood), why)
}
