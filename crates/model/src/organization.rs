//! The organization, its accounts on channels, and its queues.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{AccountId, DepartmentId, OrgId, QueueId, Time};

/// The tenant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organization {
    /// Our id.
    pub id: OrgId,
    /// The short name that stands in addresses: lower-case letters, digits, hyphens.
    pub slug: String,
    /// The name on screens.
    pub name: String,
    /// IANA time zone of its reports and calendars.
    pub time_zone: String,
    /// Language of its screens, as BCP 47.
    pub locale: String,
    /// When it was created.
    pub created_at: Time,
}

/// The brand's own login on a channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// The organization.
    pub org_id: OrgId,
    /// Our id.
    pub id: AccountId,
    /// The kind of channel, such as `mastodon`.
    pub channel: String,
    /// The brand's handle there.
    pub handle: String,
    /// The name on screens.
    pub name: String,
    /// What the channel and this account can do, as JSON of [`crate::Capabilities`].
    pub capabilities: String,
    /// When it was connected.
    pub created_at: Time,
    /// When it was switched off, if it was.
    pub disabled_at: Option<Time>,
}

words! {
    /// How a queue shares its work.
    TeamModel as "team model" {
        /// A team that does nothing else.
        Dedicated = "dedicated",
        /// Some of the agents.
        Subset = "subset",
        /// All agents take all work.
        Blended = "blended",
    }
}

/// A place where cases wait.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// The organization.
    pub org_id: OrgId,
    /// Our id.
    pub id: QueueId,
    /// Whose policies hold.
    pub department_id: DepartmentId,
    /// The name on screens.
    pub name: String,
    /// The word by which playbook lines name it, such as `refunds`.
    pub key: String,
    /// The drawing beside the name.
    pub icon: String,
    /// How it shares its work.
    pub team_model: TeamModel,
    /// Where it stands in lists.
    pub position: i64,
}
