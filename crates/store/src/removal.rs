//! Removing posts and cases with everything that hangs on them, children first.

use earshot_model::{CaseId, PostId};

use crate::cell::row;
use crate::conn::Tx;
use crate::error::Result;
use crate::post_counts;
use crate::value::{Value, args};

row! {
    struct Id {
        id: PostId,
    }
}

/// Removes posts that no message answers: with their verdicts, corrections, listener hits, kept words,
/// hashtags and index rows. Gives how many posts went.
pub(crate) async fn posts(tx: &mut Tx, posts: &[PostId]) -> Result<u64> {
    let org = tx.org();
    let list: Vec<Value> = posts.iter().map(|id| Value::from(*id)).collect();
    post_counts::changes(tx, posts).await?;
    crate::search::remove(tx, posts).await?;
    for sql in [
        "DELETE FROM verdicts WHERE org_id = $1 AND post_id IN (?)",
        "DELETE FROM corrections WHERE org_id = $1 AND post_id IN (?)",
        "DELETE FROM listener_hits WHERE org_id = $1 AND post_id IN (?)",
        "DELETE FROM kept_words WHERE org_id = $1 AND post_id IN (?)",
        "DELETE FROM advice WHERE org_id = $1 AND post_id IN (?)",
        "DELETE FROM hashtag_uses WHERE org_id = $1 AND post_id IN (?)",
    ] {
        tx.exec_in(sql, &args![org], list.clone()).await?;
    }
    tx.exec_in("DELETE FROM posts WHERE org_id = $1 AND id IN (?)", &args![org], list).await
}

/// Removes cases with their posts, notes, drafts, promises, messages and threads' places in them. A post that a
/// message of another case answers stays without a case until that one goes. Gives how many cases
/// went.
pub(crate) async fn cases(tx: &mut Tx, cases: &[CaseId]) -> Result<u64> {
    let org = tx.org();
    let list: Vec<Value> = cases.iter().map(|id| Value::from(*id)).collect();
    for sql in [
        "DELETE FROM approvals WHERE org_id = $1 AND case_id IN (?)",
        "DELETE FROM outbox WHERE org_id = $1 AND case_id IN (?)",
        "DELETE FROM drafts WHERE org_id = $1 AND case_id IN (?)",
        "DELETE FROM case_reads WHERE org_id = $1 AND case_id IN (?)",
        "DELETE FROM promises WHERE org_id = $1 AND case_id IN (?)",
        "DELETE FROM advice WHERE org_id = $1 AND case_id IN (?)",
        "DELETE FROM clock_log WHERE org_id = $1 AND case_id IN (?)",
        "DELETE FROM case_clocks WHERE org_id = $1 AND case_id IN (?)",
        "DELETE FROM case_tags WHERE org_id = $1 AND case_id IN (?)",
        "DELETE FROM mentions WHERE org_id = $1 AND case_id IN (?)",
        "DELETE FROM notes WHERE org_id = $1 AND case_id IN (?)",
        "DELETE FROM case_threads WHERE org_id = $1 AND case_id IN (?)",
    ] {
        tx.exec_in(sql, &args![org], list.clone()).await?;
    }
    tx.exec_in(
        "UPDATE posts SET case_id = NULL, state = 'recorded'
         WHERE org_id = $1
           AND EXISTS (SELECT 1 FROM outbox o WHERE o.org_id = $1 AND o.to_post_id = posts.id)
           AND case_id IN (?)",
        &args![org],
        list.clone(),
    )
    .await?;
    let inside: Vec<Id> = tx
        .all_in(
            "SELECT id FROM posts WHERE org_id = $1 AND case_id IN (?)",
            &args![org],
            list.clone(),
        )
        .await?;
    let inside: Vec<PostId> = inside.into_iter().map(|row| row.id).collect();
    posts(tx, &inside).await?;
    tx.exec_in("DELETE FROM cases WHERE org_id = $1 AND id IN (?)", &args![org], list).await
}
