//! Hashtags that are used together with the brand, and those that were noticed as used against it.

use earshot_model::{AgentId, HashtagAlertId, HashtagUse, PersonId, PostId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::{Value, args};

/// So many of the newest uses tell how a hashtag is meant: a popular one costs no more than that.
const MOST_COUNTED: i64 = 500;

/// One hashtag of one post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Its folded form, without its sign.
    pub hashtag: String,
    /// The post.
    pub post_id: PostId,
    /// Who wrote it.
    pub person_id: PersonId,
    /// When.
    pub used_at: Time,
    /// Whether the post is negative.
    pub negative: bool,
}

row! {
    /// A hashtag that was noticed as used against the brand, as it stood then.
    pub struct Alert {
        /// Its id.
        pub id: HashtagAlertId,
        /// The folded form, without its sign.
        pub hashtag: String,
        /// When it was noticed.
        pub raised_at: Time,
        /// Posts with it.
        pub uses: i64,
        /// How many people wrote them.
        pub authors: i64,
        /// How many of them were negative.
        pub negative: i64,
        /// Who said that they have seen it.
        pub seen_by: Option<AgentId>,
        /// When they did.
        pub seen_at: Option<Time>,
    }
}

row! {
    struct Tag {
        hashtag: String,
    }
}

row! {
    struct Newest {
        uses: i64,
        authors: i64,
        negative: i64,
    }
}

row! {
    struct UsedIn {
        post_id: PostId,
    }
}

/// Writes down what hashtags posts have.
///
/// # Errors
/// As the database.
pub async fn insert_all(tx: &mut Tx, uses: &[Use]) -> Result<()> {
    let org = tx.org();
    let values =
        |one: &Use| args![org, one.post_id, &one.hashtag, one.person_id, one.used_at, one.negative];
    tx.insert_all(
        "INSERT INTO hashtag_uses (org_id, post_id, hashtag, person_id, used_at, negative)",
        uses.iter().map(values).collect(),
        "ON CONFLICT DO NOTHING",
    )
    .await?;
    Ok(())
}

/// Forgets the hashtags of these posts.
///
/// # Errors
/// As the database.
pub async fn remove(tx: &mut Tx, posts: &[PostId]) -> Result<()> {
    let org = tx.org();
    tx.exec_in(
        "DELETE FROM hashtag_uses WHERE org_id = $1 AND post_id IN (?)",
        &args![org],
        posts.iter().map(|id| Value::from(*id)).collect(),
    )
    .await?;
    Ok(())
}

/// Those hashtags of these posts that may just have become an attack: hardly used before, used often
/// enough lately, and not noticed already. Of each only as many rows are read as decide that.
///
/// # Errors
/// As the database.
pub async fn suspects(conn: &mut Conn, posts: &[PostId], now: Time) -> Result<Vec<String>> {
    let org = conn.org();
    let lately = now.plus(-HashtagUse::LATELY);
    let before = lately.plus(-HashtagUse::BEFORE);
    let (least, known) = (HashtagUse::WORTH_A_WARNING, HashtagUse::KNOWN);
    let mut found: Vec<Tag> = conn
        .all_in(
            "SELECT DISTINCT u.hashtag
             FROM hashtag_uses u
             WHERE u.org_id = $1
               AND (SELECT COUNT(*) FROM (
                        SELECT 1 FROM hashtag_uses x
                        WHERE x.org_id = u.org_id AND x.hashtag = u.hashtag
                          AND x.used_at >= $3 AND x.used_at < $2
                        LIMIT $5) earlier) < $5
               AND (SELECT COUNT(*) FROM (
                        SELECT 1 FROM hashtag_uses x
                        WHERE x.org_id = u.org_id AND x.hashtag = u.hashtag AND x.used_at >= $2
                        LIMIT $4) later) >= $4
               AND NOT EXISTS (
                        SELECT 1 FROM hashtag_alerts a
                        WHERE a.org_id = u.org_id AND a.hashtag = u.hashtag AND a.raised_at >= $3)
               AND u.post_id IN (?)",
            &args![org, lately, before, least, known],
            posts.iter().map(|id| Value::from(*id)).collect(),
        )
        .await?;
    found.sort_by(|a, b| a.hashtag.cmp(&b.hashtag));
    found.dedup();
    Ok(found.into_iter().map(|tag| tag.hashtag).collect())
}

/// How a hashtag was used until now; of many uses the newest tell.
///
/// # Errors
/// As the database.
pub async fn used(conn: &mut Conn, hashtag: &str, now: Time) -> Result<HashtagUse> {
    let org = conn.org();
    let lately = now.plus(-HashtagUse::LATELY);
    let newest: Newest = conn
        .one(
            "hashtag",
            "SELECT
                 COUNT(*) AS uses,
                 COUNT(DISTINCT n.person_id) AS authors,
                 CAST(COALESCE(SUM(CASE WHEN n.negative THEN 1 ELSE 0 END), 0) AS BIGINT) AS negative
             FROM (
                 SELECT person_id, negative FROM hashtag_uses
                 WHERE org_id = $1 AND hashtag = $2 AND used_at >= $3
                 ORDER BY used_at DESC
                 LIMIT $4
             ) n",
            args![org, hashtag, lately, MOST_COUNTED],
        )
        .await?;
    let before: Option<i64> = conn
        .cell(
            "SELECT COUNT(*) AS it FROM (
                 SELECT 1 FROM hashtag_uses
                 WHERE org_id = $1 AND hashtag = $2 AND used_at >= $3 AND used_at < $4
                 LIMIT $5
             ) earlier",
            args![org, hashtag, lately.plus(-HashtagUse::BEFORE), lately, HashtagUse::KNOWN],
        )
        .await?;
    let Newest { uses, authors, negative } = newest;
    Ok(HashtagUse { uses, authors, negative, before: before.unwrap_or(0) })
}

/// Writes down that a hashtag is used against the brand.
///
/// # Errors
/// As the database.
pub async fn raise(tx: &mut Tx, alert: &Alert) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO hashtag_alerts (org_id, id, hashtag, raised_at, uses, authors, negative)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            org,
            alert.id,
            &alert.hashtag,
            alert.raised_at,
            alert.uses,
            alert.authors,
            alert.negative,
        ],
    )
    .await?;
    Ok(())
}

/// Notes that somebody has seen an alert. Says whether nobody had before.
///
/// # Errors
/// As the database.
pub async fn see(tx: &mut Tx, id: HashtagAlertId, by: AgentId, now: Time) -> Result<bool> {
    let org = tx.org();
    let seen = tx
        .exec(
            "UPDATE hashtag_alerts SET seen_by = $3, seen_at = $4
             WHERE org_id = $1 AND id = $2 AND seen_at IS NULL",
            args![org, id, by, now],
        )
        .await?;
    Ok(seen > 0)
}

macro_rules! alerts {
    ($which:literal) => {
        concat!(
            "SELECT id, hashtag, raised_at, uses, authors, negative, seen_by, seen_at
             FROM hashtag_alerts
             WHERE org_id = $1 ",
            $which
        )
    };
}

/// The alert with this id.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn find(conn: &mut Conn, id: HashtagAlertId) -> Result<Alert> {
    let org = conn.org();
    conn.one("hashtag alert", alerts!("AND id = $2"), args![org, id]).await
}

/// Alerts that nobody has seen yet, and those that were raised since `since`: unseen ones first, then the
/// newest, at most `most`.
///
/// # Errors
/// As the database.
pub async fn alerts(conn: &mut Conn, since: Time, most: i64) -> Result<Vec<Alert>> {
    let org = conn.org();
    conn.all(
        alerts!(
            "AND (seen_at IS NULL OR raised_at >= $2)
             ORDER BY CASE WHEN seen_at IS NULL THEN 0 ELSE 1 END, raised_at DESC, id
             LIMIT $3"
        ),
        args![org, since, most],
    )
    .await
}

/// How many alerts nobody has seen yet.
///
/// # Errors
/// As the database.
pub async fn unseen(conn: &mut Conn) -> Result<i64> {
    let org = conn.org();
    let count = conn
        .cell(
            "SELECT COUNT(*) AS it FROM hashtag_alerts WHERE org_id = $1 AND seen_at IS NULL",
            args![org],
        )
        .await?;
    Ok(count.unwrap_or(0))
}

/// The posts that used a hashtag last, newest first, at most `most`.
///
/// # Errors
/// As the database.
pub async fn newest(conn: &mut Conn, hashtag: &str, most: i64) -> Result<Vec<PostId>> {
    let org = conn.org();
    let found: Vec<UsedIn> = conn
        .all(
            "SELECT post_id FROM hashtag_uses
             WHERE org_id = $1 AND hashtag = $2
             ORDER BY used_at DESC, post_id DESC
             LIMIT $3",
            args![org, hashtag, most],
        )
        .await?;
    Ok(found.into_iter().map(|row| row.post_id).collect())
}

/// Removes alerts that were raised before `before` and none of whose posts is kept any more.
///
/// # Errors
/// As the database.
pub(crate) async fn forget(tx: &mut Tx, before: Time) -> Result<u64> {
    let org = tx.org();
    tx.exec(
        "DELETE FROM hashtag_alerts
         WHERE org_id = $1 AND raised_at < $2
           AND NOT EXISTS (
               SELECT 1 FROM hashtag_uses u
               WHERE u.org_id = hashtag_alerts.org_id AND u.hashtag = hashtag_alerts.hashtag)",
        args![org, before],
    )
    .await
}
