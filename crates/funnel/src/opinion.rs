//! What the trained heads think of a post, for the judgements to weigh beside the rules.

use std::cell::RefCell;

use earshot_model::{Emotion, Evidence, Intent, Judged};

use crate::evidence::words;
use crate::features::Kind;
use crate::heads::{Group, LanguageRoom, Output, Room, Says};
use crate::model::Model;

/// How many words of one judgement are shown.
const WORDS: usize = 3;

/// The least that a word must move a score to be shown.
const LEAST: f32 = 0.08;

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

/// What the heads think of one post.
#[derive(Debug)]
pub(crate) struct Opinion<'s> {
    text: &'s str,
    model: &'s Model,
    scratch: &'s Scratch,
    language: Option<(&'s str, f32)>,
}

impl<'s> Opinion<'s> {
    /// Reads a post.
    pub(crate) fn of(text: &'s str, model: &'s Model, scratch: &'s mut Scratch) -> Self {
        model.heads.score(text, model.embedding, &mut scratch.room);
        let letters = text.chars().filter(|c| c.is_alphabetic()).take(LETTERS).count();
        let language = model.languages.judge(scratch.room.normal(), &mut scratch.languages);
        Self { text, model, scratch, language: language.filter(|_| letters >= LETTERS) }
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
        let room = &self.scratch.room;
        let mut moved = self.scratch.moved.borrow_mut();
        self.model.heads.moved(output, room, &mut moved);
        let tokens = room.normal().tokens().iter().zip(moved.iter());
        let shown = tokens.filter(|(token, moved)| {
            **moved >= LEAST && matches!(token.kind, Kind::Word | Kind::Sign | Kind::Link)
        });
        let mut shown: Vec<_> = shown.collect();
        shown.sort_by(|a, b| b.1.total_cmp(a.1));
        let evidence = shown.into_iter().take(WORDS).filter_map(|(token, moved)| {
            let place =
                usize::try_from(token.span.start).ok().zip(usize::try_from(token.span.end).ok());
            let written = place.and_then(|(start, end)| self.text.get(start..end))?;
            Some(words(written, token.span, moved * sign))
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
