//! Which language a text is in: characters in rows of 1 to 4, hashed, one linear head a language.
#![expect(clippy::indexing_slicing, reason = "a hot loop; the constructor checked all sizes")]

use std::borrow::Cow;

use super::Room;
use super::quantize::step;
use crate::Error;
use crate::learn::Chance;
use crate::model::Parts;
use crate::simd::Path;

/// Buckets for rows of characters.
pub const LANGUAGE_BUCKETS: usize = 1 << 15;

/// Outputs in one row of weights.
pub(crate) const ROW: usize = 80;

/// The weights, with the languages' names.
#[derive(Debug, Clone)]
pub struct Languages {
    names: Vec<String>,
    rows: Cow<'static, [u8]>,
    scales: [f32; ROW],
    constants: [f32; ROW],
    heat: f32,
}

impl Languages {
    /// Reads the weights from a file.
    ///
    /// # Errors
    /// A part is missing or has the wrong size.
    pub fn read(parts: &Parts) -> Result<Self, Error> {
        let names: Vec<String> =
            parts.text("languages-names")?.lines().map(str::to_owned).collect();
        let rows = parts.get("languages-rows")?;
        if rows.len() != LANGUAGE_BUCKETS * ROW || names.len() > ROW || names.is_empty() {
            return Err(parts.misfit("languages-rows"));
        }
        let numbers = parts.numbers("languages-numbers")?;
        let (chunks, rest) = numbers.as_chunks::<ROW>();
        match (chunks, rest) {
            ([scales, constants], [heat]) => {
                Ok(Self { names, rows, scales: *scales, constants: *constants, heat: *heat })
            }
            _ => Err(parts.misfit("languages-numbers")),
        }
    }

    /// The likeliest language of the text that the room read last, with its likelihood. `None` if
    /// there are no letters.
    #[must_use]
    pub fn judge(&self, room: &Room) -> Option<(&str, f32)> {
        if room.letters.is_empty() {
            return None;
        }
        let sums = Path::fastest().sum_languages(self.rows.as_chunks().0, &room.letters);
        let share = Room::share(room.letters.len()) / self.heat;
        let mut scores = [f32::NEG_INFINITY; ROW];
        for (at, score) in scores.iter_mut().enumerate().take(self.names.len()) {
            *score = f32::from(sums[at]) * self.scales[at] * share + self.constants[at] / self.heat;
        }
        let best = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
        // What is e^-20 as likely as the best changes nothing.
        let near = scores.iter().map(|score| score - best.1).filter(|less| *less > -20.0);
        let sum: f32 = near.map(f32::exp).sum();
        Some((self.names.get(best.0)?, 1.0 / sum))
    }

    /// Trains on texts with languages, and gives the parts of a file. AdaGrad on the softmax.
    #[must_use]
    pub fn train(
        texts: &[(String, String)],
        rounds: usize,
        seed: u64,
    ) -> Vec<(&'static str, Vec<u8>)> {
        let names: std::collections::BTreeSet<&str> =
            texts.iter().map(|(l, _)| l.as_str()).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let mut room = Room::default();
        let mut lessons: Vec<(Vec<u16>, usize)> = Vec::new();
        for (language, text) in texts {
            room.read_letters(text);
            lessons
                .push((room.letters.clone(), names.binary_search(&language.as_str()).unwrap_or(0)));
        }
        let mut weights = vec![[0.0_f32; ROW]; LANGUAGE_BUCKETS + 1];
        let mut squares = weights.clone();
        let mut chance = Chance::new(seed);
        // The last part is held back for the temperature.
        chance.shuffle(&mut lessons);
        let (held, taught) = lessons.split_at_mut(texts.len() / 50);
        for round in 0..rounds {
            chance.shuffle(taught);
            let pace = if round + 1 == rounds { 0.1 } else { 0.25 };
            for (lesson, right) in taught.iter() {
                let share = Room::share(lesson.len());
                let mut slopes = scores(&weights, lesson, share, names.len());
                soften(&mut slopes[..names.len()]);
                slopes[*right] -= 1.0;
                let places = lesson.iter().map(|b| (usize::from(*b), share));
                for (at, value) in places.chain([(LANGUAGE_BUCKETS, 0.3)]) {
                    let pairs = weights[at].iter_mut().zip(&mut squares[at]).zip(&slopes);
                    for ((weight, square), slope) in pairs.take(names.len()) {
                        let slope = slope * value;
                        *square += slope * slope;
                        *weight -= pace * slope / (*square + 1e-3).sqrt();
                    }
                }
            }
        }
        let said: Vec<Vec<f32>> = held
            .iter()
            .map(|(lesson, _)| {
                let share = Room::share(lesson.len());
                scores(&weights, lesson, share, names.len())[..names.len()].to_vec()
            })
            .collect();
        let right: Vec<usize> = held.iter().map(|(_, right)| *right).collect();
        let heat = crate::learn::temperature(&said, &right);
        parts_of(&names, &weights, heat)
    }
}

fn scores(weights: &[[f32; ROW]], lesson: &[u16], share: f32, count: usize) -> [f32; ROW] {
    let mut scores = weights[LANGUAGE_BUCKETS].map(|constant| constant * 0.3);
    for bucket in lesson {
        for (score, weight) in scores.iter_mut().zip(&weights[usize::from(*bucket)]).take(count) {
            *score += weight * share;
        }
    }
    scores
}

fn soften(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - most).exp());
    let sum: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|score| *score /= sum);
}

fn parts_of(names: &[&str], weights: &[[f32; ROW]], heat: f32) -> Vec<(&'static str, Vec<u8>)> {
    let (rows, constants) = weights.split_at(LANGUAGE_BUCKETS);
    let mut scales = [1e-9_f32; ROW];
    for row in rows {
        scales.iter_mut().zip(row).for_each(|(s, w)| *s = s.max(w.abs() / 127.0));
    }
    let steps = rows.iter().flat_map(|row| row.iter().zip(&scales).map(|(w, s)| step(w / s)));
    let constants = constants.iter().flatten().map(|constant| constant * 0.3);
    let numbers = scales.into_iter().chain(constants).chain([heat]);
    vec![
        ("languages-names", names.join("\n").into_bytes()),
        ("languages-rows", steps.collect()),
        ("languages-numbers", numbers.flat_map(f32::to_le_bytes).collect()),
    ]
}
