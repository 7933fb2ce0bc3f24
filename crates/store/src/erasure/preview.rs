//! What an erasure would touch, before anybody says yes.

use earshot_model::PersonId;

use crate::cell::row;
use crate::conn::Conn;
use crate::error::Result;
use crate::value::args;

row! {
    /// What would go with a person.
    pub struct Going {
        /// Posts of theirs.
        pub posts: i64,
        /// What the brand wrote in their cases.
        pub answers: i64,
        /// Cases whose subjects go.
        pub cases: i64,
        /// Notes and promises in them.
        pub notes: i64,
        /// Handles on channels.
        pub identities: i64,
        /// Facts of the record.
        pub facts: i64,
        /// Files.
        pub files: i64,
    }
}

/// Counts what would go with a person.
///
/// # Errors
/// As the database.
pub async fn going(conn: &mut Conn, person: PersonId) -> Result<Going> {
    let org = conn.org();
    conn.one(
        "person",
        "SELECT
             (SELECT COUNT(*) FROM posts x WHERE x.org_id = $1 AND x.person_id = $2) AS posts,
             (SELECT COUNT(*) FROM cases c
              JOIN posts x ON x.org_id = c.org_id AND x.case_id = c.id
              WHERE c.org_id = $1 AND c.person_id = $2 AND x.direction = 'outbound') AS answers,
             (SELECT COUNT(*) FROM cases x WHERE x.org_id = $1 AND x.person_id = $2) AS cases,
             (SELECT COUNT(*) FROM cases c
              JOIN notes x ON x.org_id = c.org_id AND x.case_id = c.id
              WHERE c.org_id = $1 AND c.person_id = $2)
             + (SELECT COUNT(*) FROM cases c
                JOIN promises x ON x.org_id = c.org_id AND x.case_id = c.id
                WHERE c.org_id = $1 AND c.person_id = $2) AS notes,
             (SELECT COUNT(*) FROM identities x
              WHERE x.org_id = $1 AND x.person_id = $2) AS identities,
             (SELECT COUNT(*) FROM person_facts x
              WHERE x.org_id = $1 AND x.person_id = $2) AS facts,
             (SELECT COUNT(*) FROM blob_links x
              WHERE x.org_id = $1 AND x.person_id = $2) AS files
         FROM persons p
         WHERE p.org_id = $1 AND p.id = $2",
        args![org, person],
    )
    .await
}
