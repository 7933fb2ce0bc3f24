//! Rooms: conversations with a guest that stand here and on no other channel.

use crate::words::words;

words! {
    /// How a room came to be.
    RoomKind as "kind of room" {
        /// A customer was invited into it from another channel.
        Private = "private",
        /// A visitor began it on a page of the brand's own.
        Chat = "chat",
    }
}

impl RoomKind {
    /// The word of the channel that its account stands on.
    #[must_use]
    pub const fn channel(self) -> &'static str {
        match self {
            Self::Private => "room",
            Self::Chat => "chat",
        }
    }

    /// The kind whose accounts stand on this channel: what is said through them stands here.
    #[must_use]
    pub fn of_channel(channel: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.channel() == channel)
    }
}

words! {
    /// How a browser stands to a room.
    GuestStanding as "standing of a guest" {
        /// It reads and writes.
        In = "in",
        /// It opened a link that another one had opened, and has to prove the handle.
        Waiting = "waiting",
        /// Another one took its place.
        Out = "out",
    }
}

words! {
    /// How it was found out who a guest is.
    CheckKind as "kind of check" {
        /// By a code that went to the handle.
        Code = "code",
        /// An agent looked at something else, and says what.
        Seen = "seen",
    }
}
