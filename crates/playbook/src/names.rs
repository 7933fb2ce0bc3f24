//! The names that a playbook may use for things of the organization.

use std::collections::{BTreeMap, BTreeSet};

use earshot_model::Family;

/// Names of departments, queues, skills and channels. A playbook declares its own; an organization
/// has its own, too, and a playbook that names others is refused when it is saved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// Keys of departments, such as `care`.
    pub departments: BTreeSet<String>,
    /// Keys of queues, each with the key of its department.
    pub queues: BTreeMap<String, String>,
    /// Keys of skills, such as `german`.
    pub skills: BTreeSet<String>,
    /// Kinds of channels, such as `mastodon`, each with its family.
    pub channels: BTreeMap<String, Family>,
}

impl Names {
    /// The family of a channel; one that the playbook does not know is treated like a page.
    #[must_use]
    pub fn family(&self, channel: &str) -> Family {
        self.channels.get(channel).copied().unwrap_or(Family::FacebookLike)
    }
}
