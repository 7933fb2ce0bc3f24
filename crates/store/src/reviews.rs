//! Posts that were drawn by lot for people to judge, and how many the filter judged in all.

use earshot_model::{AgentId, CaseId, PostId, Time};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::Result;
use crate::value::args;

/// A post that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The post.
    pub post_id: PostId,
    /// Whether the filter set it aside.
    pub hidden: bool,
    /// The kind of channel.
    pub channel: String,
    /// Its language, or `und`.
    pub language: String,
    /// When.
    pub drawn_at: Time,
}

/// How many posts of one kind were judged; to be added to what stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Set aside.
    pub hidden: i64,
    /// Let through to agents.
    pub shown: i64,
    /// Of those shown, the ones of which the filter was unsure.
    pub unsure: i64,
}

/// Which posts are counted together: day of arrival (days since 1970, UTC), channel, language. In
/// the order of the key, so that transactions never wait for each other crosswise.
pub type CountKey = (i64, String, String);

row! {
    /// What was asked and answered of one language on one channel.
    pub struct Answers {
        /// The kind of channel.
        pub channel: String,
        /// The language.
        pub language: String,
        /// Whether the filter had set them aside.
        pub hidden: bool,
        /// How many somebody answered.
        pub answered: i64,
        /// How many of these mattered.
        pub yes: i64,
    }
}

row! {
    /// How many the filter judged of one language on one channel.
    pub struct Judged {
        /// The kind of channel.
        pub channel: String,
        /// The language.
        pub language: String,
        /// Set aside.
        pub hidden: i64,
        /// Let through to agents.
        pub shown: i64,
        /// Of those shown, the ones of which the filter was unsure.
        pub unsure: i64,
    }
}

row! {
    /// A post that waits for an answer.
    pub struct Open {
        /// The post.
        pub post_id: PostId,
        /// Whether the filter set it aside.
        pub hidden: bool,
        /// The kind of channel.
        pub channel: String,
        /// Its language.
        pub language: String,
        /// When it was drawn.
        pub drawn_at: Time,
    }
}

row! {
    /// A post that was set aside and mattered.
    pub struct Missed {
        /// The post.
        pub post_id: PostId,
        /// The kind of channel.
        pub channel: String,
        /// Its language.
        pub language: String,
        /// Its words, while they are there.
        pub text: Option<String>,
        /// The case that it belongs to by now.
        pub case_id: Option<CaseId>,
        /// Who found it.
        pub agent_id: Option<AgentId>,
        /// When.
        pub answered_at: Option<Time>,
    }
}

/// Stores what was drawn.
///
/// # Errors
/// As the database.
pub async fn draw(tx: &mut Tx, drawn: &[Drawn]) -> Result<()> {
    let org = tx.org();
    let rows = drawn.iter().map(|one| {
        args![org, one.post_id, one.hidden, &one.channel, &one.language, one.drawn_at, "open"]
    });
    tx.insert_all(
        "INSERT INTO reviews (org_id, post_id, hidden, channel, language, drawn_at, answer)",
        rows.collect(),
        "ON CONFLICT (org_id, post_id) DO NOTHING",
    )
    .await?;
    Ok(())
}

/// Adds to the counts.
///
/// # Errors
/// As the database.
pub async fn count(
    tx: &mut Tx,
    counts: impl IntoIterator<Item = (CountKey, Counted)>,
) -> Result<()> {
    let org = tx.org();
    let rows = counts.into_iter().map(|((day, channel, language), counted)| {
        args![org, day, channel, language, counted.hidden, counted.shown, counted.unsure]
    });
    tx.insert_all(
        "INSERT INTO filter_counts (org_id, day, channel, language, hidden, shown, unsure)",
        rows.collect(),
        "ON CONFLICT (org_id, day, channel, language) DO UPDATE SET
             hidden = filter_counts.hidden + excluded.hidden,
             shown = filter_counts.shown + excluded.shown,
             unsure = filter_counts.unsure + excluded.unsure",
    )
    .await?;
    Ok(())
}

/// What waits for an answer and still has words, longest waiting first; hidden and shown posts in
/// one line, so that nobody can tell them apart by their place.
///
/// # Errors
/// As the database.
pub async fn open(conn: &mut Conn, limit: i64) -> Result<Vec<Open>> {
    let org = conn.org();
    conn.all(
        "SELECT r.post_id, r.hidden, r.channel, r.language, r.drawn_at
         FROM reviews r
         JOIN posts p ON p.org_id = r.org_id AND p.id = r.post_id
         WHERE r.org_id = $1 AND r.answer = 'open' AND p.text <> ''
         ORDER BY r.drawn_at, r.post_id
         LIMIT $2",
        args![org, limit],
    )
    .await
}

/// How many wait for an answer.
///
/// # Errors
/// As the database.
pub async fn waiting(conn: &mut Conn) -> Result<i64> {
    let org = conn.org();
    let found = conn
        .cell(
            "SELECT COUNT(*) AS it
             FROM reviews r
             JOIN posts p ON p.org_id = r.org_id AND p.id = r.post_id
             WHERE r.org_id = $1 AND r.answer = 'open' AND p.text <> ''",
            args![org],
        )
        .await?;
    Ok(found.unwrap_or(0))
}

/// The drawn post, whether it was answered or not.
///
/// # Errors
/// [`crate::Error::NotFound`], or as the database.
pub async fn find(conn: &mut Conn, post: PostId) -> Result<Open> {
    let org = conn.org();
    conn.one(
        "post of a sample",
        "SELECT post_id, hidden, channel, language, drawn_at
         FROM reviews
         WHERE org_id = $1 AND post_id = $2",
        args![org, post],
    )
    .await
}

/// Answers whether a drawn post mattered. The first answer stands: gives whether this was it.
///
/// # Errors
/// As the database.
pub async fn answer(
    tx: &mut Tx,
    post: PostId,
    mattered: bool,
    by: AgentId,
    now: Time,
) -> Result<bool> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE reviews SET answer = $3, agent_id = $4, answered_at = $5
             WHERE org_id = $1 AND post_id = $2 AND answer = 'open'",
            args![org, post, if mattered { "yes" } else { "no" }, by, now],
        )
        .await?;
    Ok(changed > 0)
}

/// Opens a question again. Gives whether this agent had answered it.
///
/// # Errors
/// As the database.
pub async fn reopen(tx: &mut Tx, post: PostId, by: AgentId) -> Result<bool> {
    let org = tx.org();
    let changed = tx
        .exec(
            "UPDATE reviews SET answer = 'open', agent_id = NULL, answered_at = NULL
             WHERE org_id = $1 AND post_id = $2 AND agent_id = $3 AND answer <> 'open'",
            args![org, post, by],
        )
        .await?;
    Ok(changed > 0)
}

/// The answers about posts drawn in this time, by channel and language.
///
/// # Errors
/// As the database.
pub async fn answers(conn: &mut Conn, from: Time, to: Time) -> Result<Vec<Answers>> {
    let org = conn.org();
    conn.all(
        "SELECT channel, language, hidden, COUNT(*) AS answered,
                COUNT(CASE WHEN answer = 'yes' THEN 1 END) AS yes
         FROM reviews
         WHERE org_id = $1 AND answer IN ('yes', 'no') AND drawn_at >= $2 AND drawn_at < $3
         GROUP BY channel, language, hidden
         ORDER BY channel, language, hidden",
        args![org, from, to],
    )
    .await
}

/// What the filter judged on the days from `from` to before `to`, by channel and language.
///
/// # Errors
/// As the database.
pub async fn judged(conn: &mut Conn, from: i64, to: i64) -> Result<Vec<Judged>> {
    let org = conn.org();
    conn.all(
        "SELECT channel, language, CAST(SUM(hidden) AS BIGINT) AS hidden,
                CAST(SUM(shown) AS BIGINT) AS shown, CAST(SUM(unsure) AS BIGINT) AS unsure
         FROM filter_counts
         WHERE org_id = $1 AND day >= $2 AND day < $3
         GROUP BY channel, language
         ORDER BY channel, language",
        args![org, from, to],
    )
    .await
}

/// The posts drawn in this time that were set aside and mattered, newest first.
///
/// # Errors
/// As the database.
pub async fn missed(conn: &mut Conn, from: Time, to: Time, limit: i64) -> Result<Vec<Missed>> {
    let org = conn.org();
    conn.all(
        "SELECT r.post_id, r.channel, r.language, p.text, p.case_id, r.agent_id, r.answered_at
         FROM reviews r
         LEFT JOIN posts p ON p.org_id = r.org_id AND p.id = r.post_id
         WHERE r.org_id = $1 AND r.answer = 'yes' AND r.hidden AND r.drawn_at >= $2
           AND r.drawn_at < $3
         ORDER BY r.answered_at DESC
         LIMIT $4",
        args![org, from, to, limit],
    )
    .await
}
