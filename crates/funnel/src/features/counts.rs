//! Counts and the mood of single words, as a short dense vector.

use earshot_model::Emotion;

use super::{Kind, Normal};
use crate::lexicon::{ANY, Entry, Modifier, TOPICS, lexicon};

/// How many counts and moods of words there are.
const PLAIN: usize = 30;

/// How many numbers there are: those, and what set phrases say on each topic.
pub const COUNTS: usize = PLAIN + TOPICS;

/// What the phrases on one topic must weigh for one half.
const PHRASES: f32 = 1.5;

/// How many words back a negation or a booster reaches.
const REACH: usize = 3;

/// Softens sums to 0..1; the same form and constant as in the rules' sentiment.
const SOFT: f32 = 12.0;

/// Marks that are counted, in the order in which they are written.
const MARKS: [u8; 5] = *b"!?.#\"";

/// What was counted in one pass over the tokens.
#[derive(Default)]
struct Seen {
    marks: [usize; MARKS.len()],
    links: usize,
    mentions: usize,
    signs: usize,
    words: usize,
    stretched: usize,
    shouted: usize,
    names: usize,
    numbers: usize,
    long_numbers: usize,
    money: usize,
}

impl Seen {
    fn of(normal: &Normal) -> Self {
        let (mut seen, mut begins) = (Self::default(), true);
        for token in normal.tokens() {
            let form = normal.form(token);
            match token.kind {
                Kind::Word => seen.words += 1,
                Kind::Mark => {}
                Kind::Sign => seen.signs += 1,
                Kind::Mention => seen.mentions += 1,
                Kind::Link => seen.links += 1,
            }
            seen.stretched += usize::from(token.stretched);
            seen.shouted += usize::from(token.shouted);
            // A capital in the middle of a sentence is a name, or German.
            seen.names += usize::from(token.titled && !begins);
            begins = token.kind == Kind::Mark && form.starts_with(['.', '!', '?', ':']);
            let first = form.bytes().next().unwrap_or_default();
            // Most words begin with a letter, and are no mark and no money.
            if !(first.is_ascii_lowercase() && form.is_ascii()) {
                for (mark, count) in MARKS.iter().zip(&mut seen.marks) {
                    *count += if first == *mark { form.len() } else { 0 };
                }
                let money = form.starts_with(['$', '£', '€', '%']) || form.ends_with('£');
                seen.money += usize::from(money);
            }
            let digits = form.bytes().filter(u8::is_ascii_digit).count();
            seen.numbers += usize::from(digits > 0);
            seen.long_numbers += usize::from(digits > 4);
        }
        seen
    }
}

/// Writes the counts of a text, each about 0 to 1, over what was there.
pub fn counts(normal: &Normal, out: &mut [f32; COUNTS]) {
    let (mood, seen) = (Mood::of(normal), Seen::of(normal));
    let first_is_name = normal.tokens().first().is_some_and(|t| t.kind == Kind::Mention);
    let soft = |sum: f32| sum / (sum * sum + SOFT).sqrt();
    let [exclamations, questions, stops, hashes, quotes] =
        seen.marks.map(|count| share(count, 3.0));
    let (plain, topics) = out.split_at_mut(PLAIN);
    for (out, weight) in topics.iter_mut().zip(mood.topics) {
        *out = weight / (weight.abs() + PHRASES);
    }
    let all: [f32; PLAIN] = [
        soft(mood.good),
        soft(mood.bad),
        soft(mood.good - mood.bad).max(0.0),
        soft(mood.bad - mood.good).max(0.0),
        mood.last.max(0.0) / 4.0,
        (-mood.last).max(0.0) / 4.0,
        share(mood.negators, 2.0),
        exclamations,
        questions,
        stops,
        hashes,
        quotes,
        share(seen.links, 3.0),
        share(seen.mentions, 3.0),
        share(seen.signs, 3.0),
        share(seen.stretched, 2.0),
        share(seen.shouted, 3.0),
        share(seen.shouted * 8, 20.0),
        share(seen.numbers, 2.0),
        share(seen.long_numbers, 1.0),
        share(seen.money, 1.0),
        share(seen.words, 20.0),
        f32::from(u8::from(first_is_name)),
        mood.named(Emotion::Anger),
        mood.named(Emotion::Fear),
        mood.named(Emotion::Sadness),
        mood.named(Emotion::Joy),
        mood.named(Emotion::Gratitude),
        share(seen.names, 2.0),
        f32::from(u8::from(normal.tokens().first().is_some_and(|t| t.titled))),
    ];
    plain.copy_from_slice(&all);
}

/// A count as a number from 0 to 1, which is a half at `half`.
#[expect(clippy::as_conversions, reason = "counts of tokens are far below 2^24")]
fn share(count: usize, half: f32) -> f32 {
    let count = count as f32;
    count / (count + half)
}

#[derive(Default)]
struct Mood {
    good: f32,
    bad: f32,
    last: f32,
    negators: usize,
    emotions: [usize; Emotion::ALL.len()],
    /// What set phrases weigh together, topic by topic.
    topics: [f32; TOPICS],
}

impl Mood {
    fn of(normal: &Normal) -> Self {
        let mut mood = Self::default();
        let mut factors = [1.0_f32; REACH];
        for (at, token) in normal.tokens().iter().enumerate() {
            let factor: f32 = factors.iter().product();
            factors.rotate_left(1);
            let mut here = 1.0;
            let known = match token.kind {
                Kind::Mention | Kind::Link => None,
                _ => lexicon().get(normal.form(token), false),
            };
            if let Some(entry) = known {
                mood.phrases(normal, at, entry);
                match entry.modifier_in(ANY) {
                    Some((Modifier::Negator, by)) => {
                        here = by;
                        mood.negators += 1;
                    }
                    Some((Modifier::Scale, by)) => here = by,
                    Some((Modifier::Turn, _)) => {
                        mood.good *= 0.5;
                        mood.bad *= 0.5;
                    }
                    None => {}
                }
                if let Some(valence) = entry.valence_in(ANY).or(entry.hint) {
                    let valence = valence * factor;
                    mood.good += valence.max(0.0);
                    mood.bad += (-valence).max(0.0);
                    mood.last = valence;
                }
                for (_, emotion) in &entry.emotions {
                    let all = Emotion::ALL.iter().position(|e| e == emotion);
                    if let Some(count) = all.and_then(|at| mood.emotions.get_mut(at)) {
                        *count += 1;
                    }
                }
            }
            if let Some(place) = factors.last_mut() {
                *place = here;
            }
        }
        mood
    }

    /// Adds the phrases that begin with the token at this place, in any language.
    fn phrases(&mut self, normal: &Normal, at: usize, entry: &'static Entry) {
        let next = normal.tokens().get(at + 1).map(|token| normal.form(token));
        for phrase in lexicon().led_by(entry, ANY, next) {
            let here = normal.tokens().get(at..at + phrase.words.len());
            let stands = here.is_some_and(|here| {
                let mut pairs = here.iter().zip(&phrase.words);
                pairs.all(|(token, word)| *word == "*" || normal.form(token) == *word)
            });
            if stands && let Some(sum) = self.topics.get_mut(phrase.place) {
                *sum += phrase.weight;
            }
        }
    }

    fn named(&self, emotion: Emotion) -> f32 {
        let at = Emotion::ALL.iter().position(|e| *e == emotion);
        share(at.and_then(|at| self.emotions.get(at)).copied().unwrap_or(0), 1.0)
    }
}
