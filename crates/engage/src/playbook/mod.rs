//! The playbook that departments write together: read it, change the draft, sign it, let it decide.

mod activate;
mod adherence;
mod change;
mod comment;
mod draft;
mod line;
mod matrix;
mod read;
mod readers;
mod refusal;
mod rehearse;
mod section;
mod sign;
mod text;

pub use adherence::{Adherence, Followed, Grey, GreyReason, Placed, is_about};
pub use draft::{Begin, DraftBook, Signing};
pub use line::LineEdit;
pub use read::{Book, VersionRow};
pub use readers::Readers;
pub use refusal::Refusal;
pub use section::SectionEdit;

/// The parts of a playbook, as its crate has them.
pub use earshot_playbook::{
    Cell, Change, Condition, ConditionError, Differs, Document, Field, Industry, Join, Line, List,
    Miss, Names, Operand, Operator, Part, Playbook, Problem, Row, Rows, Section, Sections, Shape,
    Then, diff,
};
/// A remark on a draft.
pub use earshot_store::playbooks::comments::Comment;
/// A run of stored posts through a draft.
pub use earshot_store::playbooks::replays::Replay;
/// A department's signature.
pub use earshot_store::playbooks::signatures::Signature;

/// The playbook of a fresh install, read and ready to run: for those who need one to look at.
///
/// # Panics
/// Never in a released version: a test reads it.
#[must_use]
pub fn default_book() -> (Document, Playbook) {
    let read = Playbook::read(0, earshot_playbook::DEFAULT);
    read.unwrap_or_else(|_| unreachable!("a test reads the default playbook"))
}
