//! Words that sort cases are given and taken.

use earshot_model::{CaseId, EventKind, MOST_TAGS, NewEvent, PostId, tag as normal};
use earshot_store::{Result, Tx, tags};
use serde_json::json;

use crate::Moment;

/// What gives a tag that no agent does, and of which post it was asked.
#[derive(Debug, Clone, Copy)]
pub struct TaggedBy {
    /// The version of the playbook.
    pub version: i64,
    /// The line; 0 for a plan for a crisis.
    pub line: i64,
    /// The post.
    pub post: PostId,
}

/// Gives a case a tag, which a line of the playbook says, or an agent. Says whether it is new there: a case
/// that has [`MOST_TAGS`] gets no more, and a word that is none is left out.
///
/// # Errors
/// As the database.
pub async fn tag(
    tx: &mut Tx,
    moment: &Moment,
    case: CaseId,
    tag: &str,
    by: Option<TaggedBy>,
) -> Result<bool> {
    let Some(tag) = normal(tag) else { return Ok(false) };
    let line = by.map(|by| by.line);
    if tags::of_cases(tx, &[case]).await?.len() >= MOST_TAGS
        || !tags::insert(tx, case, &tag, line, moment.at).await?
    {
        return Ok(false);
    }
    let event = NewEvent::new(moment.at, EventKind::CaseTagged, moment.actor).case(case);
    // An agent may have typed anything: their word stands beside the case, and not in the log.
    tx.emit(match by {
        Some(by) => {
            let data = json!({ "tag": tag, "line": by.line, "playbook": by.version });
            event.post(by.post).data(data)
        }
        None => event,
    });
    Ok(true)
}

/// Takes a tag from a case. Says whether it was there.
///
/// # Errors
/// As the database.
pub async fn untag(tx: &mut Tx, moment: &Moment, case: CaseId, tag: &str) -> Result<bool> {
    let given = tags::of_cases(tx, &[case]).await?.into_iter().find(|given| given.tag == tag);
    let gone = tags::remove(tx, case, tag).await?;
    if gone {
        let event = NewEvent::new(moment.at, EventKind::CaseUntagged, moment.actor).case(case);
        tx.emit(match given.filter(|given| given.line.is_some()) {
            Some(given) => event.data(json!({ "tag": given.tag, "line": given.line })),
            None => event,
        });
    }
    Ok(gone)
}
