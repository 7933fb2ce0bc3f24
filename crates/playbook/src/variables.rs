//! The variables that conditions may name.

use earshot_model::{
    Audience, Emotion, IdentityMatch, Intent, Level, ListenerPurpose, Sentiment, Surface, Tier,
};

/// Every variable, in alphabetical order. Words are text, `intents` and `listeners` are lists of
/// words, `followers` and `rating` are whole numbers, `priority` is a number from 0 to 1, and
/// `emotion` is empty when none stands out.
pub const VARIABLES: &[&str] = &[
    "audience",
    "channel",
    "directly_addressed",
    "emotion",
    "expects_reply",
    "followers",
    "identity",
    "influence",
    "intents",
    "language",
    "listeners",
    "own_page",
    "prior_failure",
    "priority",
    "rating",
    "relevant",
    "sentiment",
    "spam",
    "surface",
    "text",
    "tier",
    "urgency",
    "value",
];

/// The words that a variable can be or hold, when the list is closed.
pub(crate) fn known_words(variable: &str) -> Option<Vec<&'static str>> {
    macro_rules! all {
        ($list:ident) => {
            $list::ALL.iter().map(|value| value.word()).collect()
        };
    }
    Some(match variable {
        "audience" => all!(Audience),
        "emotion" => [""].into_iter().chain(Emotion::ALL.iter().map(|e| e.word())).collect(),
        "identity" => all!(IdentityMatch),
        "influence" | "urgency" | "value" => all!(Level),
        "intents" => all!(Intent),
        "listeners" => all!(ListenerPurpose),
        "sentiment" => all!(Sentiment),
        "surface" => all!(Surface),
        "tier" => all!(Tier),
        _ => return None,
    })
}
