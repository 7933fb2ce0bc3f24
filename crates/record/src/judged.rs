//! Verdicts of stored posts, for queries that ask about them.

use std::collections::HashMap;

use earshot_matcher::Query;
use earshot_model::{PostId, Verdict};
use earshot_store::{Conn, verdicts};

use crate::error::Result;

/// What the funnel said of these posts; nothing where the query does not ask. Posts that were never
/// judged, and those whose verdict was erased, are missing.
pub(crate) async fn verdicts_for(
    conn: &mut Conn,
    query: &Query,
    posts: Vec<PostId>,
) -> Result<HashMap<PostId, Verdict>> {
    let mut found = HashMap::new();
    if query.needs_verdict() {
        for judgement in verdicts::of_posts(conn, posts).await? {
            if let Some(verdict) = judgement.verdict()? {
                found.insert(judgement.post_id, verdict);
            }
        }
    }
    Ok(found)
}
