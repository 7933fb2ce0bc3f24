//! The middle pane of the desk: one case.

use serde::Serialize;

use super::clock::ClockMark;
use super::composer::{Collision, Composer, GuardPanel};
use super::mark::Face;
use super::post::Item;
use super::room_strip::RoomStrip;
use super::routed::RoutedView;
use super::verdict::VerdictView;

/// One case.
#[derive(Debug, Clone, Serialize)]
pub struct CasePane {
    /// Its id.
    pub id: String,
    /// Its number in the organization.
    pub number: String,
    /// Its subject.
    pub subject: String,
    /// When the customer last spoke, as the page shows it: microseconds since 1970, 0 for never.
    pub spoke: i64,
    /// Its version: the live stream and the forms compare it.
    pub version: i64,
    /// The status's own name.
    pub status: String,
    /// Whether it can be worked on; a resolved one can be opened again.
    pub live: bool,
    /// Who looks at it or types, without the reader.
    pub presence: Vec<PresenceLine>,
    /// Who can take it.
    pub owners: Vec<Choice>,
    /// Where it can go.
    pub queues: Vec<Choice>,
    /// The box above the thread.
    pub verdict: Option<VerdictView>,
    /// Why it is where it is.
    pub routed: RoutedView,
    /// Where older posts are, when the thread is long.
    pub earlier: Option<String>,
    /// The words that sort it.
    pub tags: TagsView,
    /// Its other clocks: resolution, promises, the closing word in public.
    pub clocks: Vec<ClockLine>,
    /// It was resolved and has not ended where it began.
    pub ending: Option<Ending>,
    /// Whether it can be closed now.
    pub closable: bool,
    /// The thread.
    pub items: Vec<Item>,
    /// Suggestions of the playbook.
    pub next: Vec<NextAction>,
    /// Suggestions that somebody set aside, each with a way to bring it back.
    pub aside: Vec<AsideLine>,
    /// Reasons against a suggestion; none for who may not answer it.
    pub against: Vec<Choice>,
    /// How its private room stands; none before anybody was invited.
    pub room: Option<RoomStrip>,
    /// Where to write; none for agents who may only read.
    pub composer: Option<Composer>,
    /// The reply was refused because somebody was first.
    pub collision: Option<Collision>,
    /// The reply was refused because of what it holds.
    pub guard: Option<GuardPanel>,
    /// What was just done, or could not be done.
    pub notice: Option<Notice>,
    /// Where a promise is written down; none for who may not.
    pub promise: Option<PromiseForm>,
}

/// A clock beside the one of the answer.
#[derive(Debug, Clone, Serialize)]
pub struct ClockLine {
    /// What it measures.
    pub label: String,
    /// How it stands.
    pub mark: ClockMark,
}

/// What is to be done where a case began in public and has not ended there.
#[derive(Debug, Clone, Serialize)]
pub struct Ending {
    /// What is to be done.
    pub text: String,
    /// Why it may end without a public word.
    pub reasons: Vec<Choice>,
}

/// The times that a new promise can have, as a field of the browser takes them.
#[derive(Debug, Clone, Serialize)]
pub struct PromiseForm {
    /// The earliest, such as `2026-06-01T14:00`.
    pub from: String,
    /// What stands in the field at first: this time tomorrow.
    pub due: String,
}

/// Somebody who is on the same case.
#[derive(Debug, Clone, Serialize)]
pub struct PresenceLine {
    /// Their face.
    pub face: Face,
    /// "Ana is typing", "Ana is looking".
    pub text: String,
    /// Whether the dots move.
    pub typing: bool,
}

/// One choice of a field.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    /// Its value.
    pub value: String,
    /// Its words.
    pub label: String,
    /// Chosen now.
    pub chosen: bool,
}

/// A suggestion of the playbook.
#[derive(Debug, Clone, Serialize)]
pub struct NextAction {
    /// What to do.
    pub what: String,
    /// "Line 23"; empty where no line says so.
    pub why: String,
    /// Where that line stands, in the version that decided.
    pub href: Option<String>,
    /// The words that it puts into the field.
    pub text: String,
    /// The field: `public`, `private` or `note`; empty where it leads to another page.
    pub mode: &'static str,
    /// Under which it is answered; none where nothing is measured.
    pub key: Option<AdviceKey>,
    /// Whether somebody took it already.
    pub taken: bool,
}

/// Which suggestion it is.
#[derive(Debug, Clone, Serialize)]
pub struct AdviceKey {
    /// The post whose decision suggests it.
    pub post: String,
    /// Its place among the actions of that decision.
    pub place: usize,
}

/// A suggestion that somebody set aside.
#[derive(Debug, Clone, Serialize)]
pub struct AsideLine {
    /// "Set aside by Ana: it was done already".
    pub text: String,
    /// What it was.
    pub what: String,
    /// Which.
    pub key: AdviceKey,
}

/// One line above the composer.
#[derive(Debug, Clone, Serialize)]
pub struct Notice {
    /// "good", "warn" or "bad".
    pub tone: &'static str,
    /// What happened, and what to do.
    pub text: String,
}

/// The words that sort a case.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TagsView {
    /// Those it has, each with why it has it.
    pub given: Vec<TagView>,
    /// What the field offers; none for who may not sort it.
    pub usual: Option<Vec<String>>,
}

/// A word that sorts a case.
#[derive(Debug, Clone, Serialize)]
pub struct TagView {
    /// The word.
    pub word: String,
    /// Cases that have it.
    pub href: String,
    /// Which line of the playbook gave it.
    pub why: Option<String>,
    /// "Take refund off".
    pub off: String,
}
