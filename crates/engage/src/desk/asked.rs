//! Which answers of one case wait for whose word.

use std::collections::HashSet;

use earshot_model::{ApprovalState, Audience, Case, OutboxId};
use earshot_store::Conn;
use earshot_store::approvals::{self, Approval};
use earshot_store::setup::Department;

use super::sheet::Sheets;
use crate::Result;
use crate::reply::{Rules, Wanted, may_approve};
use crate::staff::Staff;

/// Whose word answers of a case need, and needed.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The questions about its answers, oldest first.
    pub rows: Vec<Approval>,
    /// The answers that wait for this agent's word.
    pub mine: HashSet<OutboxId>,
    /// Whose word a public answer of this agent would need now.
    pub public: Option<Wanted>,
    /// Whose word a private one would need.
    pub private: Option<Wanted>,
}

/// Reads them as they are now.
pub(super) async fn asked(
    conn: &mut Conn,
    who: &Staff,
    case: &Case,
    departments: &[Department],
    sheets: Option<&Sheets>,
) -> Result<Asked> {
    let rows = approvals::of_case(conn, case.id).await?;
    let may = |row: &&Approval| {
        row.state == ApprovalState::Waiting
            && row.author_id != who.id()
            && may_approve(&who.eyes, case, &row.wanted_from, departments)
    };
    let mine = rows.iter().filter(may).map(|row| row.outbox_id).collect();
    if sheets.is_none() {
        return Ok(Asked { rows, mine, ..Asked::default() });
    }
    let rules = Rules::of(conn, who.id(), case, departments, &rows).await?;
    let wanted = |audience| rules.wanted(&who.eyes, case, audience, "").into_iter().next();
    let (public, private) = (wanted(Audience::Public), wanted(Audience::Private));
    Ok(Asked { rows, mine, public, private })
}
