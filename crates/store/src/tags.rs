//! Words that sort cases.

use earshot_model::{CaseId, Time, Visibility};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};
use crate::visibility::{sees_all, visible};

/// How many tags that were given last are looked at for what a field offers.
const LATELY: i64 = 500;

row! {
    /// A tag of a case.
    pub struct CaseTag {
        /// The case.
        pub case_id: CaseId,
        /// The word.
        pub tag: String,
        /// Which line of the playbook gave it, 0 for a plan for a crisis; nothing where an agent did.
        pub line: Option<i64>,
    }
}

row! {
    /// How many cases have a tag.
    pub struct Used {
        /// The word.
        pub tag: String,
        /// How many.
        pub cases: i64,
    }
}

/// The tags of these cases, each case's in the order of the alphabet.
///
/// # Errors
/// As the database.
pub async fn of_cases(conn: &mut Conn, cases: &[CaseId]) -> Result<Vec<CaseTag>> {
    let org = conn.org();
    let mut tags: Vec<CaseTag> = conn
        .all_in(
            "SELECT case_id, tag, line FROM case_tags WHERE org_id = $1 AND case_id IN (?)",
            &args![org],
            cases.iter().map(|id| Value::from(*id)).collect(),
        )
        .await?;
    tags.sort_by(|a, b| (a.case_id, &a.tag).cmp(&(b.case_id, &b.tag)));
    Ok(tags)
}

/// The tags that were given lately to cases that `eyes` may see, most cases first: what a field offers.
///
/// # Errors
/// As the database.
pub async fn used(conn: &mut Conn, eyes: &Visibility, most: i64) -> Result<Vec<Used>> {
    let org = conn.org();
    conn.all(
        concat!(
            "SELECT r.tag, COUNT(*) AS cases
             FROM (
                 SELECT x.case_id, x.tag FROM case_tags x
                 WHERE x.org_id = $1
                 ORDER BY x.at DESC
                 LIMIT $4
             ) r
             JOIN cases c ON c.org_id = $1 AND c.id = r.case_id
             WHERE ",
            visible!(),
            " GROUP BY r.tag
             ORDER BY COUNT(*) DESC, r.tag
             LIMIT $5"
        ),
        args![org, eyes.agent_id, sees_all(eyes), LATELY, most],
    )
    .await
}

/// Gives a case a tag. Says whether it is new there.
///
/// # Errors
/// As the database.
pub async fn insert(
    tx: &mut Tx,
    case: CaseId,
    tag: &str,
    line: Option<i64>,
    at: Time,
) -> Result<bool> {
    let org = tx.org();
    let inserted = tx
        .exec(
            "INSERT INTO case_tags (org_id, case_id, tag, line, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT DO NOTHING",
            args![org, case, tag, line, at],
        )
        .await?;
    Ok(inserted > 0)
}

/// Takes a tag from a case. Says whether it was there.
///
/// # Errors
/// As the database.
pub async fn remove(tx: &mut Tx, case: CaseId, tag: &str) -> Result<bool> {
    let org = tx.org();
    let removed = tx
        .exec(
            "DELETE FROM case_tags WHERE org_id = $1 AND case_id = $2 AND tag = $3",
            args![org, case, tag],
        )
        .await?;
    Ok(removed > 0)
}
