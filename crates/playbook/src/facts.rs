//! What the lines may ask about a post.

use earshot_model::{
    Audience, Emotion, IdentityMatch, Intent, Level, ListenerPurpose, Sentiment, Surface, Tier,
    TrollState, Verdict, Weekday,
};
use serde::{Deserialize, Serialize};

/// What is known of one post: its verdict and where it stands. It can be stored, so that other
/// versions of the playbook can be tried on it later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Where it stands and who wrote it.
    #[serde(flatten)]
    pub setting: Setting,
    /// Whether it is spam.
    pub spam: bool,
    /// Whether it is about us.
    pub relevant: bool,
    /// How the author feels.
    pub sentiment: Sentiment,
    /// The feeling with a name, if one stands out.
    pub emotion: Option<Emotion>,
    /// What the author wants.
    pub intents: Vec<Intent>,
    /// How soon somebody must act.
    pub urgency: Level,
    /// What the customer is worth.
    pub value: Level,
    /// How many might hear of it.
    pub influence: Level,
    /// What we know of the author.
    pub identity: IdentityMatch,
    /// BCP 47, or `und`.
    pub language: String,
    /// Whether the author waits for an answer.
    pub expects_reply: bool,
    /// The priority score, 0 to 1.
    pub priority: f64,
    /// What is known of the author's case.
    #[serde(default)]
    pub case: CaseFacts,
    /// What time it is where the organization is.
    #[serde(default)]
    pub moment: Moment,
    /// The lines whose acts led here, oldest first; empty for a post that came from outside.
    #[serde(default)]
    pub cause: Vec<i64>,
}

/// What is known of the case that the author has in this conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CaseFacts {
    /// Whether there is a live one.
    pub live: bool,
    /// Public answers that it already has.
    pub public_turns: i64,
    /// Other cases of the last hour with the same cause.
    pub alike_now: i64,
    /// Its tags.
    pub tags: Vec<String>,
    /// How far a troll label of the author got.
    pub troll: TrollState,
}

impl Default for CaseFacts {
    fn default() -> Self {
        Self {
            live: false,
            public_turns: 0,
            alike_now: 0,
            tags: Vec::new(),
            troll: TrollState::None,
        }
    }
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The hour, 0 to 23.
    pub hour: i64,
    /// The day of the week.
    pub weekday: Weekday,
}

/// Noon on a Monday: as good a time as any.
impl Default for Moment {
    fn default() -> Self {
        Self { hour: 12, weekday: Weekday::Monday }
    }
}

/// What is known of a post without reading it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The words of the post, as written; lines see them in lower case.
    pub text: String,
    /// The kind of channel, such as `mastodon`.
    pub channel: String,
    /// Where on the channel it stands.
    pub surface: Surface,
    /// Who can read it.
    pub audience: Audience,
    /// Whether it mentions or answers our account, or is private to us.
    pub directly_addressed: bool,
    /// Whether it stands on a page of our own.
    pub own_page: bool,
    /// Purposes of the listeners that matched.
    pub listeners: Vec<ListenerPurpose>,
    /// How many follow the author; 0 when unknown.
    pub followers: i64,
    /// The organization's own rating of the customer.
    pub tier: Tier,
    /// Whether an earlier contact failed or is still open.
    pub prior_failure: bool,
    /// Stars of a review, 1 to 5; 0 when there are none.
    pub rating: i64,
}

impl Facts {
    /// The facts of a post with this verdict in this setting.
    #[must_use]
    pub fn new(verdict: &Verdict, setting: Setting) -> Self {
        Self {
            setting,
            spam: verdict.spam.value,
            relevant: verdict.relevant.value,
            sentiment: verdict.sentiment.value,
            emotion: verdict.emotion.as_ref().map(|emotion| emotion.value),
            intents: verdict.intents.iter().map(|intent| intent.value).collect(),
            urgency: verdict.urgency.value,
            value: verdict.value.value,
            influence: verdict.influence.value,
            identity: verdict.identity.value,
            language: verdict.language.value.clone(),
            expects_reply: verdict.expects_reply.value,
            priority: f64::from(verdict.priority.score),
            case: CaseFacts::default(),
            moment: Moment::default(),
            cause: Vec::new(),
        }
    }

    /// Whether the author is a customer in the record.
    #[must_use]
    pub fn is_customer(&self) -> bool {
        self.identity == IdentityMatch::Customer
    }
}

/// A neutral public post by a stranger, about us and to us, that wants nothing.
impl Default for Facts {
    fn default() -> Self {
        Self {
            setting: Setting {
                text: String::new(),
                channel: "mastodon".to_owned(),
                surface: Surface::Post,
                audience: Audience::Public,
                directly_addressed: true,
                own_page: false,
                listeners: Vec::new(),
                followers: 0,
                tier: Tier::Unknown,
                prior_failure: false,
                rating: 0,
            },
            spam: false,
            relevant: true,
            sentiment: Sentiment::Neutral,
            emotion: None,
            intents: Vec::new(),
            urgency: Level::Low,
            value: Level::Low,
            influence: Level::Low,
            identity: IdentityMatch::Stranger,
            language: "en".to_owned(),
            expects_reply: false,
            priority: 0.0,
            case: CaseFacts::default(),
            moment: Moment::default(),
            cause: Vec::new(),
        }
    }
}
