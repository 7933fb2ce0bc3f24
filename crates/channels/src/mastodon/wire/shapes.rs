//! The JSON of the API, as far as it is used. Fields that we do not know are passed over.

use serde::Deserialize;

/// `Account`: <https://docs.joinmastodon.org/entities/Account/>.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct AccountShape {
    /// The server's own id of it.
    pub id: String,
    /// The name without a server.
    #[serde(default)]
    pub username: String,
    /// The name, with its server where that is another one.
    pub acct: String,
    /// The name beside it.
    #[serde(default)]
    pub display_name: String,
    /// How many follow.
    #[serde(default)]
    pub followers_count: Option<i64>,
}

/// `Status`: <https://docs.joinmastodon.org/entities/Status/>.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct StatusShape {
    /// The server's own id of it.
    pub id: String,
    /// When it was posted, as RFC 3339.
    pub created_at: String,
    /// When it was last changed.
    #[serde(default)]
    pub edited_at: Option<String>,
    /// What it answers.
    #[serde(default)]
    pub in_reply_to_id: Option<String>,
    /// `public`, `unlisted`, `private` (followers) or `direct`.
    #[serde(default)]
    pub visibility: String,
    /// As ISO 639-1.
    #[serde(default)]
    pub language: Option<String>,
    /// Where people see it.
    #[serde(default)]
    pub url: Option<String>,
    /// The words, as HTML.
    #[serde(default)]
    pub content: String,
    /// A warning that stands before the words.
    #[serde(default)]
    pub spoiler_text: Option<String>,
    /// Who wrote it.
    pub account: AccountShape,
    /// Whom it names.
    #[serde(default)]
    pub mentions: Vec<MentionShape>,
    /// Pictures, sounds, films.
    #[serde(default)]
    pub media_attachments: Vec<MediaShape>,
    /// Set when it only repeats another.
    #[serde(default)]
    pub reblog: Option<serde::de::IgnoredAny>,
}

/// `Status::Mention`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct MentionShape {
    /// The server's own id of who is named. Some servers always say `0`.
    #[serde(default)]
    pub id: String,
    /// The name, with its server where that is another one.
    #[serde(default)]
    pub acct: String,
}

/// `MediaAttachment`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct MediaShape {
    /// `image`, `video`, `gifv` or `audio`.
    #[serde(default, rename = "type")]
    pub kind: String,
    /// What it shows, in words.
    #[serde(default)]
    pub description: Option<String>,
}

/// `Notification`: <https://docs.joinmastodon.org/entities/Notification/>.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct NotificationShape {
    /// Its id, which grows.
    pub id: String,
    /// Such as `mention`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is about.
    #[serde(default)]
    pub status: Option<StatusShape>,
}

/// `Context`: what stands before and after a status.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct ContextShape {
    /// From the first on.
    #[serde(default)]
    pub ancestors: Vec<StatusShape>,
    /// Answers, and answers to those.
    #[serde(default)]
    pub descendants: Vec<StatusShape>,
}

/// `Application`, as `GET /api/v1/apps/verify_credentials` gives it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct AppShape {
    /// What the token may do, on servers from 4.3 on.
    #[serde(default)]
    pub scopes: Vec<String>,
}

/// `Instance` of the second API.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct InstanceShape {
    /// What runs there.
    #[serde(default)]
    pub version: String,
    /// Its limits.
    #[serde(default)]
    pub configuration: ConfigurationShape,
}

/// `Instance` of the first API, for older and smaller servers.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct OldInstanceShape {
    /// What runs there.
    #[serde(default)]
    pub version: String,
    /// Its addresses.
    #[serde(default)]
    pub urls: OldUrlsShape,
    /// Its limits.
    #[serde(default)]
    pub configuration: ConfigurationShape,
}

/// `urls` of the first API.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct OldUrlsShape {
    /// The streaming server.
    #[serde(default)]
    pub streaming_api: Option<String>,
}

/// `configuration` of either.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct ConfigurationShape {
    /// Its addresses.
    #[serde(default)]
    pub urls: UrlsShape,
    /// What a status may hold.
    #[serde(default)]
    pub statuses: StatusesShape,
}

/// `configuration.urls`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct UrlsShape {
    /// The streaming server, such as `wss://streaming.example`.
    #[serde(default)]
    pub streaming: Option<String>,
}

/// `configuration.statuses`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct StatusesShape {
    /// The most characters.
    #[serde(default)]
    pub max_characters: Option<u32>,
    /// What every link counts.
    #[serde(default)]
    pub characters_reserved_per_url: Option<u32>,
}
