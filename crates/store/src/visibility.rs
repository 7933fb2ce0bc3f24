//! Which cases someone may see, as SQL: the twin of [`earshot_model::Visibility::sees`].
//!
//! Lists, counts, search and reports all ask the same text; a test proves both forms equal.

use earshot_model::{Grant, Permission, Visibility};

/// A condition on a case `c`. `$2` is the agent, `$3` whether they see everything. Where `c` comes
/// from a LEFT JOIN and is missing, only those who see everything see the row.
macro_rules! visible {
    () => {
        "($3 OR (
             c.owner_id = $2 AND EXISTS (
                 SELECT 1 FROM role_grants g
                 JOIN role_permissions p ON p.org_id = g.org_id AND p.role_id = g.role_id
                 WHERE g.org_id = c.org_id AND g.agent_id = $2 AND p.permission = 'case.read'
             )
         ) OR EXISTS (
             SELECT 1 FROM role_grants g
             JOIN role_permissions p ON p.org_id = g.org_id AND p.role_id = g.role_id
             WHERE g.org_id = c.org_id AND g.agent_id = $2 AND p.permission = 'case.read'
               AND (
                   g.scope = 'organization'
                   OR (g.scope = 'department' AND g.scope_id = c.department_id)
                   OR (g.scope = 'queue' AND g.scope_id = c.queue_id)
               )
         ))"
    };
}

pub(crate) use visible;

/// Whether someone sees every case of the organization, and the posts that belong to none.
#[must_use]
pub fn sees_all(eyes: &Visibility) -> bool {
    eyes.grants.contains(&Grant::Organization(Permission::CaseRead))
}
