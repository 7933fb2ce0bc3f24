//! The JSON of the methods, as far as it is used. Fields that we do not know are passed over.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::record::Record;

/// Answer of `com.atproto.server.createSession` and `refreshSession`.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionShape {
    /// Our lasting id.
    pub did: String,
    /// Our handle.
    pub handle: String,
    /// Proves requests.
    pub access_jwt: String,
    /// Gets the next session.
    pub refresh_jwt: String,
    /// Who we are, with where our repository is.
    #[serde(default)]
    pub did_doc: Option<Value>,
    /// False when the account was switched off or taken down.
    #[serde(default)]
    pub active: Option<bool>,
    /// Why it was.
    #[serde(default)]
    pub status: Option<String>,
}

impl SessionShape {
    /// Where our repository is, if the document says so: <https://atproto.com/specs/did>.
    #[must_use]
    pub fn pds(&self) -> Option<String> {
        let services = self.did_doc.as_ref()?.get("service")?.as_array()?;
        let text = |service: &Value, key: &str| {
            Some(service.get(key)?.as_str()?.to_owned()).filter(|text| !text.is_empty())
        };
        let ours = services.iter().find(|service| {
            text(service, "id").is_some_and(|id| id.ends_with("#atproto_pds"))
                && text(service, "type").as_deref() == Some("AtprotoPersonalDataServer")
        })?;
        text(ours, "serviceEndpoint").filter(|url| url.starts_with("http"))
    }
}

/// Somebody: `app.bsky.actor.defs` and `chat.bsky.actor.defs`, any of their views.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileShape {
    /// Their lasting id.
    pub did: String,
    /// Their handle, which can change; `handle.invalid` while it leads nowhere.
    #[serde(default)]
    pub handle: String,
    /// The name beside it.
    #[serde(default)]
    pub display_name: Option<String>,
    /// How many follow, in the detailed view.
    #[serde(default)]
    pub followers_count: Option<i64>,
    /// What they or others say of them.
    #[serde(default)]
    pub labels: Vec<LabelShape>,
    /// What is between them and us.
    #[serde(default)]
    pub viewer: AuthorViewerShape,
}

/// `com.atproto.label.defs#label`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct LabelShape {
    /// What it says.
    #[serde(default)]
    pub val: String,
    /// Whether it takes an earlier one back.
    #[serde(default)]
    pub neg: bool,
}

/// `app.bsky.actor.defs#viewerState`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorViewerShape {
    /// Whether they block us.
    #[serde(default)]
    pub blocked_by: bool,
}

/// Answer of `app.bsky.actor.getProfiles`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct ProfilesShape {
    /// Those that there are.
    #[serde(default)]
    pub profiles: Vec<ProfileShape>,
}

/// `app.bsky.feed.defs#postView`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PostShape {
    /// Its lasting id.
    pub uri: String,
    /// The hash of the record.
    #[serde(default)]
    pub cid: String,
    /// Who wrote it.
    pub author: ProfileShape,
    /// The record, as its author's program wrote it.
    #[serde(default)]
    pub record: Value,
    /// When the network took notice of it.
    #[serde(default)]
    pub indexed_at: String,
    /// What is between it and us.
    #[serde(default)]
    pub viewer: PostViewerShape,
}

impl PostShape {
    /// The first post of its conversation; none for one that begins its own.
    #[must_use]
    pub fn root(&self) -> Option<Reference> {
        let root = self.record.get("reply")?.get("root")?;
        serde_json::from_value(root.clone()).ok()
    }
}

/// `app.bsky.feed.defs#viewerState`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PostViewerShape {
    /// Whether we may not answer it.
    #[serde(default)]
    pub reply_disabled: bool,
}

/// `com.atproto.repo.strongRef`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reference {
    /// The record's lasting id.
    pub uri: String,
    /// Its hash.
    pub cid: String,
}

/// Answer of `app.bsky.feed.getPosts` and `searchPosts`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct PostsShape {
    /// The posts.
    #[serde(default)]
    pub posts: Vec<PostShape>,
    /// The way to the next page.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// Answer of `app.bsky.feed.getAuthorFeed`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct FeedShape {
    /// The posts, newest first.
    #[serde(default)]
    pub feed: Vec<FeedItemShape>,
    /// The way to the next page.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// `app.bsky.feed.defs#feedViewPost`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct FeedItemShape {
    /// The post.
    pub post: PostShape,
    /// Why it is there, where its author did not just post it: repeated, or pinned.
    #[serde(default)]
    pub reason: Option<Value>,
}

/// Answer of `app.bsky.feed.getPostThread`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct ThreadShape {
    /// The post that was asked for.
    pub thread: NodeShape,
}

/// `app.bsky.feed.defs#threadViewPost`, `#notFoundPost` or `#blockedPost`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeShape {
    /// The post, where it can be seen.
    #[serde(default)]
    pub post: Option<PostShape>,
    /// What it answers.
    #[serde(default)]
    pub parent: Option<Box<NodeShape>>,
    /// Whether it is not there.
    #[serde(default)]
    pub not_found: bool,
}

impl NodeShape {
    /// Whether the post went.
    #[must_use]
    pub const fn is_gone(&self) -> bool {
        self.not_found
    }
}

/// Answer of `app.bsky.notification.listNotifications`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct NotificationsShape {
    /// What happened, newest first.
    #[serde(default)]
    pub notifications: Vec<NotificationShape>,
    /// The way to the next page.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// `app.bsky.notification.listNotifications#notification`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotificationShape {
    /// The record that did it.
    pub uri: String,
    /// Whose it is.
    pub author: ProfileShape,
    /// What it is to us: `mention`, `reply`, `quote`, `like`, ...
    #[serde(default)]
    pub reason: String,
    /// The record itself.
    #[serde(default)]
    pub record: Value,
    /// Its place in time.
    #[serde(default)]
    pub indexed_at: String,
}

/// Answer of `com.atproto.repo.putRecord`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct PutShape {
    /// The record's lasting id.
    pub uri: String,
}

/// Answer of `com.atproto.repo.getRecord`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct RecordShape {
    /// The record's lasting id.
    pub uri: String,
    /// What it holds.
    #[serde(default)]
    pub value: Value,
}

impl RecordShape {
    /// The record as a post.
    #[must_use]
    pub fn record(&self) -> Record {
        Record::read(&self.value)
    }
}

/// `chat.bsky.convo.defs#convoView`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConvoShape {
    /// Its id.
    pub id: String,
    /// Who is in it, with us.
    #[serde(default)]
    pub members: Vec<ProfileShape>,
    /// How many messages of it are new to us.
    #[serde(default)]
    pub unread_count: i64,
}

/// Answer of `chat.bsky.convo.listConvos`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct ConvosShape {
    /// The conversations.
    #[serde(default)]
    pub convos: Vec<ConvoShape>,
}

/// Answer of `chat.bsky.convo.getConvo` and `getConvoForMembers`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct OneConvoShape {
    /// The conversation.
    pub convo: ConvoShape,
}

/// `chat.bsky.convo.defs#messageView` or `#deletedMessageView`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageShape {
    /// Its id, unique in its conversation.
    pub id: String,
    /// The words.
    #[serde(default)]
    pub text: String,
    /// What of the words is a link, as in posts.
    #[serde(default)]
    pub facets: Value,
    /// Who wrote it.
    #[serde(default)]
    pub sender: SenderShape,
    /// When, as RFC 3339.
    #[serde(default)]
    pub sent_at: String,
}

/// `chat.bsky.convo.defs#messageViewSender`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct SenderShape {
    /// Their lasting id.
    #[serde(default)]
    pub did: String,
}

/// Answer of `chat.bsky.convo.getMessages`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct MessagesShape {
    /// The messages, newest first.
    #[serde(default)]
    pub messages: Vec<MessageShape>,
    /// The way to the next page.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// Answer of `chat.bsky.convo.getLog`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct LogShape {
    /// What happened, oldest first.
    #[serde(default)]
    pub logs: Vec<LogEventShape>,
    /// How far that is.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// `chat.bsky.convo.defs#logCreateMessage` and its like.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEventShape {
    /// What happened.
    #[serde(default, rename = "$type")]
    pub kind: String,
    /// In which conversation.
    #[serde(default)]
    pub convo_id: String,
    /// The message that it is about.
    #[serde(default)]
    pub message: Option<MessageShape>,
}

impl LogEventShape {
    /// Whether a message is new.
    #[must_use]
    pub fn creates(&self) -> bool {
        self.kind.ends_with("#logCreateMessage")
    }

    /// Whether we removed a message from our side.
    #[must_use]
    pub fn deletes(&self) -> bool {
        self.kind.ends_with("#logDeleteMessage")
    }
}
