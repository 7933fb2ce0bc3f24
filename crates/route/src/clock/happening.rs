//! What the clocks read of a case's log.

use earshot_model::{CaseStatus, PostId, Time};
use serde::{Deserialize, Serialize};

use super::{Edition, StepId};

/// What a promise is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseOf {
    /// "We will write to you by then": kept by the brand's next word.
    Word,
    /// "It will be settled by then": kept by the resolution.
    Resolution,
}

/// How a promise ended other than by being kept or broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseEnd {
    /// Someone says that it was kept, for instance by phone.
    Kept,
    /// The customer agreed to another time, which is a promise of its own.
    Replaced,
    /// The customer does not need it any more.
    Released,
}

/// Something that happened in a case, as far as clocks care.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Happening {
    /// The case began. One that began in public must end in public.
    Began {
        /// Whether everybody can read its first post.
        public: bool,
    },
    /// The case came under a policy: at its start, or when class, segment or department changed.
    PolicySet {
        /// Which, or none: then only the floor holds.
        policy: Option<Edition>,
    },
    /// The customer spoke.
    Spoke {
        /// The post.
        post: PostId,
        /// When it was posted, as the channel says. Waiting began here, not when we read it.
        posted_at: Time,
        /// Whether an answer is expected.
        expects_reply: bool,
        /// Whether everybody can read it.
        public: bool,
    },
    /// The brand spoke to the customer: a person's answer, not an automatic acknowledgement.
    Answered {
        /// Whether everybody can read it, where the case began.
        public: bool,
    },
    /// A post needs no answer after all.
    Dismissed {
        /// The post.
        post: PostId,
        /// Why. A blank reason dismisses nothing.
        reason: String,
    },
    /// A post was deleted at its source.
    Withdrawn {
        /// The post.
        post: PostId,
    },
    /// A time was posted or told to the customer.
    Promised {
        /// Its number in this case.
        promise: i64,
        /// What it is about.
        of: PromiseOf,
        /// Until when.
        due_at: Time,
    },
    /// A promise ended in another way than by the brand's word.
    PromiseOver {
        /// Its number in this case.
        promise: i64,
        /// How.
        how: PromiseEnd,
    },
    /// The status changed.
    Status {
        /// To this.
        to: CaseStatus,
    },
    /// The case may end without a public word.
    LoopWaived {
        /// Why. A blank reason waives nothing.
        reason: String,
    },
    /// A step of the ladder was carried out. It is written in the transaction that carries it out.
    Fired {
        /// Which.
        step: StepId,
    },
}

/// One row of the log. Rows are read in the order in which they were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it was written. If the wall clock was put back, later rows count as not earlier.
    pub at: Time,
    /// What happened.
    #[serde(flatten)]
    pub what: Happening,
}
