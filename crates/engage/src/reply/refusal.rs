//! Why an answer does not go.

use earshot_channels::allowed::CommandKind;
use earshot_guard::{Finding, FindingKind};
use earshot_model::{AgentId, Audience, LengthUnit, OutboxId, OutboxState, Time};

use crate::Error;

/// Why an answer does not go, or cannot be taken back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplyRefusal {
    /// No such case or message, no permission, a field at fault, or the database.
    #[error(transparent)]
    Act(#[from] Error),
    /// Somebody answered after this agent looked.
    #[error("{} has answered already: read it, then decide whether more is to be said", .0.name)]
    AlreadyAnswered(Box<Answered>),
    /// The guard found what must not be public.
    #[error("this would make private information public: take it out, or answer privately")]
    Guard {
        /// Where, in the order of the text.
        findings: Vec<Stopped>,
        /// Whether this agent may send it all the same, with a reason.
        may_override: bool,
        /// Why an attempt to overrule the guard did nothing; none when nobody tried.
        denied: Option<Denied>,
    },
    /// The reason for overruling the guard is missing or too short.
    #[error("give a reason of at least {min} characters")]
    Reason {
        /// How many characters are needed.
        min: usize,
    },
    /// There are no words.
    #[error("write something first")]
    Blank,
    /// The channel does not take so much.
    #[error("this is {count} long, and the channel takes {max}: shorten it")]
    TooLong {
        /// How long it is, as the channel counts.
        count: u32,
        /// The most that the channel takes.
        max: u32,
        /// What the channel counts.
        unit: LengthUnit,
    },
    /// The channel or the account cannot do it.
    #[error("this account cannot send that ({reason})")]
    CannotSend {
        /// The translatable key of the reason, such as `channel-no-public-reply`.
        reason: &'static str,
        /// What it can do in its place.
        alternative: Option<CommandKind>,
    },
    /// The case holds no post that such an answer could go to.
    #[error("there is no post in this case that a {0} answer could go to")]
    NothingToAnswer(Audience),
    /// The answer would stand in another conversation than the page said.
    #[error("the customer is in another place now: look where this goes, then send it again")]
    Moved,
    /// It is the first answer into a private room in which anybody could be. It is asked once.
    #[error(
        "nobody knows yet who is in the private room: send a code first, or send it all the same"
    )]
    Unproved {
        /// The handle that was invited.
        handle: String,
    },
    /// The case is closed.
    #[error("this case is closed: reopen it first")]
    Closed,
    /// The key was used for another answer.
    #[error("this form was used for another answer: reload the page")]
    KeyTaken(OutboxId),
    /// The customer spoke after the one who decides had looked.
    #[error("the customer has written since you looked: read it, then decide")]
    SpokeSince,
    /// Somebody else has to agree first.
    #[error("this answer waits for somebody else's word: it goes once they agree")]
    NeedsApproval,
    /// It is too late for that.
    #[error("it is too late: this answer is {state} already")]
    TooLate {
        /// Where it stands.
        state: OutboxState,
    },
}

/// Why somebody could not overrule the guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// They have no permission to; somebody else may.
    NotPermitted,
    /// It holds a card, a bank account or a credential: nobody may.
    NeverPublic,
}

impl Denied {
    /// The word for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotPermitted => "not-permitted",
            Self::NeverPublic => "never-public",
        }
    }
}

impl From<earshot_store::Error> for ReplyRefusal {
    fn from(error: earshot_store::Error) -> Self {
        Self::Act(error.into())
    }
}

/// The answer that came first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Which message.
    pub id: OutboxId,
    /// Who wrote it.
    pub who: AgentId,
    /// Their name.
    pub name: String,
    /// Who may read it.
    pub audience: Audience,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub at: Time,
    /// Where it stands.
    pub state: OutboxState,
}

/// One place that the guard stopped at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// What it is.
    pub kind: FindingKind,
    /// First byte in the text that was checked (without white space around it).
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The words there.
    pub words: String,
    /// Whether nobody may overrule it.
    pub is_final: bool,
}

impl Stopped {
    /// A finding with its words.
    pub(crate) fn of(text: &str, finding: &Finding) -> Self {
        Self {
            kind: finding.kind.clone(),
            start: finding.start,
            end: finding.end,
            words: text.get(finding.start..finding.end).unwrap_or_default().to_owned(),
            is_final: finding.is_final(),
        }
    }
}
