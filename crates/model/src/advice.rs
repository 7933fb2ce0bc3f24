//! What people say to what the playbook suggests.

use crate::words::words;

words! {
    /// What somebody did with a suggestion.
    AdviceAnswer as "answer to a suggestion" {
        /// They took it.
        Taken = "taken",
        /// They left it, and did nothing in its place.
        Left = "left",
        /// They did something else.
        Otherwise = "otherwise",
    }
}

words! {
    /// Why somebody did not take a suggestion.
    AdviceReason as "reason against a suggestion" {
        /// It is not about this matter.
        OffTheMatter = "off_the_matter",
        /// It was done already, here or elsewhere.
        AlreadyDone = "already_done",
        /// This customer needs something else.
        OtherNeed = "other_need",
        /// The playbook does not say clearly what holds here: a grey area.
        Unclear = "unclear",
        /// The playbook is wrong here.
        Wrong = "wrong",
    }
}

impl AdviceReason {
    /// What somebody with this reason did.
    #[must_use]
    pub const fn answer(self) -> AdviceAnswer {
        match self {
            Self::OffTheMatter | Self::AlreadyDone => AdviceAnswer::Left,
            Self::OtherNeed | Self::Unclear | Self::Wrong => AdviceAnswer::Otherwise,
        }
    }

    /// Whether the playbook should be looked at.
    #[must_use]
    pub const fn is_grey(self) -> bool {
        matches!(self, Self::Unclear | Self::Wrong)
    }
}
