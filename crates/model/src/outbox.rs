//! The states of a message on its way out.

use crate::words::words;

words! {
    /// Where a message on its way out stands. See `ARCHITECTURE.md`, "A reply goes out".
    OutboxState as "outbox state" {
        /// Waits for the undo window or for an approval.
        Held = "held",
        /// May go.
        Queued = "queued",
        /// Handed to the channel; no answer yet.
        Sending = "sending",
        /// The channel has it and told its id.
        Sent = "sent",
        /// The channel looks at it before it shows it.
        PendingReview = "pending_review",
        /// The channel refused to show it.
        Rejected = "rejected",
        /// Taken back in time.
        Cancelled = "cancelled",
        /// It did not go, for a reason that another try does not change.
        Failed = "failed",
        /// Nobody knows whether it went. Never sent again blindly.
        Unknown = "unknown",
    }
}

impl OutboxState {
    /// Whether a message may go from this state to `next`.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Held, Self::Queued | Self::Cancelled)
                // Held again where somebody has to read it first after all.
                | (Self::Queued, Self::Sending | Self::Cancelled | Self::Failed | Self::Held)
                | (
                    Self::Sending,
                    Self::Sent
                        | Self::PendingReview
                        | Self::Rejected
                        | Self::Failed
                        | Self::Unknown
                        | Self::Queued
                )
                | (Self::PendingReview, Self::Sent | Self::Rejected)
                // Held again where somebody still has to agree to it.
                | (Self::Unknown, Self::Sent | Self::Failed | Self::Queued | Self::Held)
                | (Self::Sent, Self::Rejected)
        )
    }

    /// Whether nothing more will happen to it by itself.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Sent | Self::Rejected | Self::Cancelled | Self::Failed)
    }
}
