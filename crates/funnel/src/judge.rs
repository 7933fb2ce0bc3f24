//! The whole verdict.

use std::cell::RefCell;
use std::sync::Arc;

use earshot_model::{Audience, Intent, Surface, Time, Verdict};

use crate::brief::Brief;
use crate::few::Few;
use crate::heads::{Group, Lesson, STRIDE};
use crate::lexicon::{ANY, bit};
use crate::model::Model;
use crate::online::Learned;
use crate::opinion::{Opinion, Scratch};
use crate::reading::{Page, Reading};
use crate::relevance::FOUND;
use crate::{
    Config, CustomerRecord, Input, emotion, expects_reply, identity, influence, intents, language,
    outliers, priority, relevance, sentiment, spam, timeliness, urgency, value,
};

/// The name of the engine with trained heads, as it stands in verdicts.
pub const ENGINE: &str = "heads-2";

/// The name of the smaller engine: rules and word lists alone.
pub const SMALLER_ENGINE: &str = "rules-1";

/// Room to work in, one a thread.
#[derive(Debug, Default)]
struct Desk {
    scratch: Scratch,
    page: Page,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

/// Judges posts. It keeps nothing between them, so one serves everybody.
#[derive(Debug, Clone)]
pub struct Funnel {
    config: Config,
    model: Option<Which>,
    learned: Option<Arc<Learned>>,
}

/// A text as the funnel sees it, for learning: its features, and the score of every output, rules and
/// heads together, before anything learned.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) lesson: Lesson,
    pub(crate) said: [f32; STRIDE],
}

#[derive(Debug, Clone)]
enum Which {
    Shipped(&'static Model),
    Given(Arc<Model>),
}

/// With the model that ships, and default settings.
impl Default for Funnel {
    fn default() -> Self {
        Self::new(Config::default())
    }
}

impl Funnel {
    /// A funnel with these settings and the model that was chosen for the program, else the one that
    /// ships. If neither can be used it judges by rules alone; [`crate::model::status`] says so.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self { config, model: crate::model::current().map(Which::Shipped), learned: None }
    }

    /// A funnel with these settings and a model.
    #[must_use]
    pub const fn with_model(config: Config, model: Arc<Model>) -> Self {
        Self { config, model: Some(Which::Given(model)), learned: None }
    }

    /// A smaller funnel: rules and word lists alone.
    #[must_use]
    pub const fn rules_only(config: Config) -> Self {
        Self { config, model: None, learned: None }
    }

    /// The same funnel with what an organization's corrections taught.
    #[must_use]
    pub fn with_learned(mut self, learned: Arc<Learned>) -> Self {
        self.learned = Some(learned);
        self
    }

    /// What a post means. The same input always gives the same verdict.
    #[must_use]
    pub fn judge(&self, input: &Input<'_>) -> Verdict {
        self.brief(input).verdict()
    }

    /// The same verdict with its reasons as places in the text: it asks for no memory.
    #[must_use]
    pub fn brief<'a>(&'a self, input: &Input<'a>) -> Brief<'a> {
        DESK.with_borrow_mut(|desk| {
            let Some(model) = self.model() else {
                return self.judge_with(input, None, &mut desk.page);
            };
            let learned = self.learned.as_deref();
            let opinion = Opinion::of(input.text, model, learned, &mut desk.scratch);
            self.judge_with(input, Some(&opinion), &mut desk.page)
        })
    }

    /// A post of a stranger as it is seen without anything learned; none without a model.
    pub(crate) fn view(&self, text: &str, addressed: bool) -> Option<View> {
        let model = self.model()?;
        let input = Input {
            text,
            author_followers: None,
            claimed_language: None,
            surface: Surface::Post,
            audience: Audience::Public,
            directly_addressed: addressed,
            listener_hits: &[],
            record: CustomerRecord::default(),
            joiners: 1,
            posted_at: Time(0),
            now: Time(0),
        };
        DESK.with_borrow_mut(|desk| {
            let mut said = {
                let opinion = Opinion::to_learn(text, model, &mut desk.scratch);
                self.judge_with(&input, Some(&opinion), &mut desk.page);
                opinion.said()
            };
            said.iter_mut().skip(Group::Actionable.first()).take(1).for_each(|one| *one = FOUND);
            Some(View { lesson: Lesson::of(desk.scratch.room(), Vec::new()), said })
        })
    }

    fn model(&self) -> Option<&Model> {
        match &self.model {
            Some(Which::Shipped(model)) => Some(model),
            Some(Which::Given(model)) => Some(model),
            None => None,
        }
    }

    fn judge_with<'a>(
        &self,
        input: &Input<'a>,
        opinion: Option<&Opinion<'a, '_>>,
        page: &mut Page,
    ) -> Brief<'a> {
        let mut reading = Reading::of(input.text, page);
        let language = language::judge(&reading, input.claimed_language, opinion);
        reading.settle(match (language.value, bit(language.value)) {
            // Unsure, or a language without words of its own: signs and loan words still count.
            ("und", _) | (_, 0) => ANY,
            (_, own) => own,
        });
        let mood = sentiment::judge(&reading, opinion);
        let emotion = emotion::judge(&reading, &mood, opinion);
        let mut intents = intents::judge(&reading, &mood, input, opinion);
        let spam = spam::judge(&reading, &intents, input, &self.config, opinion);
        // What a seller loves is their own ware.
        if spam::is_doubtful(&spam, input) {
            intents.retain(|intent| !matches!(intent.value, Intent::Praise | Intent::Gratitude));
        }
        let wants = |intent| intents.iter().any(|ruling| ruling.value == intent);
        let mut brief = Brief {
            text: input.text,
            engine: if opinion.is_some() { ENGINE } else { SMALLER_ENGINE },
            spam,
            relevant: relevance::judge(input, opinion),
            timeliness: timeliness::judge(&reading, input),
            urgency: urgency::judge(&reading, wants, emotion.as_ref(), input, opinion),
            identity: identity::judge(&input.record),
            value: value::judge(input.record.tier),
            influence: influence::judge(input.author_followers),
            expects_reply: expects_reply::judge(&reading, wants, &mood, input, opinion),
            sentiment: mood.judged,
            language,
            emotion,
            intents,
            outliers: outliers::judge(input, &self.config),
            score: 0.0,
            terms: Few::default(),
        };
        priority::judge(&mut brief, input, &self.config);
        brief
    }
}
