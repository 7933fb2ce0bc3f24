//! The whole verdict.

use earshot_model::{Intent, Priority, Verdict};

use crate::lexicon::{ANY, bit};
use crate::reading::Reading;
use crate::{
    Config, Input, emotion, expects_reply, identity, influence, intents, language, priority,
    relevance, sentiment, spam, timeliness, urgency, value,
};

/// The name of this engine, as it stands in verdicts.
pub const ENGINE: &str = "rules-1";

/// Judges posts. It keeps nothing between them, so one serves everybody.
#[derive(Debug, Clone, Default)]
pub struct Funnel {
    config: Config,
}

impl Funnel {
    /// A funnel with these settings.
    #[must_use]
    pub const fn new(config: Config) -> Self {
        Self { config }
    }

    /// What a post means. The same input always gives the same verdict.
    #[must_use]
    pub fn judge(&self, input: &Input<'_>) -> Verdict {
        let mut reading = Reading::of(input.text);
        let language = language::judge(&reading, input.claimed_language);
        reading.settle(match (language.value.as_str(), bit(&language.value)) {
            // Unsure, or a language without words of its own: signs and loan words still count.
            ("und", _) | (_, 0) => ANY,
            (_, own) => own,
        });
        let mood = sentiment::judge(&reading);
        let emotion = emotion::judge(&reading, &mood);
        let mut intents = intents::judge(&reading, &mood, input);
        let spam = spam::judge(&reading, &intents, input, &self.config);
        // What a seller loves is their own ware.
        if spam::is_doubtful(&spam, input) {
            intents.retain(|intent| !matches!(intent.value, Intent::Praise | Intent::Gratitude));
        }
        let mut verdict = Verdict {
            engine: ENGINE.to_owned(),
            spam,
            relevant: relevance::judge(input),
            timeliness: timeliness::judge(&reading, input),
            urgency: urgency::judge(&reading, &intents, emotion.as_ref(), input),
            identity: identity::judge(&input.record),
            value: value::judge(input.record.tier),
            influence: influence::judge(input.author_followers),
            expects_reply: expects_reply::judge(&reading, &intents, &mood, input),
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
