//! From scores to likelihoods.

use earshot_model::Intent;

use super::{Group, Heads, Room};

/// How much less a text in another language than English must look neutral. There the heads know
/// fewer words, and what they do not know looks neutral; chosen on validation parts of six languages.
const ELSEWHERE: f32 = 0.7;

/// What the heads say of one text.
#[derive(Debug, Clone, Copy)]
pub struct Says<'a> {
    heads: &'a Heads,
    room: &'a Room,
}

impl<'a> Says<'a> {
    /// What the heads said last with this room.
    #[must_use]
    pub const fn of(heads: &'a Heads, room: &'a Room) -> Self {
        Self { heads, room }
    }

    /// The scores of a group, over its temperature.
    fn scores(&self, group: Group) -> impl Iterator<Item = f32> {
        let heat = self.heads.heat(group);
        let outputs = self.room.outputs.iter().skip(group.first()).take(group.len());
        outputs.map(move |score| score / heat)
    }

    /// Likelihoods of a negative, neutral and positive mood of a text that is English or not.
    #[must_use]
    pub fn moods(&self, english: bool) -> [f32; 3] {
        self.soften(Group::Sentiment, if english { 0.0 } else { ELSEWHERE })
    }

    /// Likelihoods of low, medium and high urgency.
    #[must_use]
    pub fn urgency(&self) -> [f32; 3] {
        self.soften(Group::Urgency, 0.0)
    }

    fn soften(&self, group: Group, less: f32) -> [f32; 3] {
        let mut all = [0.0; 3];
        all.iter_mut().zip(self.scores(group)).for_each(|(place, score)| *place = score);
        let [_, middle, _] = &mut all;
        *middle -= less;
        let most = all.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        all.iter_mut().for_each(|score| *score = (*score - most).exp());
        let sum: f32 = all.iter().sum();
        all.map(|part| part / sum)
    }

    /// The likelihood of one output that is true or not.
    #[must_use]
    pub fn yes(&self, group: Group, place: usize) -> f32 {
        1.0 / (1.0 + (-self.score(group, place)).exp())
    }

    /// The odds of one output that is true or not, as a logarithm: above 0 is likelier than not.
    #[must_use]
    pub fn score(&self, group: Group, place: usize) -> f32 {
        let outputs = self.room.outputs.iter().skip(group.first()).take(group.len());
        outputs.skip(place).take(1).map(|score| score / self.heads.heat(group)).sum()
    }

    /// The likelihood of an intent.
    #[must_use]
    pub fn intent(&self, intent: Intent) -> f32 {
        self.yes(Group::Intent, Group::intent(intent) - Group::Intent.first())
    }
}
