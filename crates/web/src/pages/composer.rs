//! Where an agent writes: three drafts, their limits, and what stands in the way of sending.

use earshot_model::LengthRule;
use serde::Serialize;

use super::format::{When, number};
use super::mark::Face;
use crate::words::Words;

/// The composer of a case.
#[derive(Debug, Clone, Serialize)]
pub struct Composer {
    /// "public", "private" or "note": which draft is on top.
    pub mode: &'static str,
    /// The public reply; none where the channel has none, or nothing public is there to answer.
    pub public: Option<Sheet>,
    /// The private reply; none where the channel has none.
    pub private: Option<Sheet>,
    /// Whether the page says that nobody knows who reads a private answer: sent again, it goes.
    pub unproved: bool,
    /// The note; every case has one.
    pub note: Sheet,
    /// The case version that this page shows; the server refuses a reply to an older one.
    pub seen: i64,
    /// Whether the customer can be invited into a private room: the language to write in.
    pub invite: Option<String>,
    /// Who writes: a browser that several agents share keeps the drafts of each for themselves.
    pub agent: String,
}

/// One draft with what belongs to it.
#[derive(Debug, Clone, Serialize)]
pub struct Sheet {
    /// A fresh uuid: the same text sent twice with it is one reply.
    pub key: String,
    /// The conversation that it will stand in; empty for a note.
    pub place: String,
    /// The draft kept on the server.
    pub text: String,
    /// How the channel counts; none for notes.
    pub limit: Option<LimitView>,
    /// "Reply as @altavela", "Send to Mirela", "Add note".
    pub button: String,
    /// "About 12,400 people will see this".
    pub reach: String,
    /// Who has to agree before it goes.
    pub approval: Option<String>,
    /// What stands in the way of sending it from here; none where nothing does.
    pub by_hand: Option<ByHand>,
}

/// The channel takes no answer from here: a person gives it at the source.
#[derive(Debug, Clone, Serialize)]
pub struct ByHand {
    /// Why, and what to do.
    pub words: String,
    /// Where the post that is answered stands.
    pub source: Option<String>,
}

/// A length limit, in words of the browser.
#[derive(Debug, Clone, Serialize)]
pub struct LimitView {
    /// "chars", "utf16", "graphemes", "bytes" or "weighted".
    pub unit: &'static str,
    /// How long a text may be.
    pub max: u32,
    /// The same, for the eye.
    pub max_text: String,
    /// How much each link counts, where that is fixed.
    pub link_counts: Option<u32>,
}

impl LimitView {
    /// A channel's rule.
    #[must_use]
    pub fn of(w: Words, rule: LengthRule) -> Self {
        Self {
            unit: rule.unit.word(),
            max: rule.max,
            max_text: number(w, i64::from(rule.max)),
            link_counts: rule.link_counts,
        }
    }
}

/// The second reply was refused: what the first one said.
#[derive(Debug, Clone, Serialize)]
pub struct Collision {
    /// "Ana answered 12 seconds ago", or "The customer wrote again".
    pub title: String,
    /// What was said, by whom, when.
    pub said: Vec<SaidView>,
    /// The draft that was not sent.
    pub text: String,
    /// "public" or "private".
    pub audience: &'static str,
    /// A fresh uuid for sending it after all.
    pub key: String,
    /// The case version that includes what was said.
    pub seen: i64,
}

/// What somebody said in the meantime.
#[derive(Debug, Clone, Serialize)]
pub struct SaidView {
    /// Who.
    pub name: String,
    /// Their face.
    pub face: Face,
    /// When.
    pub when: When,
    /// The words.
    pub text: String,
}

/// The guard found something that may not go out in public.
#[derive(Debug, Clone, Serialize)]
pub struct GuardPanel {
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    /// The draft in pieces, with the findings marked.
    pub pieces: Vec<Piece>,
    /// The draft as it is.
    pub text: String,
    /// Why the reason that was given did not help; none when none was given.
    pub denied: Option<String>,
    /// Whether this agent may send it with a reason.
    pub may_override: bool,
    /// Whether there is a private way to move it to.
    pub can_go_private: bool,
    /// A fresh uuid for the next try.
    pub key: String,
    /// The case version.
    pub seen: i64,
}

/// One finding of the guard.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// "Card number", "Booking code".
    pub what: String,
    /// The piece of the draft, masked where it must not stand on a screen.
    pub shown: String,
}

/// A piece of a draft.
#[derive(Debug, Clone, Serialize)]
pub struct Piece {
    /// The letters.
    pub text: String,
    /// Whether it may not go out.
    pub leak: bool,
}
