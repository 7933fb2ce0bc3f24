//! What the trained heads think of a post, for the judgements to weigh beside the rules.

use std::cell::RefCell;

use earshot_model::{Emotion, EvidenceKind, Intent};

use crate::features::Kind;
use crate::few::Few;
use crate::heads::{Group, Output, Room, STRIDE, Says};
use crate::model::Model;
use crate::online::Learned;
use crate::ruling::{Reason, Reasons, fact, words};

/// How many words of one judgement are shown.
const WORDS: usize = 3;

/// The least that a word must move a score to be shown.
const LEAST: f32 = 0.08;

/// The least that corrections must have moved a score to be named as a reason.
const LEARNED: f32 = 0.3;

/// No likelihood counts for less than this when something is learned: it must be possible to teach
/// the opposite.
const UNLIKELY: f32 = 0.02;

/// No odds count for more than those of 10,000 to 1, as a logarithm.
const SUREST: f32 = 9.21;

/// From which likelihood on a language is told; below it stays open.
const LANGUAGE: f32 = 0.6;

/// The fewest letters by which a language can be told.
const LETTERS: usize = 3;

/// Room to work in, one a thread, so that judging again allocates nothing for it.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    room: Room,
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
pub(crate) struct Opinion<'a, 's> {
    model: &'a Model,
    scratch: &'s Scratch,
    language: Option<(&'a str, f32)>,
    learned: Option<&'a Learned>,
    /// What was learned adds so much to each output.
    more: [f32; STRIDE],
    /// What each judgement said of its outputs before that; kept only for learning.
    said: Option<RefCell<[f32; STRIDE]>>,
}

impl<'a, 's> Opinion<'a, 's> {
    /// Reads a post.
    pub(crate) fn of(
        text: &str,
        model: &'a Model,
        learned: Option<&'a Learned>,
        scratch: &'s mut Scratch,
    ) -> Self {
        model.heads.score(text, model.embedding, &mut scratch.room);
        let letters = text.chars().filter(|c| c.is_alphabetic()).take(LETTERS).count();
        let language = model.languages.judge(&scratch.room).filter(|_| letters >= LETTERS);
        let mut more = [0.0; STRIDE];
        if let Some(learned) = learned {
            learned.add(&scratch.room, &mut more);
        }
        Self { model, scratch, language, learned, more, said: None }
    }

    /// Reads a post to learn from it: nothing learned is added, and what is said is kept.
    pub(crate) fn to_learn(text: &str, model: &'a Model, scratch: &'s mut Scratch) -> Self {
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
    pub(crate) fn why_learned(&self, output: Output, sign: f32) -> Reasons {
        let more = self.more.get(output).copied().unwrap_or(0.0) * sign;
        let Some(learned) = self.learned.filter(|_| more >= LEARNED) else {
            return Reasons::default();
        };
        let mut moved = self.scratch.moved.borrow_mut();
        learned.moved(output, &self.scratch.room, &mut moved);
        moved.iter_mut().for_each(|moved| *moved *= sign);
        let mut why = Reasons::default();
        let shown = self.shown(&moved).into_iter();
        why.extend(shown.map(|reason| Reason { kind: EvidenceKind::Learned, ..reason }));
        if why.is_empty() {
            why.push(fact(EvidenceKind::Learned, "corrections", more));
        }
        why
    }

    fn says(&self) -> Says<'_> {
        Says::of(&self.model.heads, &self.scratch.room)
    }

    /// The language, where it can be told.
    pub(crate) fn language(&self) -> Option<(&'a str, f32)> {
        self.language.filter(|(_, likelihood)| *likelihood >= LANGUAGE)
    }

    /// Likelihoods of a negative, neutral and positive mood.
    pub(crate) fn moods(&self) -> [f32; 3] {
        self.says().moods(self.language.is_none_or(|(name, _)| name == "en"))
    }

    /// Words that speak for a negative (0) or positive (2) mood.
    pub(crate) fn why_mood(&self, place: usize) -> Reasons {
        self.why(Group::Sentiment.first() + place, if place == 0 { -1.0 } else { 1.0 })
    }

    /// The odds of an intent, as a logarithm.
    pub(crate) fn intent_odds(&self, intent: Intent) -> f32 {
        self.says().score(Group::Intent, Group::intent(intent) - Group::Intent.first())
    }

    /// The likelihood of an intent.
    pub(crate) fn intent(&self, intent: Intent) -> f32 {
        self.says().intent(intent)
    }

    /// Words that speak for an intent.
    pub(crate) fn why_intent(&self, intent: Intent) -> Reasons {
        self.why(Group::intent(intent), 1.0)
    }

    /// The odds of spam, as a logarithm.
    pub(crate) fn spam(&self) -> f32 {
        self.says().score(Group::Spam, 0).clamp(-SUREST, SUREST)
    }

    /// Words that speak for spam.
    pub(crate) fn why_spam(&self) -> Reasons {
        self.why(Group::Spam.first(), 1.0)
    }

    /// The odds that the author waits for an answer, as a logarithm.
    pub(crate) fn waits(&self) -> f32 {
        self.says().score(Group::ExpectsReply, 0).clamp(-SUREST, SUREST)
    }

    /// Words that speak for waiting.
    pub(crate) fn why_waits(&self) -> Reasons {
        self.why(Group::ExpectsReply.first(), 1.0)
    }

    /// Likelihoods of low, medium and high urgency.
    pub(crate) fn urgency(&self) -> [f32; 3] {
        self.says().urgency()
    }

    /// Words that speak for high urgency.
    pub(crate) fn why_urgent(&self) -> Reasons {
        self.why(Group::Urgency.first() + 2, 1.0)
    }

    /// The likeliest feeling with a name, its likelihood, and the output that says so.
    pub(crate) fn emotion(&self) -> Option<(Emotion, f32, Output)> {
        let says = self.says();
        let likeliest = FEELINGS.iter().flat_map(|(emotion, places)| {
            places.iter().map(move |place| (*emotion, *place, says.score(Group::Emotion, *place)))
        });
        let (emotion, place, _) = likeliest.max_by(|a, b| a.2.total_cmp(&b.2))?;
        Some((emotion, says.yes(Group::Emotion, place), Group::Emotion.first() + place))
    }

    /// The words that move an output most, times `sign`.
    pub(crate) fn why(&self, output: Output, sign: f32) -> Reasons {
        let mut moved = self.scratch.moved.borrow_mut();
        self.model.heads.moved(output, &self.scratch.room, &mut moved);
        self.shown(&moved).times(sign)
    }

    /// The words that moved most.
    fn shown(&self, moved: &[f32]) -> Reasons {
        let mut most: Few<(f32, Reason), WORDS> = Few::default();
        for (token, moved) in self.scratch.room.normal().tokens().iter().zip(moved) {
            let is_shown = matches!(token.kind, Kind::Word | Kind::Sign | Kind::Link);
            if *moved >= LEAST && is_shown {
                most.insert((*moved, words(token.span, *moved)), |known| known.0 < *moved);
            }
        }
        let mut why = Reasons::default();
        why.extend(most.into_iter().map(|(_, reason)| reason));
        why
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
