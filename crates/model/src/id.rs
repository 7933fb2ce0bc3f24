//! Identifiers: UUID version 7 (RFC 9562), 16 bytes in the database, hyphenated text elsewhere.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Bytes or text that are not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdError;

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id: expected 16 bytes, or a UUID as text")
    }
}

impl std::error::Error for IdError {}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The 16 bytes that stand in the database.
            #[must_use]
            pub const fn bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = IdError;

            fn try_from(bytes: &[u8]) -> Result<Self, IdError> {
                Uuid::from_slice(bytes).map(Self).map_err(|_| IdError)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(s: &str) -> Result<Self, IdError> {
                Uuid::try_parse(s).map(Self).map_err(|_| IdError)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// An organization: the tenant that every row belongs to.
    OrgId,
    /// What a program proves itself with.
    ApiTokenId,
    /// The brand's own login on a channel.
    AccountId,
    /// Someone who logs in.
    AgentId,
    /// Working hours.
    CalendarId,
    /// A unit of work.
    CaseId,
    /// How long answers and resolutions may take.
    ClockPolicyId,
    /// A remark on a draft of the playbook.
    CommentId,
    /// What is prepared for a bad week.
    CrisisId,
    /// A department, such as customer care or legal.
    DepartmentId,
    /// A hashtag that began to be used against the brand.
    HashtagAlertId,
    /// One handle of a person on one channel.
    IdentityId,
    /// A piece of work for later.
    JobId,
    /// A list of words that listeners share.
    ListId,
    /// A stored boolean query.
    ListenerId,
    /// A remark inside a case that no customer sees.
    NoteId,
    /// A message on its way out.
    OutboxId,
    /// A human.
    PersonId,
    /// One version of the playbook.
    PlaybookId,
    /// One utterance.
    PostId,
    /// A time that a customer was told.
    PromiseId,
    /// A place where cases wait.
    QueueId,
    /// A run of stored posts through a draft of the playbook.
    ReplayId,
    /// A named set of permissions.
    RoleId,
    /// A conversation with a guest that stands here.
    RoomId,
    /// What an agent asked of a guest, to know who they are.
    RoomCheckId,
    /// Something that a guest sent.
    RoomFileId,
    /// A browser that opened a room.
    RoomGuestId,
    /// A one-time link into a room.
    RoomLinkId,
    /// One login of one browser.
    SessionId,
    /// Something an agent knows.
    SkillId,
    /// One thing that an account reads.
    SourceId,
    /// Agents who work together.
    TeamId,
    /// A channel's own conversation.
    ThreadId,
    /// Something that people are trained for.
    TrainingId,
}
