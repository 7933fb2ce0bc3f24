//! What the log says of changes of the set-up, so that a changed listener is at work at once.

use crate::cell::row;
use crate::conn::Conn;
use crate::error::Result;
use crate::value::args;

row! {
    /// A change of the set-up.
    pub struct SetupChange {
        /// Its number in the log.
        pub seq: i64,
        /// JSON: `what` was changed, and which.
        pub data: String,
    }
}

/// The changes after number `after`, oldest first. An index of its own finds them, however much else
/// is in the log.
///
/// # Errors
/// As the database.
pub async fn since(conn: &mut Conn, after: i64) -> Result<Vec<SetupChange>> {
    let org = conn.org();
    conn.all(
        "SELECT seq, data
         FROM events
         WHERE org_id = $1 AND kind = 'setup.changed' AND seq > $2
         ORDER BY seq",
        args![org, after],
    )
    .await
}
