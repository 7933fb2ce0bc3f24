//! Permissions, roles, and the one predicate that says which cases someone may see.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{AgentId, Case, DepartmentId, QueueId, RoleId};

words! {
    /// One thing that someone may do.
    Permission as "permission" {
        /// See cases, their posts and their customers.
        CaseRead = "case.read",
        /// Write notes and tags.
        CaseNote = "case.note",
        /// Answer in public.
        ReplyPublic = "reply.public",
        /// Answer in private.
        ReplyPrivate = "reply.private",
        /// Let answers of others go that need somebody's word.
        ReplyApprove = "reply.approve",
        /// Assign, move and snooze.
        CaseAssign = "case.assign",
        /// Resolve and reopen.
        CaseResolve = "case.resolve",
        /// Send something public that the guard stopped, with a reason.
        GuardOverride = "guard.override",
        /// Correct verdicts.
        VerdictCorrect = "verdict.correct",
        /// See reports.
        ReportRead = "report.read",
        /// See listeners.
        ListenerRead = "listener.read",
        /// Change listeners.
        ListenerWrite = "listener.write",
        /// See the playbook.
        PlaybookRead = "playbook.read",
        /// Write in the draft of the playbook: it has no effect until it is signed and activated.
        PlaybookWrite = "playbook.write",
        /// Sign a draft of the playbook for a department.
        PlaybookSign = "playbook.sign",
        /// Let a signed draft of the playbook decide.
        PlaybookActivate = "playbook.activate",
        /// Prepare for a crisis, switch to it, and end it.
        CrisisSwitch = "crisis.switch",
        /// Change people, teams, queues, accounts.
        AdminWrite = "admin.write",
        /// Erase a person, set legal holds.
        PersonErase = "person.erase",
    }
}

impl Permission {
    /// Whether what it allows concerns the whole organization, so that a grant for one department or
    /// queue does not give it: listeners, people, accounts and retention belong to everybody.
    #[must_use]
    pub const fn spans_organization(self) -> bool {
        matches!(
            self,
            Self::ListenerWrite
                | Self::PlaybookActivate
                | Self::CrisisSwitch
                | Self::AdminWrite
                | Self::PersonErase
        )
    }
}

words! {
    /// How far a grant reaches.
    Scope as "scope" {
        /// Everything in the organization.
        Organization = "organization",
        /// One department.
        Department = "department",
        /// One queue.
        Queue = "queue",
    }
}

/// A named set of permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Our id.
    pub id: RoleId,
    /// The name on screens.
    pub name: String,
    /// What it allows.
    pub permissions: BTreeSet<Permission>,
}

impl Role {
    /// What an agent may do.
    #[must_use]
    pub fn agent() -> BTreeSet<Permission> {
        BTreeSet::from([
            Permission::CaseRead,
            Permission::CaseNote,
            Permission::ReplyPublic,
            Permission::ReplyPrivate,
            Permission::CaseAssign,
            Permission::CaseResolve,
            Permission::VerdictCorrect,
            Permission::PlaybookRead,
        ])
    }

    /// What a supervisor may do: all that an agent may, see reports, overrule the guard, let answers of
    /// others go, write and sign the playbook, and, where that is for the whole organization, switch to a
    /// plan for a crisis.
    #[must_use]
    pub fn supervisor() -> BTreeSet<Permission> {
        let mut set = Self::agent();
        set.extend([
            Permission::GuardOverride,
            Permission::ReplyApprove,
            Permission::ReportRead,
            Permission::ListenerRead,
            Permission::ListenerWrite,
            Permission::PlaybookWrite,
            Permission::PlaybookSign,
            Permission::CrisisSwitch,
        ]);
        set
    }

    /// What an administrator may do: everything.
    #[must_use]
    pub fn administrator() -> BTreeSet<Permission> {
        Permission::ALL.iter().copied().collect()
    }
}

/// One permission that someone holds, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Grant {
    /// Everywhere in the organization.
    Organization(Permission),
    /// In one department.
    Department(Permission, DepartmentId),
    /// In one queue.
    Queue(Permission, QueueId),
}

/// What one agent may see and do: the pure twin of the SQL predicate in `store::visibility`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visibility {
    /// Whose eyes.
    pub agent_id: AgentId,
    /// What they hold.
    pub grants: BTreeSet<Grant>,
}

impl Visibility {
    /// Whether the permission is held: what a route without a case asks. One about cases may be held
    /// anywhere; one that spans the organization only counts when it is held for all of it.
    #[must_use]
    pub fn holds(&self, permission: Permission) -> bool {
        self.grants.iter().any(|grant| match grant {
            Grant::Organization(held) => *held == permission,
            Grant::Department(held, _) | Grant::Queue(held, _) => {
                *held == permission && !permission.spans_organization()
            }
        })
    }

    /// Whether the permission is held for this department and queue.
    #[must_use]
    pub fn holds_in(
        &self,
        permission: Permission,
        department: DepartmentId,
        queue: QueueId,
    ) -> bool {
        self.grants.contains(&Grant::Organization(permission))
            || self.grants.contains(&Grant::Department(permission, department))
            || self.grants.contains(&Grant::Queue(permission, queue))
    }

    /// Whether this permission holds for the case. Its owner keeps what they hold anywhere, so that
    /// a case that was handed over from another department can be worked on.
    #[must_use]
    pub fn allows(&self, permission: Permission, case: &Case) -> bool {
        self.holds_in(permission, case.department_id, case.queue_id)
            || (case.owner_id == Some(self.agent_id) && self.holds(permission))
    }

    /// Whether the case may be seen.
    #[must_use]
    pub fn sees(&self, case: &Case) -> bool {
        self.allows(Permission::CaseRead, case)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Grant, Permission, Visibility};

    #[test]
    fn a_department_gives_nothing_that_spans_the_organization() {
        let department = uuid::Uuid::from_u128(1).into();
        for permission in Permission::ALL {
            let eyes = |grant| Visibility {
                agent_id: uuid::Uuid::from_u128(9).into(),
                grants: BTreeSet::from([grant]),
            };
            assert!(eyes(Grant::Organization(*permission)).holds(*permission));
            let narrow = eyes(Grant::Department(*permission, department));
            assert_eq!(narrow.holds(*permission), !permission.spans_organization(), "{permission}");
        }
        assert!(Permission::ListenerWrite.spans_organization());
        assert!(!Permission::CaseRead.spans_organization());
    }
}
