//! What the author wants, likeliest first.

use earshot_model::{Intent, ListenerPurpose, Sentiment};

use crate::Input;
use crate::few::Few;
use crate::heads::Group;
use crate::lexicon::Topic;
use crate::opinion::Opinion;
use crate::reading::Reading;
use crate::ruling::{Reason, Reasons, Ruling, words};
use crate::sentiment::Mood;
use crate::words::Kind;

/// The least that an intent must weigh to be named.
const LEAST: f32 = 0.55;

/// From these odds on, as a logarithm, the heads name an intent: of 40 %. Intents are rare, so that one
/// half would miss more than it spares.
const LIKELY: f32 = -0.405;

/// Under these odds, as a logarithm, the heads speak against an intent: of 2 %.
const OUT_OF_THE_QUESTION: f32 = -3.892;

/// How many intents there are.
const ALL: usize = Intent::ALL.len();

/// Judges the intents. Several may hold at once.
pub(crate) fn judge(
    reading: &Reading<'_>,
    mood: &Mood,
    input: &Input<'_>,
    opinion: Option<&Opinion<'_, '_>>,
) -> Few<Ruling<Intent>, ALL> {
    let mut tally = Tally::default();
    for found in reading.found.iter() {
        let Topic::Intent(intent) = found.phrase.topic else { continue };
        let why = words(found.span, found.phrase.weight);
        tally.add(intent, found.phrase.weight, Some(why));
    }
    if let Some(at) = reading.words.question_at {
        tally.add(Intent::Question, 0.8, Some(words(at, 0.8)));
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
        mood.judged.why.into_iter().take(3).for_each(|why| tally.explain(intent, why));
    }
}

/// What the heads think likely counts as much as a phrase; what they think out of the question
/// counts less.
fn from_heads(tally: &mut Tally, opinion: &Opinion<'_, '_>) {
    for intent in Intent::ALL {
        let odds = opinion.intent_odds(*intent);
        if odds >= LIKELY {
            let likelihood = 1.0 / (1.0 + (-odds).exp());
            let weight = LEAST + 1.6 * (likelihood - 0.4);
            let more = (weight - tally.weight(*intent)).max(0.0);
            tally.add(*intent, more, None);
            if more > 0.0 {
                opinion.why_intent(*intent).into_iter().for_each(|why| tally.explain(*intent, why));
            }
        } else if odds < OUT_OF_THE_QUESTION {
            tally.scale(*intent, 0.8);
        }
    }
}

/// What corrections taught of each intent, in the odds that it is there.
fn learned(tally: &mut Tally, opinion: &Opinion<'_, '_>) {
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

/// What was found of one intent.
#[derive(Clone, Copy)]
struct Count {
    intent: Intent,
    weight: f32,
    why: Reasons,
}

/// Weights and reasons by intent.
#[derive(Default)]
struct Tally(Few<Count, ALL>);

impl Tally {
    fn add(&mut self, intent: Intent, weight: f32, why: Option<Reason>) {
        if let Some(count) = self.0.iter_mut().find(|count| count.intent == intent) {
            count.weight += weight;
            count.why.extend(why);
            return;
        }
        let mut reasons = Reasons::default();
        reasons.extend(why);
        self.0.push(Count { intent, weight, why: reasons });
    }

    fn explain(&mut self, intent: Intent, why: Reason) {
        self.add(intent, 0.0, Some(why));
    }

    fn weight(&self, intent: Intent) -> f32 {
        self.0.iter().find(|count| count.intent == intent).map_or(0.0, |count| count.weight)
    }

    fn has(&self, intent: Intent) -> bool {
        self.weight(intent) >= LEAST
    }

    fn scale(&mut self, intent: Intent, factor: f32) {
        if let Some(count) = self.0.iter_mut().find(|count| count.intent == intent) {
            count.weight *= factor;
        }
    }

    /// Those that weigh enough, heaviest first.
    fn named(&self) -> Few<Ruling<Intent>, ALL> {
        let goes_after = |a: &Count, b: &Count| {
            b.weight.total_cmp(&a.weight).then(a.intent.cmp(&b.intent)).is_gt()
        };
        let mut named = Few::default();
        let mut last: Option<&Count> = None;
        // The next of those that go after the last, again and again: there are few.
        loop {
            let rest = self.0.iter().filter(|count| count.weight >= LEAST);
            let rest = rest.filter(|count| last.is_none_or(|last| goes_after(count, last)));
            let next = rest.reduce(|a, b| if goes_after(a, b) { b } else { a });
            let Some(next) = next else { return named };
            named.push(Ruling::of(next.intent, confidence(next.weight), next.why));
            last = Some(next);
        }
    }
}
