//! The words that a case's subject is made of, so that it follows them when they change or go.

use earshot_model::{CaseId, EventKind, PostId};

use crate::cell::row;
use crate::conn::Tx;
use crate::error::Result;
use crate::value::args;

row! {
    struct Opened {
        case_id: CaseId,
    }
}

/// The cases whose subject may be made of this post: the one that it is in, and those of its
/// conversation that it opened, wherever it is now.
///
/// # Errors
/// As the database.
pub async fn about(tx: &mut Tx, post: PostId) -> Result<Vec<CaseId>> {
    let org = tx.org();
    let rows: Vec<Opened> = tx
        .all(
            "SELECT case_id FROM posts WHERE org_id = $1 AND id = $2 AND case_id IS NOT NULL
             UNION
             SELECT e.case_id
             FROM posts p
             JOIN case_threads t ON t.org_id = p.org_id AND t.thread_id = p.thread_id
             JOIN events e ON e.org_id = t.org_id AND e.case_id = t.case_id
             WHERE p.org_id = $1 AND p.id = $2 AND e.kind = 'case.opened' AND e.post_id = p.id",
            args![org, post],
        )
        .await?;
    let mut cases: Vec<CaseId> = rows.into_iter().map(|row| row.case_id).collect();
    cases.sort_unstable();
    Ok(cases)
}

/// The words that the subject of a case is made of: those of the post that opened it, or of the
/// customer's first post that is still there. Nothing when none is.
///
/// # Errors
/// As the database.
pub async fn words(tx: &mut Tx, case: CaseId) -> Result<Option<String>> {
    let org = tx.org();
    // A case that this very transaction opened stands in no log yet.
    let opened = |event: &&earshot_model::NewEvent| {
        event.kind == EventKind::CaseOpened && event.case_id == Some(case)
    };
    let opener = tx.events.iter().find(opened).and_then(|event| event.post_id);
    tx.cell(
        "SELECT p.text AS it
         FROM cases c
         JOIN posts p ON p.org_id = c.org_id AND p.case_id = c.id AND p.person_id = c.person_id
         WHERE c.org_id = $1 AND c.id = $2
           AND p.direction = 'inbound' AND p.state <> 'deleted' AND p.text <> ''
         ORDER BY
             (CASE WHEN p.id = $3 OR EXISTS (
                 SELECT 1 FROM events e
                 WHERE e.org_id = c.org_id AND e.case_id = c.id AND e.kind = 'case.opened'
                   AND e.post_id = p.id
             ) THEN 0 ELSE 1 END),
             p.posted_at,
             p.id
         LIMIT 1",
        args![org, case, opener],
    )
    .await
}

/// Gives a case another subject, if it has not this one already.
///
/// # Errors
/// As the database.
pub async fn change(tx: &mut Tx, case: CaseId, subject: &str) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE cases SET subject = $3, version = version + 1
         WHERE org_id = $1 AND id = $2 AND subject <> $3",
        args![org, case, subject],
    )
    .await?;
    Ok(())
}
