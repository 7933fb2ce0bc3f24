//! Posts: one utterance on any channel, by anyone, inbound or outbound, public or private.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{AccountId, CaseId, IdentityId, OrgId, PersonId, PostId, ThreadId, Time};

words! {
    /// Where on a channel a post stands.
    Surface as "surface" {
        /// A post of its own.
        Post = "post",
        /// A comment under something.
        Comment = "comment",
        /// A direct message.
        Dm = "dm",
        /// A review, with or without stars.
        Review = "review",
        /// An e-mail.
        Mail = "mail",
        /// A line of a chat.
        Chat = "chat",
        /// What was said in a call.
        Call = "call",
        /// A longer text, such as a blog entry.
        Article = "article",
    }
}

words! {
    /// Who can read a post.
    Audience as "audience" {
        /// Everybody.
        Public = "public",
        /// Everybody who has the address.
        Unlisted = "unlisted",
        /// The author's followers.
        Followers = "followers",
        /// Only those it is addressed to.
        Private = "private",
        /// Only the organization.
        Internal = "internal",
    }
}

impl Audience {
    /// Whether people outside of the conversation can read it: what the guard watches over.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Public | Self::Unlisted | Self::Followers)
    }
}

words! {
    /// Which way a post went.
    Direction as "direction" {
        /// From the world to the brand.
        Inbound = "inbound",
        /// From the brand to the world.
        Outbound = "outbound",
    }
}

words! {
    /// What became of an inbound post after the funnel and the playbook.
    PostState as "post state" {
        /// Stored, not judged yet.
        Received = "received",
        /// It belongs to a case.
        InCase = "in_case",
        /// Kept in the record without a case.
        Recorded = "recorded",
        /// Noise: kept for a short time, with its reason.
        Noise = "noise",
        /// Deleted at its source; its text is gone here too.
        Deleted = "deleted",
    }
}

/// One utterance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// The organization whose record this is.
    pub org_id: OrgId,
    /// Our id.
    pub id: PostId,
    /// The account through which it came or went.
    pub account_id: AccountId,
    /// The channel's id, unique within the account.
    pub external_id: String,
    /// The channel's revision; a later one replaces the text.
    pub revision: String,
    /// The channel's conversation that it stands in.
    pub thread_id: ThreadId,
    /// The channel's id of the post that it answers, whether we have that post or not.
    pub parent_external_id: Option<String>,
    /// Who wrote it.
    pub identity_id: IdentityId,
    /// The human behind the identity.
    pub person_id: PersonId,
    /// The case that it belongs to, if any.
    pub case_id: Option<CaseId>,
    /// Which way it went.
    pub direction: Direction,
    /// Where on the channel it stands.
    pub surface: Surface,
    /// Who can read it.
    pub audience: Audience,
    /// What became of it.
    pub state: PostState,
    /// The words; empty once deleted or erased.
    pub text: String,
    /// The language that the channel claims, as BCP 47.
    pub claimed_language: Option<String>,
    /// Where it can be seen.
    pub url: Option<String>,
    /// Stars, for a review (1 to 5).
    pub rating: Option<i64>,
    /// When it was posted, as the channel says.
    pub posted_at: Time,
    /// When we stored it.
    pub received_at: Time,
    /// When the author last changed it.
    pub edited_at: Option<Time>,
    /// Whether it came from an import of history.
    pub imported: bool,
}
