//! How the author feels, from words with a valence and what stands around them.

use earshot_model::{Intent, Sentiment};

use crate::heads::Group;
use crate::lexicon::{Modifier, Topic, bit};
use crate::opinion::Opinion;
use crate::reading::Reading;
use crate::ruling::{Reason, Reasons, Ruling, Scales, words};

/// How many words back an effect on a valence reaches.
const REACH: usize = 3;

/// Softens the sum to a score between -1 and 1: `sum / sqrt(sum² + SOFT)`. With 12, one strong word
/// gives about 0.7. The form is that of Hutto and Gilbert, VADER (2014); the constant is ours.
const SOFT: f32 = 12.0;

/// What words with a valence count beside the heads, 0 to 1.
const LEXICON: f32 = 0.25;

/// The same where a negation turned one around, or a set phrase was found, which is exact: heads see single words and pairs, not what a
/// negation reaches.
const TURNED: f32 = 0.8;

/// From which score on a mood is good or bad.
const FROM: f32 = 0.18;

/// The mood, and the score that it came from.
pub(crate) struct Mood {
    /// The judgement.
    pub(crate) judged: Ruling<Sentiment>,
    /// -1 (worst) to 1 (best).
    pub(crate) score: f32,
}

/// Words with a mood, on their sides and all together.
#[derive(Default)]
struct Words {
    sides: Scales,
    all: Reasons,
}

impl Words {
    fn push(&mut self, reason: Reason) {
        self.sides.push(reason);
        self.all.push(reason);
    }
}

/// Judges the mood.
pub(crate) fn judge(reading: &Reading<'_>, opinion: Option<&Opinion<'_, '_>>) -> Mood {
    let turn = turning_point(reading);
    let mostly_loud = reading.words.capitals * 2 > reading.words.letters;
    let (mut found, mut turned) = (Words::default(), false);
    for (at, entry) in reading.entries.iter().enumerate() {
        let Some(valence) = entry.and_then(|entry| entry.valence_in(reading.languages)) else {
            continue;
        };
        let Some(word) = reading.words.list.get(at) else { continue };
        let factor = around(reading, at);
        turned |= factor < 0.0;
        let mut weight = valence * factor;
        if word.shouted && !mostly_loud {
            weight *= 1.2;
        }
        if let Some(turn) = turn {
            weight *= if at < turn { 0.6 } else { 1.3 };
        }
        found.push(words(word.span, weight));
    }
    for phrase in reading.found.iter() {
        let weight = phrase.phrase.weight * mood_of(phrase.phrase.topic);
        if weight != 0.0 {
            turned = true;
            found.push(words(phrase.span, weight));
        }
    }
    // Exclamation marks make any mood stronger, the first three of them.
    let marks = [1.0, 1.06, 1.12, 1.18];
    let loud = usize::try_from(reading.words.exclamations).unwrap_or(usize::MAX);
    let sum = found.sides.sum * marks.get(loud.min(3)).copied().unwrap_or(1.0);
    let score = sum / (sum * sum + SOFT).sqrt();
    match opinion {
        Some(opinion) => blended(score, &found, if turned { TURNED } else { LEXICON }, opinion),
        None => Mood { judged: named(score, &found), score },
    }
}

/// What the heads and the words with a valence say together.
fn blended(score: f32, found: &Words, share: f32, opinion: &Opinion<'_, '_>) -> Mood {
    let [bad, neutral, good] = opinion.moods();
    // Where the rules alone would just name a mood, it is as likely as none.
    let sure = (score / (2.0 * FROM)).clamp(-1.0, 1.0);
    let bad = (1.0 - share) * bad + share * (-sure).max(0.0);
    let neutral = (1.0 - share) * neutral + share * (1.0 - sure.abs());
    let good = (1.0 - share) * good + share * sure.max(0.0);
    let [bad, neutral, good] = opinion.shares(Group::Sentiment, [bad, neutral, good]);
    let score = good - bad;
    let learned = |place| opinion.why_learned(Group::Sentiment.first() + place, 1.0);
    if neutral >= bad && neutral >= good {
        let mut why = found.all;
        why.extend(learned(1));
        let judged = if why.is_empty() && opinion.language().is_none() {
            Ruling::plain(Sentiment::Neutral, neutral.min(0.5))
        } else {
            Ruling::of(Sentiment::Neutral, neutral, why)
        };
        return Mood { judged, score };
    }
    let (value, likelihood, place) =
        if good > bad { (Sentiment::Positive, good, 2) } else { (Sentiment::Negative, bad, 0) };
    let mut why = found.sides.side(good > bad);
    for word in opinion.why_mood(place) {
        if why.iter().all(|known| known.what != word.what) {
            why.push(word);
        }
    }
    why.extend(learned(place));
    Mood { judged: Ruling::of(value, likelihood, why), score }
}

/// What a whole phrase says of the mood, beyond its words: "third time" has no bad word in it.
const fn mood_of(topic: Topic) -> f32 {
    match topic {
        Topic::Intent(Intent::Complaint) => -0.9,
        Topic::Intent(Intent::Switching | Intent::Safety) => -0.6,
        Topic::Intent(Intent::Help) => -0.4,
        Topic::Intent(Intent::Praise) => 0.5,
        _ => 0.0,
    }
}

fn named(score: f32, found: &Words) -> Ruling<Sentiment> {
    if found.all.is_empty() {
        return Ruling::plain(Sentiment::Neutral, 0.5);
    }
    let value = if score >= FROM {
        Sentiment::Positive
    } else if score <= -FROM {
        Sentiment::Negative
    } else {
        return Ruling::of(Sentiment::Neutral, 0.45 + (FROM - score.abs()) / 2.0, found.all);
    };
    // Only what speaks for the mood is its evidence.
    Ruling::of(value, 0.5 + score.abs() / 2.2, found.sides.side(score > 0.0))
}

/// The factor that the neighbours put on the word at this place.
fn around(reading: &Reading<'_>, at: usize) -> f32 {
    let Some(word) = reading.words.list.get(at) else { return 1.0 };
    let mut factor = 1.0;
    for back in 1..=REACH {
        let Some(before) = at.checked_sub(back) else { break };
        match modifier(reading, before, word.clause) {
            Some((Modifier::Negator, turned)) => return factor * turned,
            // A booster reaches less far than a negation.
            Some((Modifier::Scale, scale)) if back <= 2 => factor *= scale,
            _ => {}
        }
    }
    // German and French put their negation behind the verb as well: "funktioniert nicht".
    let negates_behind = bit("de") | bit("fr");
    if reading.languages & negates_behind == reading.languages {
        for ahead in 1..=2 {
            if let Some((Modifier::Negator, turned)) = modifier(reading, at + ahead, word.clause) {
                return factor * turned;
            }
        }
    }
    factor
}

/// The effect of the word at this place, if it stands in the same clause.
fn modifier(reading: &Reading<'_>, at: usize, clause: u32) -> Option<(Modifier, f32)> {
    let entry = reading.entries.get(at).copied().flatten()?;
    let word = reading.words.list.get(at)?;
    entry.modifier_in(reading.languages).filter(|_| word.clause == clause)
}

/// Where the last "but" stands.
fn turning_point(reading: &Reading<'_>) -> Option<usize> {
    reading.entries.iter().rposition(|entry| {
        let modifier = entry.and_then(|entry| entry.modifier_in(reading.languages));
        matches!(modifier, Some((Modifier::Turn, _)))
    })
}
