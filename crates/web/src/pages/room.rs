//! What guests see: the link of an invitation, the room behind it, and why a door is shut.

use askama::Template;
use earshot_engage::rooms::Shut;
use serde::Serialize;

use super::format::When;
use super::frame::Theme;
use super::mark::Face;
use crate::words::Words;

/// `GET /r/{slug}/{link}`: the button that opens a room.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "room/link.html")]
pub struct RoomLinkPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// Light, dark or the system's.
    pub theme: Theme,
    /// The token of forms.
    pub csrf: String,
    /// The brand's mark.
    pub face: Face,
    /// The brand's name.
    pub brand: String,
    /// Where the button leads.
    pub action: String,
    /// Whether another browser opened it before.
    pub used: bool,
}

/// Why nobody gets in.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "room/shut.html")]
pub struct RoomShutPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// Light, dark or the system's.
    pub theme: Theme,
    /// What it is.
    pub title: String,
    /// What to do.
    pub hint: String,
}

impl RoomShutPage {
    /// A link that opens nothing.
    #[must_use]
    pub fn of(w: Words, theme: Theme, why: Shut) -> Self {
        let word = match why {
            Shut::Unknown => "unknown",
            Shut::Expired => "expired",
            Shut::Withdrawn => "withdrawn",
        };
        Self::worded(w, theme, word)
    }

    /// A room that does not know this browser.
    #[must_use]
    pub fn lost(w: Words, theme: Theme) -> Self {
        Self::worded(w, theme, "lost")
    }

    /// A room in which another browser took this one's place.
    #[must_use]
    pub fn out(w: Words, theme: Theme) -> Self {
        Self::worded(w, theme, "out")
    }

    fn worded(w: Words, theme: Theme, word: &str) -> Self {
        let title = w.t(format!("room-shut-{word}"));
        Self { w, theme, title, hint: w.t(format!("room-shut-{word}-hint")) }
    }
}

/// `GET /room/{room}` for a browser that waits outside.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "room/wait.html")]
pub struct RoomWaitPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// Light, dark or the system's.
    pub theme: Theme,
    /// The token of forms.
    pub csrf: String,
    /// The room's id.
    pub room: String,
    /// The brand's name.
    pub brand: String,
    /// The handle that was invited.
    pub handle: String,
    /// By which the agent knows this browser.
    pub letters: String,
    /// Whether a code was sent there.
    pub code: bool,
    /// Whether a wrong one was typed.
    pub wrong: bool,
}

/// `GET /room/{room}`: a conversation.
#[derive(Debug, Clone, Serialize, Template)]
#[template(path = "room/room.html")]
pub struct RoomPage {
    /// The reader's words.
    #[serde(skip)]
    pub w: Words,
    /// Light, dark or the system's.
    pub theme: Theme,
    /// The token of forms.
    pub csrf: String,
    /// The room's id.
    pub room: String,
    /// The brand's mark.
    pub face: Face,
    /// The brand's name.
    pub brand: String,
    /// "Priya from Altavela", or the brand.
    pub host: String,
    /// The handle that was invited; empty in a chat.
    pub handle: String,
    /// What was said in public, oldest first.
    pub before: Vec<LineView>,
    /// What was said here, oldest first.
    pub lines: Vec<LineView>,
    /// Whether the guest can write.
    pub open: bool,
    /// Whether a code waits to be typed.
    pub code: bool,
    /// Whether the last one was wrong.
    pub wrong: bool,
    /// A fresh uuid for the next message.
    pub key: String,
    /// The message that is being changed.
    pub edit: Option<EditView>,
    /// Which kinds of files can be sent, for the browser's own dialog.
    pub accept: &'static str,
    /// The most bytes of a file, and of how many.
    pub largest: usize,
    /// The words that the script says, as JSON.
    #[serde(skip)]
    pub script: String,
}

/// A message of the guest that is being changed.
#[derive(Debug, Clone, Serialize)]
pub struct EditView {
    /// Its key.
    pub key: String,
    /// Its words.
    pub text: String,
}

/// One thing that was said.
#[derive(Debug, Clone, Serialize)]
pub struct LineView {
    /// Its id.
    pub id: String,
    /// What the guest changes it by; empty for what is not theirs.
    pub key: String,
    /// Whether the guest said it.
    pub mine: bool,
    /// Whether it was said in public.
    pub public: bool,
    /// The words.
    pub text: String,
    /// When.
    #[serde(flatten)]
    pub when: When,
    /// Whether it was changed.
    pub edited: bool,
    /// What came with it.
    pub files: Vec<FileView>,
}

/// A file of a message.
#[derive(Debug, Clone, Serialize)]
pub struct FileView {
    /// Where it is.
    pub href: String,
    /// Its name.
    pub name: String,
    /// "2.4 MB".
    pub size: String,
    /// Whether it can be shown.
    pub picture: bool,
}
