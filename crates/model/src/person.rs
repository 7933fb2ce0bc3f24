//! The customer record: humans, and their handles on channels.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{IdentityId, OrgId, PersonId, Time};

words! {
    /// How much a customer is worth to the organization, as its own record says.
    Tier as "tier" {
        /// Nothing known.
        Unknown = "unknown",
        /// A customer.
        Standard = "standard",
        /// A valued customer.
        Silver = "silver",
        /// A highly valued customer.
        Gold = "gold",
    }
}

/// A human.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// The organization whose record this is.
    pub org_id: OrgId,
    /// Our id.
    pub id: PersonId,
    /// What we call them on screen.
    pub display_name: String,
    /// The organization's own rating of the customer.
    pub tier: Tier,
    /// Languages they write, as BCP 47, most used first, parted by commas.
    pub languages: String,
    /// Where they live, as they say.
    pub place: Option<String>,
    /// IANA time zone, if known.
    pub time_zone: Option<String>,
    /// When we first heard of them.
    pub created_at: Time,
    /// When their data was erased, if it was.
    pub erased_at: Option<Time>,
}

/// One handle of a person on one channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// The organization whose record this is.
    pub org_id: OrgId,
    /// Our id.
    pub id: IdentityId,
    /// The human behind it.
    pub person_id: PersonId,
    /// The kind of channel, such as `mastodon`.
    pub channel: String,
    /// The channel's lasting id of this author.
    pub external_id: String,
    /// The name that people see and type; it may change.
    pub handle: String,
    /// The name that stands beside the handle.
    pub display_name: String,
    /// How many follow it, if the channel says.
    pub followers: Option<i64>,
    /// Whether it is one of the brand's own.
    pub ours: bool,
    /// Why we believe that this handle is this person.
    pub evidence: String,
    /// When we first saw it.
    pub created_at: Time,
}
