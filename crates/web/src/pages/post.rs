//! What stands in the thread of a case.

use serde::Serialize;

use super::format::When;
use super::mark::{AudienceMark, ChannelMark, Chip, Face};
use super::room::FileView;
use super::runs::Run;

/// One thing in the thread, in the order of time.
#[derive(Debug, Clone, Serialize)]
pub enum Item {
    /// A post by the customer, an onlooker or the brand.
    Post(Box<PostView>),
    /// A note of the team.
    Note(Box<NoteView>),
    /// Onlookers folded away.
    Guests(GuestFold),
    /// Something that happened: assigned, resolved, moved.
    Event(EventView),
}

impl Item {
    /// The id of the post that this is, or that stands first in it.
    #[must_use]
    pub fn post_id(&self) -> Option<&str> {
        match self {
            Self::Post(post) => Some(post.id.as_str()),
            Self::Guests(fold) => fold.posts.first().map(|post| post.id.as_str()),
            Self::Note(_) | Self::Event(_) => None,
        }
    }
}

/// Who wrote a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Author {
    /// The customer of this case.
    Customer,
    /// Somebody else who took part.
    Onlooker,
    /// The brand.
    Brand,
}

/// A post in the thread.
#[derive(Debug, Clone, Serialize)]
pub struct PostView {
    /// The id of the post, or of the outbox row while it is on its way.
    pub id: String,
    /// Who wrote it.
    pub author: Author,
    /// Whether only the two sides can read it.
    pub private: bool,
    /// Who can read it.
    pub audience: AudienceMark,
    /// The author's face.
    pub face: Face,
    /// The author's name.
    pub name: String,
    /// "Customer", "Onlooker, same flight".
    pub chip: Option<Chip>,
    /// "written by you": who of the team wrote it.
    pub written_by: Option<String>,
    /// The onlooker's own case: address and words.
    pub own_case: Option<Link>,
    /// When it was posted.
    pub when: When,
    /// The text.
    pub runs: Vec<Run>,
    /// Its language.
    pub language: Option<String>,
    /// The channel.
    pub channel: ChannelMark,
    /// The handle on it.
    pub handle: String,
    /// Where it can be read at its source.
    pub url: Option<String>,
    /// Stars of a review, 1 to 5.
    pub rating: Option<String>,
    /// What came with it.
    pub files: Vec<FileView>,
    /// "edited 14:05", "deleted at the source".
    pub remark: Option<String>,
    /// How far an answer of ours is on its way; none for what arrived and what is done.
    pub delivery: Option<Delivery>,
    /// How deep it stands below the post that it answers, 0 to 3.
    pub depth: u8,
}

/// An address with its words.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// The words.
    pub label: String,
}

/// How far an answer is on its way.
#[derive(Debug, Clone, Serialize)]
pub enum Delivery {
    /// It can still be taken back.
    Undo {
        /// The outbox row.
        outbox: String,
        /// Seconds left.
        left: u32,
        /// Seconds in all.
        total: u32,
        /// When it goes out, milliseconds since 1970.
        until_ms: i64,
    },
    /// It waits for somebody else's word.
    Approval {
        /// The outbox row.
        outbox: String,
        /// Whose word, and since when.
        words: String,
        /// Whether the reader may give it.
        may: bool,
    },
    /// It waits for somebody to give it at the source.
    ByHand {
        /// The outbox row.
        outbox: String,
        /// What to do.
        words: String,
        /// Whether the guard stops it by now: it can only be taken back.
        stopped: bool,
        /// Where the post that it answers stands.
        source: Option<String>,
    },
    /// It waits or is being sent: the words say which.
    OnItsWay(String),
    /// It did not arrive: what happened, and what to do.
    Failed(String),
    /// Nobody knows whether it arrived: a person who has looked says so.
    Unknown {
        /// The outbox row.
        outbox: String,
        /// What to do.
        words: String,
    },
}

/// A note of the team.
#[derive(Debug, Clone, Serialize)]
pub struct NoteView {
    /// Its id.
    pub id: String,
    /// Who wrote it.
    pub name: String,
    /// Their face.
    pub face: Face,
    /// When.
    pub when: When,
    /// The mark "Note, team only".
    pub audience: AudienceMark,
    /// The text.
    pub runs: Vec<Run>,
}

/// Onlookers that stand together behind one line.
#[derive(Debug, Clone, Serialize)]
pub struct GuestFold {
    /// "6 more onlookers".
    pub label: String,
    /// Their posts.
    pub posts: Vec<PostView>,
}

/// Something that happened.
#[derive(Debug, Clone, Serialize)]
pub struct EventView {
    /// A drawing.
    pub drawing: &'static str,
    /// "Ana took this case".
    pub text: String,
    /// When.
    pub when: When,
}
