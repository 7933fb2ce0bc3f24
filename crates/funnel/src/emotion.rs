//! A feeling with a name, when one stands out.

use earshot_model::{Emotion, Sentiment};

use crate::few::Few;
use crate::lexicon::Modifier;
use crate::opinion::Opinion;
use crate::reading::Reading;
use crate::ruling::{Reason, Reasons, Ruling, words};
use crate::sentiment::Mood;

/// From which likelihood on the heads name a feeling.
const LIKELY: f32 = 0.4;

/// Judges the feeling; none when none is named, or the words contradict the mood.
pub(crate) fn judge(
    reading: &Reading<'_>,
    mood: &Mood,
    opinion: Option<&Opinion<'_, '_>>,
) -> Option<Ruling<Emotion>> {
    by_words(reading, mood).or_else(|| {
        let opinion = opinion?;
        let (value, confidence, output) = opinion.emotion()?;
        let fits = confidence >= LIKELY && !contradicts(value, mood.judged.value);
        fits.then(|| Ruling { value, confidence, why: opinion.why(output, 1.0) })
    })
}

fn by_words(reading: &Reading<'_>, mood: &Mood) -> Option<Ruling<Emotion>> {
    let mut counts: Few<(Emotion, f32), { Emotion::ALL.len() }> = Few::default();
    for (emotion, word) in named(reading, mood) {
        if let Some((_, count)) = counts.iter_mut().find(|(known, _)| *known == emotion) {
            *count += word.weight;
            continue;
        }
        counts.push((emotion, word.weight));
    }
    let (emotion, count) = counts.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let all: f32 = counts.iter().map(|(_, count)| count).sum();
    let share = count / all;
    let mut why = Reasons::default();
    why.extend(named(reading, mood).filter(|(of, _)| *of == emotion).map(|(_, word)| word));
    Some(Ruling::of(emotion, share * (0.4 + 0.15 * count.min(3.0)), why))
}

/// Each feeling that a word names, with that word; not where it is negated or contradicts the mood.
fn named(reading: &Reading<'_>, mood: &Mood) -> impl Iterator<Item = (Emotion, Reason)> {
    let all = reading.words.list.iter().zip(reading.entries).enumerate();
    all.filter_map(|(at, (word, entry))| Some((at, word, (*entry)?))).flat_map(
        move |(at, word, entry)| {
            let weight = if word.shouted { 1.3 } else { 1.0 };
            let here = entry.emotions.iter().filter(|(set, _)| set & reading.languages != 0);
            here.filter(move |(_, emotion)| {
                !is_negated(reading, at) && !contradicts(*emotion, mood.judged.value)
            })
            .map(move |(_, emotion)| (*emotion, words(word.span, weight)))
        },
    )
}

fn is_negated(reading: &Reading<'_>, at: usize) -> bool {
    (1..=2).filter_map(|back| at.checked_sub(back)).any(|before| {
        let entry = reading.entries.get(before).copied().flatten();
        let modifier = entry.and_then(|entry| entry.modifier_in(reading.languages));
        matches!(modifier, Some((Modifier::Negator, _)))
    })
}

const fn contradicts(emotion: Emotion, mood: Sentiment) -> bool {
    match emotion {
        Emotion::Joy => matches!(mood, Sentiment::Negative),
        Emotion::Anger | Emotion::Fear | Emotion::Sadness => matches!(mood, Sentiment::Positive),
        Emotion::Gratitude | Emotion::Surprise => false,
    }
}
