//! The parts of the API's answers that are read.

use earshot_model::Time;
use jiff::Timestamp;
use serde::Deserialize;

/// `GET /site/basic-info.json`.
#[derive(Debug, Clone, Deserialize)]
pub struct ForumShape {
    /// What the forum is called.
    pub title: String,
}

/// `GET /session/current.json`.
#[derive(Debug, Clone, Deserialize)]
pub struct SessionShape {
    /// Who we are.
    pub current_user: UserShape,
}

/// Somebody on the forum.
#[derive(Debug, Clone, Deserialize)]
pub struct UserShape {
    /// Their number.
    pub id: i64,
    /// Their name in mentions.
    pub username: String,
}

/// `GET /posts.json`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct LatestShape {
    /// The newest posts of all topics that we may see.
    pub latest_posts: Vec<PostShape>,
}

/// A post.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PostShape {
    /// Its number on the forum.
    pub id: u64,
    /// Who wrote it.
    pub username: String,
    /// The name beside that.
    pub name: Option<String>,
    /// The author's number.
    pub user_id: Option<i64>,
    /// When.
    pub created_at: String,
    /// When it was changed last.
    pub updated_at: String,
    /// The words as HTML.
    pub cooked: String,
    /// The words as they were written.
    pub raw: String,
    /// Its number in its topic, from 1.
    pub post_number: u64,
    /// Which of these it answers.
    pub reply_to_post_number: Option<u64>,
    /// Its topic.
    pub topic_id: u64,
    /// The topic's name in addresses.
    pub topic_slug: String,
    /// The topic's title.
    pub topic_title: Option<String>,
    /// 1, and one more with each edit.
    pub version: i64,
    /// 1 for words of people; moderators' acts and whispers are others.
    pub post_type: Option<i64>,
    /// Whether its author took it back.
    pub user_deleted: bool,
    /// When somebody deleted it.
    pub deleted_at: Option<String>,
    /// Whether enough people flagged it.
    pub hidden: bool,
}

impl PostShape {
    /// Whether a person said it, and everybody sees it.
    #[must_use]
    pub fn is_said(&self) -> bool {
        self.post_type.is_none_or(|kind| kind == 1)
            && !self.user_deleted
            && !self.hidden
            && self.deleted_at.is_none()
    }

    /// When it was changed last.
    #[must_use]
    pub fn updated(&self) -> Option<Time> {
        moment(&self.updated_at)
    }
}

/// `GET /search.json`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct HitsShape {
    /// Where the words were found.
    pub posts: Vec<HitShape>,
}

/// A post that was found.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct HitShape {
    /// Its number on the forum.
    pub id: u64,
}

/// `POST /posts.json`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct GivenShape {
    /// Its topic.
    pub topic_id: u64,
    /// The topic's name in addresses.
    pub topic_slug: String,
    /// Its number in the topic; 0 while moderators look at it first.
    pub post_number: u64,
}

/// Why a forum does not do what it was asked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RefusalShape {
    /// In words.
    pub errors: Vec<String>,
}

/// `GET /user_actions.json`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ActionsShape {
    /// What somebody did, newest first.
    pub user_actions: Vec<ActionShape>,
}

/// Something that somebody did.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ActionShape {
    /// The topic.
    pub topic_id: u64,
    /// The post in it.
    pub post_number: u64,
    /// When.
    pub created_at: String,
}

impl ActionShape {
    /// When.
    #[must_use]
    pub fn at(&self) -> Option<Time> {
        moment(&self.created_at)
    }
}

pub(super) fn moment(text: &str) -> Option<Time> {
    text.parse::<Timestamp>().ok().map(Time::from)
}
