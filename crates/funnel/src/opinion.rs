//! What the trained heads think of a post, for the judgements to weigh beside the rules.

use std::cell::RefCell;

use earshot_model::{Emotion, Evidence, EvidenceKind, Intent, Judged};

use crate::evidence::{fact, words};
use crate::features::Kind;
use crate::heads::{Group, LanguageRoom, Output, Room, STRIDE, Says};
use crate::model::Model;
use crate::online::Learned;

/// How many words of one judgement are shown.
const WORDS: usize = 3;

/// The least that a word must move a score to be shown.
const LEAST: f32 = 0.08;

/// The least that corrections must have moved a score to be named as a reason.
const LEARNED: f32 = 0.3;

/// No likelihood counts for less than this when something is learned: it must be possible to teach
/// the opposite.
const UNLIKELY: f32 = 0.02;

/// From which likelihood on a language is told; below it stays open.
const LANGUAGE: f32 = 0.6;

/// The fewest letters by which a language can be told.
const LETTERS: usize = 3;

/// Room to work in, one a thread, so that judging again allocates nothing for it.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    room: Room,
    languages: LanguageRoom,
    moved: RefCell<Vec<f32>>,
}

impl Scratch {
    /// What was read last.
    pub(crate) const fn room(&self) -> &Room {
        &self.room
    }
}

/// What the heads think of one post.
#[derive(Debug)]
pub(crate) struct Opinion<'s> {
    text: &'s str,
    model: &'s Model,
    scratch: &'s Scratch,
    language: Option<(&'s str, f32)>,
    learned: Option<&'s Learned>,
    /// What was learned adds so much to each output.
    more: [f32; STRIDE],
    /// What each judgement said of its outputs before that; kept only for learning.
    said: Option<RefCell<[f32; STRIDE]>>,
}

impl<'s> Opinion<'s> {
    /// Reads a post.
    pub(crate) fn of(
        text: &'s str,
        model: &'s Model,
        learned: Option<&'s Learned>,
        scratch: &'s mut Scratch,
    ) -> Self {
        model.heads.score(text, model.embedding, &mut scratch.room);
        let letters = text.chars().filter(|c| c.is_alphabetic()).take(LETTERS).count();
        let language = model.languages.judge(scratch.room.normal(), &mut scratch.languages);
        let mut more = [0.0; STRIDE];
        if let Some(learned) = learned {
            learned.add(&scratch.room, &mut more);
        }
        let language = language.filter(|_| letters >= LETTERS);
        Self { text, model, scratch, language, learned, more, said: None }
    }

    /// Reads a post to learn from it: nothing learned is added, and what is said is kept.
    pub(crate) fn to_learn(text: &'s str, model: &'s Model, scratch: &'s mut Scratch) -> Self {
        let said = Some(RefCell::new([0.0; STRIDE]));
        Self { said, ..Self::of(text, model, None, scratch) }
    }

    /// What each judgement said of its outputs.
    pub(crate) fn said(&self) -> [f32; STRIDE] {
        self.said.as_ref().map_or([0.0; STRIDE], |said| *said.borrow())
    }

    /// Whether learning has a part in this group: else a judgement stands as it is.
    pub(crate) fn learns(&self, group: Group) -> bool {
        self.said.is_some() || self.learned.is_some_and(|learned| learned.knows(group))
    }

    /// The score of an output, with what was learned.
    pub(crate) fn score(&self, output: Output, said: f32) -> f32 {
        if let Some(mut all) = self.said.as_ref().map(RefCell::borrow_mut) {
            all.iter_mut().skip(output).take(1).for_each(|one| *one = said);
        }
        said + self.more.get(output).copied().unwrap_or(0.0)
    }

    /// The likelihoods of a group of which one is true, with what was learned.
    pub(crate) fn shares(&self, group: Group, said: [f32; 3]) -> [f32; 3] {
        if !self.learns(group) {
            return said;
        }
        let mut scores = said.map(|share| share.max(UNLIKELY).ln());
        for (output, score) in (group.first()..).zip(&mut scores) {
            *score = self.score(output, *score);
        }
        let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let parts = scores.map(|score| (score - most).exp());
        let sum: f32 = parts.iter().sum();
        parts.map(|part| part / sum)
    }

    /// The words by which corrections moved an output up (`sign` 1) or down (-1).
    pub(crate) fn why_learned(&self, output: Output, sign: f32) -> Vec<Evidence> {
        let more = self.more.get(output).copied().unwrap_or(0.0) * sign;
        let Some(learned) = self.learned.filter(|_| more >= LEARNED) else { return Vec::new() };
        let mut moved = self.scratch.moved.borrow_mut();
        learned.moved(output, &self.scratch.room, &mut moved);
        moved.iter_mut().for_each(|moved| *moved *= sign);
        let mut why = self.shown(&moved);
        for reason in &mut why {
            reason.kind = EvidenceKind::Learned;
        }
        if why.is_empty() {
            why.push(fact(EvidenceKind::Learned, "corrections", more));
        }
        why
    }

    fn says(&self) -> Says<'_> {
        Says::of(&self.model.heads, &self.scratch.room)
    }

    /// The language, where it can be told.
    pub(crate) fn language(&self) -> Option<(&'s str, f32)> {
        self.language.filter(|(_, likelihood)| *likelihood >= LANGUAGE)
    }

    /// Likelihoods of a negative, neutral and positive mood.
    pub(crate) fn moods(&self) -> [f32; 3] {
        self.says().moods(self.language.is_none_or(|(name, _)| name == "en"))
    }

    /// Words that speak for a negative (0) or positive (2) mood.
    pub(crate) fn why_mood(&self, place: usize) -> Vec<Evidence> {
        self.why(Group::Sentiment.first() + place, if place == 0 { -1.0 } else { 1.0 })
    }

    /// The likelihood of an intent.
    pub(crate) fn intent(&self, intent: Intent) -> f32 {
        self.says().intent(intent)
    }

    /// Words that speak for an intent.
    pub(crate) fn why_intent(&self, intent: Intent) -> Vec<Evidence> {
        self.why(Group::intent(intent), 1.0)
    }

    /// The odds of spam, as a logarithm.
    pub(crate) fn spam(&self) -> f32 {
        log_odds(self.says().yes(Group::Spam, 0))
    }

    /// Words that speak for spam.
    pub(crate) fn why_spam(&self) -> Vec<Evidence> {
        self.why(Group::Spam.first(), 1.0)
    }

    /// The odds that the author waits for an answer, as a logarithm.
    pub(crate) fn waits(&self) -> f32 {
        log_odds(self.says().yes(Group::ExpectsReply, 0))
    }

    /// Words that speak for waiting.
    pub(crate) fn why_waits(&self) -> Vec<Evidence> {
        self.why(Group::ExpectsReply.first(), 1.0)
    }

    /// Likelihoods of low, medium and high urgency.
    pub(crate) fn urgency(&self) -> [f32; 3] {
        self.says().urgency()
    }

    /// Words that speak for high urgency.
    pub(crate) fn why_urgent(&self) -> Vec<Evidence> {
        self.why(Group::Urgency.first() + 2, 1.0)
    }

    /// The likeliest feeling with a name.
    pub(crate) fn emotion(&self) -> Option<Judged<Emotion>> {
        let says = self.says();
        let likeliest = FEELINGS.iter().flat_map(|(emotion, places)| {
            places.iter().map(move |place| (*emotion, *place, says.yes(Group::Emotion, *place)))
        });
        let (emotion, place, likelihood) = likeliest.max_by(|a, b| a.2.total_cmp(&b.2))?;
        let evidence = self.why(Group::Emotion.first() + place, 1.0);
        Some(Judged { value: emotion, confidence: likelihood, evidence })
    }

    /// The words that move an output most, times `sign`.
    fn why(&self, output: Output, sign: f32) -> Vec<Evidence> {
        let mut moved = self.scratch.moved.borrow_mut();
        self.model.heads.moved(output, &self.scratch.room, &mut moved);
        let mut why = self.shown(&moved);
        why.iter_mut().for_each(|reason| reason.weight *= sign);
        why
    }

    /// The words that moved most.
    fn shown(&self, moved: &[f32]) -> Vec<Evidence> {
        let tokens = self.scratch.room.normal().tokens().iter().zip(moved);
        let shown = tokens.filter(|(token, moved)| {
            **moved >= LEAST && matches!(token.kind, Kind::Word | Kind::Sign | Kind::Link)
        });
        let mut shown: Vec<_> = shown.collect();
        shown.sort_by(|a, b| b.1.total_cmp(a.1));
        let evidence = shown.into_iter().take(WORDS).filter_map(|(token, moved)| {
            let place =
                usize::try_from(token.span.start).ok().zip(usize::try_from(token.span.end).ok());
            let written = place.and_then(|(start, end)| self.text.get(start..end))?;
            Some(words(written, token.span, *moved))
        });
        evidence.collect()
    }
}

/// GoEmotions' feelings behind each feeling of a verdict, by their numbers.
const FEELINGS: [(Emotion, &[usize]); 6] = [
    (Emotion::Anger, &[2, 3, 11]),
    (Emotion::Fear, &[14, 19]),
    (Emotion::Sadness, &[9, 16, 24, 25]),
    (Emotion::Joy, &[1, 13, 17, 18]),
    (Emotion::Gratitude, &[15]),
    (Emotion::Surprise, &[26]),
];

fn log_odds(likelihood: f32) -> f32 {
    let likelihood = likelihood.clamp(1e-4, 1.0 - 1e-4);
    (likelihood / (1.0 - likelihood)).ln()
}
