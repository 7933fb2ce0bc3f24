//! Whether a case may be closed: what began in public ends in public, and nobody is forgotten.

use crate::clock::{ClockKind, Course};

/// What decides whether a case may be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CloseFacts<'a> {
    /// Whether it began where everybody can read.
    pub public_origin: bool,
    /// Whether the brand's closing word stands there too.
    pub ended_in_public: bool,
    /// Why it may end without a public word, if someone said why.
    pub loop_reason: Option<&'a str>,
    /// Posts that still wait for an answer.
    pub owed: usize,
    /// Promises that are not over.
    pub promises: usize,
    /// Whether the brand ever answered.
    pub answered: bool,
    /// Whether the customer is harsh but legitimate.
    pub harsh_but_legitimate: bool,
    /// Whether the customer took back every word, so that there is nothing left to answer.
    pub withdrawn: bool,
}

/// Why a case cannot be closed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CloseRefusal {
    /// Posts wait for an answer.
    #[error("{0} posts wait for an answer. Answer them, or say for each why it needs none")]
    AnswerOwed(usize),
    /// A harsh but legitimate customer was never answered.
    #[error("a harsh but legitimate customer cannot be closed as ignored. Answer in public")]
    Ignored,
    /// A promise is still open.
    #[error("{0} promises are open. Keep them, or agree on another time with the customer")]
    PromiseOpen(usize),
    /// The loop is open.
    #[error("this case began in public. Say there how it ended, or give the reason why not")]
    LoopOpen,
}

/// Whether a case may be closed.
///
/// # Errors
/// The first thing that must be done before.
pub fn close_allowed(facts: &CloseFacts<'_>) -> Result<(), CloseRefusal> {
    if facts.owed > 0 {
        return Err(CloseRefusal::AnswerOwed(facts.owed));
    }
    if facts.harsh_but_legitimate && !facts.answered && !facts.withdrawn {
        return Err(CloseRefusal::Ignored);
    }
    if facts.promises > 0 {
        return Err(CloseRefusal::PromiseOpen(facts.promises));
    }
    let reason = facts.loop_reason.is_some_and(|reason| !reason.trim().is_empty());
    if facts.public_origin && !facts.ended_in_public && !reason {
        return Err(CloseRefusal::LoopOpen);
    }
    Ok(())
}

impl Course {
    /// What the log says about closing. Whether the customer is harsh but legitimate is the
    /// verdict's to say.
    #[must_use]
    pub fn close_facts(&self, harsh_but_legitimate: bool) -> CloseFacts<'_> {
        CloseFacts {
            public_origin: self.public_origin(),
            ended_in_public: self.ended_in_public(),
            loop_reason: self.loop_reason(),
            owed: self.owed().len(),
            promises: self.open_runs(ClockKind::Promise),
            answered: self.was_answered(),
            harsh_but_legitimate,
            withdrawn: self.all_withdrawn(),
        }
    }
}
