//! Cases get the tags that lines of the playbook, or a plan for a crisis, give their posts.

use earshot_cases::{Moment, TaggedBy};
use earshot_model::{Action, CaseId, Decision, PostId};
use earshot_store::{Result, Tx};

/// Gives the case of a post the tags of the decision about it.
///
/// # Errors
/// As the store.
pub(crate) async fn tag(
    tx: &mut Tx,
    moment: &Moment,
    (case, post): (CaseId, PostId),
    decision: &Decision,
) -> Result<()> {
    let version = decision.playbook_version;
    for (place, action) in decision.actions.iter().enumerate() {
        if let Action::Tag { tag } = action {
            let line = decision.line_of(place).unwrap_or(0);
            let by = TaggedBy { version, line, post };
            earshot_cases::tag(tx, moment, case, tag, Some(by)).await?;
        }
    }
    Ok(())
}
