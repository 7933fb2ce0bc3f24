//! Each time that learning was tried, with its scores on the lessons that were held out.

use earshot_model::Time;

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

row! {
    /// One try. Surprise is the mean negative logarithm of the truth's likelihood, in nats: lower is
    /// better. `right` is the share of held-out lessons that come out right, 0 to 1.
    pub struct Snapshot {
        /// Its number in the organization, from 1.
        pub number: i64,
        /// The engine that learned.
        pub engine: String,
        /// It knows the lessons up to this number.
        pub upto: i64,
        /// How many lessons stood then, those held out among them.
        pub lessons: i64,
        /// How many of them were held out.
        pub held: i64,
        /// Surprise of the shipped funnel.
        pub base_surprise: f64,
        /// Surprise of what was in use.
        pub now_surprise: f64,
        /// Surprise of the new residual.
        pub new_surprise: f64,
        /// Share that the shipped funnel gets right.
        pub base_right: f64,
        /// Share that what was in use gets right.
        pub now_right: f64,
        /// Share that the new residual gets right.
        pub new_right: f64,
        /// Whether it took over.
        pub used: bool,
        /// Whether learning did worse than the shipped funnel over the last lessons.
        pub drifting: bool,
        /// When.
        pub made_at: Time,
    }
}

macro_rules! snapshots {
    ($end:literal) => {
        concat!(
            "SELECT number, engine, upto, lessons, held, base_surprise, now_surprise, new_surprise,
                    base_right, now_right, new_right, used, drifting, made_at
             FROM snapshots ",
            $end
        )
    };
}

/// Stores a try. Gives whether it went in: another server may have been first with this number.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, row: &Snapshot) -> Result<bool> {
    let org = tx.org();
    let inserted = tx
        .exec(
            "INSERT INTO snapshots (
                 org_id, number, engine, upto, lessons, held, base_surprise, now_surprise,
                 new_surprise, base_right, now_right, new_right, used, drifting, made_at
             ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
             ON CONFLICT (org_id, number) DO NOTHING",
            args![
                org,
                row.number,
                &row.engine,
                row.upto,
                row.lessons,
                row.held,
                row.base_surprise,
                row.now_surprise,
                row.new_surprise,
                row.base_right,
                row.now_right,
                row.new_right,
                row.used,
                row.drifting,
                row.made_at,
            ],
        )
        .await?;
    Ok(inserted > 0)
}

/// The newest tries, newest first.
///
/// # Errors
/// As the database.
pub async fn newest(conn: &mut Conn, limit: i64) -> Result<Vec<Snapshot>> {
    let org = conn.org();
    conn.all(snapshots!("WHERE org_id = $1 ORDER BY number DESC LIMIT $2"), args![org, limit]).await
}

/// The one in use: the newest that took over.
///
/// # Errors
/// As the database.
pub async fn in_use(conn: &mut Conn) -> Result<Option<Snapshot>> {
    let org = conn.org();
    conn.optional(snapshots!("WHERE org_id = $1 AND used ORDER BY number DESC LIMIT 1"), args![org])
        .await
}
