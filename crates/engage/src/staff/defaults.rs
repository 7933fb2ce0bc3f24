//! What a fresh organization has: departments, roles, queues. All of it can be changed later.

use std::collections::BTreeSet;

use earshot_model::{Permission, Role, TeamModel};

/// A name in the languages that ship.
#[derive(Clone, Copy)]
pub(crate) struct Named {
    en: &'static str,
    de: &'static str,
}

impl Named {
    /// The name in the language of the organization.
    pub(crate) fn in_locale(self, locale: &str) -> &'static str {
        if locale.to_ascii_lowercase().starts_with("de") { self.de } else { self.en }
    }
}

const fn named(en: &'static str, de: &'static str) -> Named {
    Named { en, de }
}

/// Departments, by key.
pub(crate) const DEPARTMENTS: [(&str, Named); 4] = [
    ("care", named("Customer care", "Kundenservice")),
    ("technical", named("Technical support", "Technik")),
    ("sales", named("Sales", "Vertrieb")),
    ("communications", named("Communications", "Kommunikation")),
];

/// A queue of a fresh organization.
pub(crate) struct DefaultQueue {
    pub(crate) key: &'static str,
    pub(crate) name: Named,
    pub(crate) icon: &'static str,
    pub(crate) department: &'static str,
}

/// The people of a department take from its queues, others do not.
pub(crate) const TEAM_MODEL: TeamModel = TeamModel::Subset;

/// The queues that the default playbook names, in the order of lists.
pub(crate) const QUEUES: [DefaultQueue; 7] = [
    queue("care", named("Care", "Service"), "inbox", "care"),
    queue("technical", named("Technical", "Technik"), "gear", "technical"),
    queue("refunds", named("Refunds", "Erstattungen"), "doc", "care"),
    queue("retention", named("Retention", "Rückgewinnung"), "flag", "care"),
    queue("delight", named("Delight", "Freude"), "heart", "care"),
    queue("sales", named("Sales", "Vertrieb"), "tag", "sales"),
    queue("press", named("Press", "Presse"), "book", "communications"),
];

const fn queue(
    key: &'static str,
    name: Named,
    icon: &'static str,
    department: &'static str,
) -> DefaultQueue {
    DefaultQueue { key, name, icon, department }
}

/// The roles of a fresh organization: name and permissions. The names are found again by
/// [`super::RoleKind`].
pub(crate) fn roles() -> [(&'static str, BTreeSet<Permission>); 3] {
    [
        ("agent", Role::agent()),
        ("supervisor", Role::supervisor()),
        ("administrator", Role::administrator()),
    ]
}
