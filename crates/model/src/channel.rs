//! What crosses the border between Earshot and a channel: events in, commands out, capabilities.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{Audience, OutboxId, Surface, Time};

words! {
    /// What a channel counts when it limits a text.
    LengthUnit as "length unit" {
        /// Unicode scalar values.
        Chars = "chars",
        /// UTF-16 code units.
        Utf16 = "utf16",
        /// What people see as one character.
        Graphemes = "graphemes",
        /// Bytes of UTF-8.
        Bytes = "bytes",
        /// X's weighted count: most letters 1, CJK and emoji 2.
        Weighted = "weighted",
    }
}

/// How long a text may be, counted as the channel counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LengthRule {
    /// What is counted.
    pub unit: LengthUnit,
    /// The most that is allowed.
    pub max: u32,
    /// What every link counts, if the channel shortens links.
    #[serde(default)]
    pub link_counts: Option<u32>,
}

/// What a channel or one account on it can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capabilities {
    /// Answers that everybody sees.
    pub reply_public: bool,
    /// Answers that only the customer sees.
    pub reply_private: bool,
    /// Whether a sent post can be found again at the source after an unknown outcome.
    pub find_sent: bool,
    /// The limit of a public text.
    pub length_public: LengthRule,
    /// The limit of a private text.
    pub length_private: LengthRule,
    /// Whether a person gives public answers at the source, by hand, where the channel takes none from
    /// here. Not written where it is not so, for versions that do not know the word.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
}

impl Default for Capabilities {
    fn default() -> Self {
        let rule = |max| LengthRule { unit: LengthUnit::Chars, max, link_counts: None };
        Self {
            reply_public: true,
            reply_private: true,
            find_sent: true,
            length_public: rule(500),
            length_private: rule(10_000),
            by_hand: false,
        }
    }
}

/// One post as a channel tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelItem {
    /// The channel's id, unique within the account; 1 to 512 bytes.
    pub id: String,
    /// The channel's revision; a greater one (compared as text) is newer.
    pub revision: String,
    /// Where it stands.
    pub surface: Surface,
    /// Who can read it.
    pub audience: Audience,
    /// The channel's id of the conversation.
    pub thread: String,
    /// The channel's id of the post that it answers.
    #[serde(default)]
    pub parent: Option<String>,
    /// The author.
    pub author: ChannelAuthor,
    /// The words.
    pub text: String,
    /// The language that the channel claims, as BCP 47.
    #[serde(default)]
    pub language: Option<String>,
    /// Where it can be seen.
    #[serde(default)]
    pub url: Option<String>,
    /// Stars, for a review.
    #[serde(default)]
    pub rating: Option<i64>,
    /// When it was posted.
    pub posted_at: Time,
    /// When it was last changed.
    #[serde(default)]
    pub edited_at: Option<Time>,
    /// The outbox row that this post came from, when the channel gives back our own mark.
    #[serde(default)]
    pub sent_as: Option<OutboxId>,
}

/// The author of a post, as a channel tells it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelAuthor {
    /// The channel's lasting id of the author.
    pub id: String,
    /// The handle that people type.
    pub handle: String,
    /// The name beside it.
    #[serde(default)]
    pub name: String,
    /// How many follow.
    #[serde(default)]
    pub followers: Option<i64>,
}

/// Something that happened on a channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum ChannelEvent {
    /// A post is new or changed.
    Upsert {
        /// The post.
        item: Box<ChannelItem>,
    },
    /// A post is gone at its source.
    Delete {
        /// The channel's id of the post.
        id: String,
        /// When it went.
        at: Time,
    },
    /// A message that we sent has a new state.
    Status {
        /// Our outbox row.
        sent: OutboxId,
        /// What became of it.
        state: ResultState,
        /// The channel's id of the post, once it has one.
        #[serde(default)]
        id: Option<String>,
        /// What the channel says about it.
        #[serde(default)]
        detail: Option<String>,
    },
}

words! {
    /// How a command ended, as a channel tells it.
    ResultState as "result state" {
        /// It stands on the channel.
        Sent = "sent",
        /// The channel looks at it first.
        PendingReview = "pending_review",
        /// The channel refused to show it.
        Rejected = "rejected",
        /// It did not go, and another try would not help.
        Failed = "failed",
        /// It did not go; try again later.
        Retry = "retry",
        /// Nobody knows.
        Unknown = "unknown",
    }
}

/// What we ask a channel to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Command {
    /// Our outbox row: the mark that makes a second delivery harmless.
    pub id: OutboxId,
    /// What to do.
    #[serde(flatten)]
    pub body: CommandBody,
}

/// The kinds of commands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum CommandBody {
    /// Answer a post.
    Reply {
        /// The channel's id of the conversation.
        thread: String,
        /// The channel's id of the post that is answered.
        to: String,
        /// The channel's id of the author who is answered.
        author: String,
        /// Who may read the answer.
        audience: Audience,
        /// The words.
        text: String,
    },
    /// Look whether the command was carried out before.
    FindSent {
        /// The outbox row whose outcome is unknown.
        sent: OutboxId,
    },
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandResult {
    /// How it ended.
    pub state: ResultState,
    /// The channel's id of the new post.
    #[serde(default)]
    pub id: Option<String>,
    /// Where it can be seen.
    #[serde(default)]
    pub url: Option<String>,
    /// What the channel says about it.
    #[serde(default)]
    pub detail: Option<String>,
}
