//! What was said behind closed doors about one person, over all their cases: the guard compares with
//! it what is to be said in public. And what others were told, which is no secret of anybody.

use earshot_model::PersonId;

use crate::cell::row;
use crate::conn::Conn;
use crate::error::Result;
use crate::value::args;

row! {
    struct Words {
        text: String,
    }
}
row! {
    struct Told {
        person_id: PersonId,
        text: String,
    }
}

/// The notes, the private posts and the private answers of all cases of a person, and what they wrote
/// in private without a case: of each kind the newest, at most `limit`.
///
/// # Errors
/// As the database.
pub async fn of_person(conn: &mut Conn, person: PersonId, limit: i64) -> Result<Vec<String>> {
    let org = conn.org();
    let mut texts = Vec::new();
    for sql in [
        "SELECT n.text
         FROM cases c
         JOIN notes n ON n.org_id = c.org_id AND n.case_id = c.id
         WHERE c.org_id = $1 AND c.person_id = $2
         ORDER BY n.created_at DESC
         LIMIT $3",
        "SELECT p.text
         FROM posts p
         WHERE p.org_id = $1 AND p.person_id = $2 AND p.audience IN ('private', 'internal')
         ORDER BY p.posted_at DESC
         LIMIT $3",
        "SELECT o.text
         FROM cases c
         JOIN outbox o ON o.org_id = c.org_id AND o.case_id = c.id
         WHERE c.org_id = $1 AND c.person_id = $2 AND o.audience IN ('private', 'internal')
         ORDER BY o.created_at DESC
         LIMIT $3",
    ] {
        let rows: Vec<Words> = conn.all(sql, args![org, person, limit]).await?;
        texts.extend(rows.into_iter().map(|row| row.text));
    }
    Ok(texts)
}

/// What the brand answered other people than this one, and whom: the newest, at most `limit`.
///
/// # Errors
/// As the database.
pub async fn told_others(
    conn: &mut Conn,
    person: PersonId,
    limit: i64,
) -> Result<Vec<(PersonId, String)>> {
    let org = conn.org();
    let rows: Vec<Told> = conn
        .all(
            "SELECT c.person_id, o.text
             FROM outbox o
             JOIN cases c ON c.org_id = o.org_id AND c.id = o.case_id
             WHERE o.org_id = $1 AND o.state = 'sent' AND c.person_id <> $2
             ORDER BY o.created_at DESC
             LIMIT $3",
            args![org, person, limit],
        )
        .await?;
    Ok(rows.into_iter().map(|row| (row.person_id, row.text)).collect())
}
