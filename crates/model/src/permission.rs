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
        /// Change people, teams, queues, accounts.
        AdminWrite = "admin.write",
        /// Erase a person, set legal holds.
        PersonErase = "person.erase",
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

    /// What a supervisor may do: all that an agent may, and see reports and overrule the guard.
    #[must_use]
    pub fn supervisor() -> BTreeSet<Permission> {
        let mut set = Self::agent();
        set.extend([
            Permission::GuardOverride,
            Permission::ReportRead,
            Permission::ListenerRead,
            Permission::ListenerWrite,
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
    /// Whether the permission is held anywhere at all: what a route without a case asks.
    #[must_use]
    pub fn holds(&self, permission: Permission) -> bool {
        self.grants.iter().any(|grant| match grant {
            Grant::Organization(held) | Grant::Department(held, _) | Grant::Queue(held, _) => {
                *held == permission
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
