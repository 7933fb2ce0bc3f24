//! The whole verdict.

use std::cell::RefCell;
use std::sync::Arc;

use earshot_model::{Intent, Priority, Verdict};

use crate::lexicon::{ANY, bit};
use crate::model::Model;
use crate::opinion::{Opinion, Scratch};
use crate::reading::Reading;
use crate::{
    Config, Input, emotion, expects_reply, identity, influence, intents, language, priority,
    relevance, sentiment, spam, timeliness, urgency, value,
};

/// The name of the engine with trained heads, as it stands in verdicts.
pub const ENGINE: &str = "heads-1";

/// The name of the smaller engine: rules and word lists alone.
pub const SMALLER_ENGINE: &str = "rules-1";

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Judges posts. It keeps nothing between them, so one serves everybody.
#[derive(Debug, Clone)]
pub struct Funnel {
    config: Config,
    model: Option<Which>,
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
        Self { config, model: crate::model::current().map(Which::Shipped) }
    }

    /// A funnel with these settings and a model.
    #[must_use]
    pub const fn with_model(config: Config, model: Arc<Model>) -> Self {
        Self { config, model: Some(Which::Given(model)) }
    }

    /// A smaller funnel: rules and word lists alone.
    #[must_use]
    pub const fn rules_only(config: Config) -> Self {
        Self { config, model: None }
    }

    /// What a post means. The same input always gives the same verdict.
    #[must_use]
    pub fn judge(&self, input: &Input<'_>) -> Verdict {
        let model = match &self.model {
            Some(Which::Shipped(model)) => *model,
            Some(Which::Given(model)) => model,
            None => return self.judge_with(input, None),
        };
        SCRATCH.with_borrow_mut(|scratch| {
            self.judge_with(input, Some(&Opinion::of(input.text, model, scratch)))
        })
    }

    fn judge_with(&self, input: &Input<'_>, opinion: Option<&Opinion<'_>>) -> Verdict {
        let mut reading = Reading::of(input.text);
        let language = language::judge(&reading, input.claimed_language, opinion);
        reading.settle(match (language.value.as_str(), bit(&language.value)) {
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
        let mut verdict = Verdict {
            engine: if opinion.is_some() { ENGINE } else { SMALLER_ENGINE }.to_owned(),
            spam,
            relevant: relevance::judge(input),
            timeliness: timeliness::judge(&reading, input),
            urgency: urgency::judge(&reading, &intents, emotion.as_ref(), input, opinion),
            identity: identity::judge(&input.record),
            value: value::judge(input.record.tier),
            influence: influence::judge(input.author_followers),
            expects_reply: expects_reply::judge(&reading, &intents, &mood, input, opinion),
            sentiment: mood.judged,
            language,
            emotion,
            intents,
            priority: Priority::default(),
        };
        verdict.priority = priority::judge(&verdict, input, &self.config.weights);
        verdict
    }
}
