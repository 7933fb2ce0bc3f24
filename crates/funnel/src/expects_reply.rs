//! Whether the author waits for an answer.

use earshot_model::{Audience, EvidenceKind, Intent, Judged, Sentiment, Surface};

use crate::Input;
use crate::evidence::{fact, judged};
use crate::heads::Group;
use crate::lexicon::Topic;
use crate::opinion::Opinion;
use crate::reading::Reading;
use crate::sentiment::Mood;

/// Judges from what the author wants and where they say it. A private word waits for an answer
/// unless it only says thanks; a public one, only if it asks.
pub(crate) fn judge(
    reading: &Reading<'_>,
    intents: &[Judged<Intent>],
    mood: &Mood,
    input: &Input<'_>,
    opinion: Option<&Opinion<'_>>,
) -> Judged<bool> {
    let wants = |intent| intents.iter().any(|judged| judged.value == intent);
    let mut why = reading.evidence_of(Topic::Waits);
    let mut add = |kind, key: &str, holds: bool, weight: f32| {
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
    let mut sum: f32 = why.iter().map(|reason| reason.weight).sum::<f32>() - 0.7;
    if let Some(opinion) = opinion {
        let heads = (0.3 * opinion.waits()).clamp(-0.8, 0.8);
        sum += heads;
        if heads > 0.0 {
            why.extend(opinion.why_waits());
        }
    }
    let output = Group::ExpectsReply.first();
    let odds = opinion.map_or(1.6 * sum, |opinion| opinion.score(output, 1.6 * sum));
    let likelihood = 1.0 / (1.0 + (-odds).exp());
    let waits = likelihood >= 0.5;
    let mut why: Vec<_> = why.into_iter().filter(|reason| (reason.weight > 0.0) == waits).collect();
    let sign = if waits { 1.0 } else { -1.0 };
    why.extend(opinion.map(|o| o.why_learned(output, sign)).unwrap_or_default());
    judged(waits, likelihood.max(1.0 - likelihood), why)
}
