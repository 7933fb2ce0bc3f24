//! What lines may say, and what no line can change.

mod compiling;
mod default_playbook;
mod guarantee;
mod lines;

use earshot_model::{Audience, IdentityMatch, Intent, Level, Outcome, Sentiment, Surface, Tier};

use crate::{Facts, LineSource, Playbook, Setting, Then};

/// A neutral public post by a stranger that speaks to us.
pub(super) fn facts() -> Facts {
    Facts {
        setting: Setting {
            text: "Hello there".to_owned(),
            channel: "mastodon".to_owned(),
            surface: Surface::Post,
            audience: Audience::Public,
            directly_addressed: true,
            own_page: false,
            listeners: vec![],
            followers: 100,
            tier: Tier::Unknown,
            prior_failure: false,
            rating: 0,
        },
        spam: false,
        relevant: true,
        sentiment: Sentiment::Neutral,
        emotion: None,
        intents: vec![],
        urgency: Level::Low,
        value: Level::Low,
        influence: Level::Low,
        identity: IdentityMatch::Stranger,
        language: "en".to_owned(),
        expects_reply: false,
        priority: 0.3,
    }
}

pub(super) fn wanting(intents: &[Intent], sentiment: Sentiment) -> Facts {
    Facts { intents: intents.to_vec(), sentiment, ..facts() }
}

pub(super) fn line(number: i64, when: &str, then: Then) -> LineSource {
    LineSource { number, name: format!("line {number}"), when: when.to_owned(), then }
}

pub(super) fn ends(outcome: Outcome) -> Then {
    Then { outcome: Some(outcome), ..Then::default() }
}

pub(super) fn playbook(lines: Vec<LineSource>) -> Playbook {
    Playbook::compile(7, lines).unwrap()
}
