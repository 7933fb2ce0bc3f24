//! A feeling with a name, when one stands out.

use earshot_model::{Emotion, Judged, Sentiment};

use crate::evidence::{judged, words};
use crate::lexicon::Modifier;
use crate::opinion::Opinion;
use crate::reading::Reading;
use crate::sentiment::Mood;

/// From which likelihood on the heads name a feeling.
const LIKELY: f32 = 0.4;

/// Judges the feeling; none when none is named, or the words contradict the mood.
pub(crate) fn judge(
    reading: &Reading<'_>,
    mood: &Mood,
    opinion: Option<&Opinion<'_>>,
) -> Option<Judged<Emotion>> {
    by_words(reading, mood).or_else(|| {
        let likeliest = opinion.and_then(Opinion::emotion)?;
        let fits =
            likeliest.confidence >= LIKELY && !contradicts(likeliest.value, mood.judged.value);
        fits.then_some(likeliest)
    })
}

fn by_words(reading: &Reading<'_>, mood: &Mood) -> Option<Judged<Emotion>> {
    let mut counts: Vec<(Emotion, f32)> = Vec::new();
    let mut why = Vec::new();
    for (at, (word, entry)) in reading.words.list.iter().zip(&reading.entries).enumerate() {
        let Some(entry) = entry else { continue };
        let named = entry.emotions.iter().filter(|(set, _)| set & reading.languages != 0);
        for (_, emotion) in named {
            if is_negated(reading, at) || contradicts(*emotion, mood.judged.value) {
                continue;
            }
            let weight = if word.shouted { 1.3 } else { 1.0 };
            match counts.iter_mut().find(|(known, _)| known == emotion) {
                Some((_, count)) => *count += weight,
                None => counts.push((*emotion, weight)),
            }
            why.push((*emotion, words(reading.written(word.span), word.span, weight)));
        }
    }
    let (emotion, count) = counts.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let all: f32 = counts.iter().map(|(_, count)| count).sum();
    let share = count / all;
    let why = why.into_iter().filter(|(of, _)| *of == emotion).map(|(_, e)| e).collect();
    Some(judged(emotion, share * (0.4 + 0.15 * count.min(3.0)), why))
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
