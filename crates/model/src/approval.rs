//! An answer that somebody else has to agree to before it goes.

use crate::words::words;

words! {
    /// Where the question stands whether an answer may go.
    ApprovalState as "approval state" {
        /// Nobody has decided.
        Waiting = "waiting",
        /// It may go.
        Given = "given",
        /// It went back to whoever wrote it, with a remark.
        Returned = "returned",
        /// Whoever wrote it took it back.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Why an answer needs somebody else's word.
    ApprovalReason as "approval reason" {
        /// The playbook says so of the post that it answers.
        Playbook = "playbook",
        /// The customer has a confirmed troll label.
        Troll = "troll",
        /// Whoever wrote it is new: their public answers are read first.
        Learning = "learning",
        /// A crisis is at work, in which every public answer is read first.
        Crisis = "crisis",
    }
}
