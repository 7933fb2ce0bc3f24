//! What the author wants, likeliest first.

use earshot_model::{Evidence, Intent, Judged, ListenerPurpose, Sentiment};

use crate::Input;
use crate::evidence::{judged, words};
use crate::heads::Group;
use crate::lexicon::Topic;
use crate::opinion::Opinion;
use crate::reading::Reading;
use crate::sentiment::Mood;
use crate::words::Kind;

/// The least that an intent must weigh to be named.
const LEAST: f32 = 0.55;

/// Under this likelihood the heads speak against an intent.
const OUT_OF_THE_QUESTION: f32 = 0.02;

/// Judges the intents. Several may hold at once.
pub(crate) fn judge(
    reading: &Reading<'_>,
    mood: &Mood,
    input: &Input<'_>,
    opinion: Option<&Opinion<'_>>,
) -> Vec<Judged<Intent>> {
    let mut tally = Tally::default();
    for found in &reading.found {
        let Topic::Intent(intent) = found.phrase.topic else { continue };
        let why = words(reading.written(found.span), found.span, found.phrase.weight);
        tally.add(intent, found.phrase.weight, Some(why));
    }
    if let Some(at) = reading.words.question_at {
        tally.add(Intent::Question, 0.8, Some(words("?", at, 0.8)));
    }
    from_mood(&mut tally, reading, mood, input);
    if let Some(opinion) = opinion {
        from_heads(&mut tally, opinion);
    }
    settle(&mut tally, mood, input);
    if let Some(opinion) = opinion.filter(|opinion| opinion.learns(Group::Intent)) {
        learned(&mut tally, opinion);
    }
    tally.named()
}

/// A mood about us is a complaint or praise, even without a set phrase.
fn from_mood(tally: &mut Tally, reading: &Reading<'_>, mood: &Mood, input: &Input<'_>) {
    let about_us = input.directly_addressed || !input.listener_hits.is_empty();
    if !about_us || reading.count(Kind::Plain) < 2 {
        return;
    }
    let strength = mood.score.abs() * 1.4;
    let intent = match mood.judged.value {
        Sentiment::Negative => Intent::Complaint,
        Sentiment::Positive if !tally.has(Intent::Gratitude) => Intent::Praise,
        _ => return,
    };
    let before = tally.weight(intent);
    tally.add(intent, strength, None);
    if before == 0.0 {
        for why in mood.judged.evidence.iter().take(3) {
            tally.explain(intent, why.clone());
        }
    }
}

/// What the heads think likely counts as much as a phrase; what they think out of the question
/// counts less.
fn from_heads(tally: &mut Tally, opinion: &Opinion<'_>) {
    for intent in Intent::ALL {
        let likelihood = opinion.intent(*intent);
        if likelihood >= 0.5 {
            let weight = LEAST + 1.6 * (likelihood - 0.5);
            let more = (weight - tally.weight(*intent)).max(0.0);
            tally.add(*intent, more, None);
            if more > 0.0 {
                opinion.why_intent(*intent).into_iter().for_each(|why| tally.explain(*intent, why));
            }
        } else if likelihood < OUT_OF_THE_QUESTION {
            tally.scale(*intent, 0.8);
        }
    }
}

/// What corrections taught of each intent, in the odds that it is there.
fn learned(tally: &mut Tally, opinion: &Opinion<'_>) {
    for intent in Intent::ALL {
        let weight = tally.weight(*intent);
        // One that is not named is at most as likely as one that just is.
        let heads = opinion.intent(*intent).min(0.9 * confidence(LEAST));
        let share = confidence(weight).max(heads).clamp(0.03, 0.97);
        let edge = log_odds(confidence(LEAST));
        let output = Group::intent(*intent);
        let score = opinion.score(output, log_odds(share) - edge);
        let now = weight_of(1.0 / (1.0 + (-(score + edge)).exp()));
        let why = opinion.why_learned(output, 1.0);
        if (now >= LEAST) != (weight >= LEAST) || !why.is_empty() {
            tally.add(*intent, now - weight, None);
            why.into_iter().for_each(|why| tally.explain(*intent, why));
        }
    }
}

/// The likelihood of an intent of this weight.
fn confidence(weight: f32) -> f32 {
    1.0 - (-weight * 0.9).exp()
}

/// The weight of an intent of this likelihood.
fn weight_of(confidence: f32) -> f32 {
    -(1.0 - confidence.min(0.99)).ln() / 0.9
}

fn log_odds(likelihood: f32) -> f32 {
    (likelihood / (1.0 - likelihood)).ln()
}

/// What one intent says about another.
fn settle(tally: &mut Tally, mood: &Mood, input: &Input<'_>) {
    let has_need = tally.has(Intent::Help) || tally.has(Intent::Question);
    if mood.judged.value == Sentiment::Negative {
        // "thanks for nothing", "great job losing my bag"
        tally.scale(Intent::Praise, 0.2);
        tally.scale(Intent::Gratitude, 0.4);
    }
    if mood.judged.value == Sentiment::Positive && !tally.has(Intent::Help) {
        tally.scale(Intent::Complaint, 0.4);
    }
    // Someone with a matter of their own provokes nobody: they are harsh, and legitimate.
    if has_need || tally.weight(Intent::Complaint) > 1.5 {
        tally.scale(Intent::TrollBait, 0.1);
    }
    // "vs" and "unlike" compare us only where a competitor is named.
    let rival = input.listener_hits.iter().any(|hit| hit.purpose == ListenerPurpose::Competitor);
    tally.scale(Intent::Comparison, if rival { 1.4 } else { 0.5 });
}

/// Weights and reasons by intent.
#[derive(Default)]
struct Tally(Vec<(Intent, f32, Vec<Evidence>)>);

impl Tally {
    fn add(&mut self, intent: Intent, weight: f32, why: Option<Evidence>) {
        match self.0.iter_mut().find(|(known, ..)| *known == intent) {
            Some((_, sum, reasons)) => {
                *sum += weight;
                reasons.extend(why);
            }
            None => self.0.push((intent, weight, why.into_iter().collect())),
        }
    }

    fn explain(&mut self, intent: Intent, why: Evidence) {
        self.add(intent, 0.0, Some(why));
    }

    fn weight(&self, intent: Intent) -> f32 {
        self.0.iter().find(|(known, ..)| *known == intent).map_or(0.0, |(_, weight, _)| *weight)
    }

    fn has(&self, intent: Intent) -> bool {
        self.weight(intent) >= LEAST
    }

    fn scale(&mut self, intent: Intent, factor: f32) {
        if let Some((_, weight, _)) = self.0.iter_mut().find(|(known, ..)| *known == intent) {
            *weight *= factor;
        }
    }

    fn named(mut self) -> Vec<Judged<Intent>> {
        self.0.retain(|(_, weight, _)| *weight >= LEAST);
        self.0.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        self.0.into_iter().map(|(i, weight, why)| judged(i, confidence(weight), why)).collect()
    }
}
