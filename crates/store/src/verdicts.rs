//! What the funnel and the playbook said of posts, and what agents corrected.

use earshot_model::{AgentId, Decision, Level, Outcome, PostId, Sentiment, Time, Verdict};

use crate::cell::row;
use crate::conn::{Conn, Tx};
use crate::error::{Error, Result};
use crate::post_counts;
use crate::value::{Value, args};

row! {
    /// A stored verdict. `body` and `decision` are JSON of [`Verdict`] and [`Decision`]; they are
    /// empty once the post was deleted or its author erased.
    pub struct Judgement {
        /// The post.
        pub post_id: PostId,
        /// How its author feels.
        pub sentiment: Sentiment,
        /// What is to be done about it.
        pub outcome: Outcome,
        /// JSON of the verdict.
        pub body: String,
        /// JSON of the decision.
        pub decision: String,
        /// When it was judged.
        pub judged_at: Time,
    }
}

row! {
    /// What an agent corrected.
    pub struct Correction {
        /// The post.
        pub post_id: PostId,
        /// Which field of the verdict.
        pub field: String,
        /// What the funnel had said.
        pub said: String,
        /// What the agent says.
        pub value: String,
        /// Who corrected it.
        pub agent_id: AgentId,
        /// When.
        pub corrected_at: Time,
    }
}

impl Judgement {
    /// The verdict, unless it was emptied.
    ///
    /// # Errors
    /// [`Error::Column`] when it cannot be read.
    pub fn verdict(&self) -> Result<Option<Verdict>> {
        read(&self.body, "body")
    }

    /// The decision, unless it was emptied.
    ///
    /// # Errors
    /// [`Error::Column`] when it cannot be read.
    pub fn decided(&self) -> Result<Option<Decision>> {
        decision(&self.decision)
    }
}

/// A decision out of its stored JSON, unless that was emptied.
///
/// # Errors
/// [`Error::Column`] when it cannot be read.
pub fn decision(text: &str) -> Result<Option<Decision>> {
    read(text, "decision")
}

fn read<T: serde::de::DeserializeOwned>(text: &str, column: &'static str) -> Result<Option<T>> {
    if text.is_empty() {
        return Ok(None);
    }
    serde_json::from_str(text).map(Some).map_err(|problem| Error::column(column, problem))
}

/// What was said of one post.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The post.
    pub post_id: PostId,
    /// The verdict.
    pub verdict: Verdict,
    /// The decision.
    pub decision: Decision,
}

/// Stores verdicts; a later one of the same post replaces the earlier.
///
/// # Errors
/// As the database.
pub async fn insert_all(tx: &mut Tx, judged: &[Judged], now: Time) -> Result<()> {
    let org = tx.org();
    let ids: Vec<PostId> = judged.iter().map(|j| j.post_id).collect();
    post_counts::changes(tx, &ids).await?;
    let mut rows = Vec::with_capacity(judged.len());
    for j in judged {
        let words = |level: Level| level.word();
        let intents: Vec<&str> = j.verdict.intents.iter().map(|i| i.value.word()).collect();
        rows.push(args![
            org,
            j.post_id,
            &j.verdict.engine,
            &j.verdict.language.value,
            j.verdict.sentiment.value,
            j.verdict.spam.value,
            j.verdict.relevant.value,
            words(j.verdict.urgency.value),
            intents.join(","),
            f64::from(j.verdict.priority.score),
            j.decision.outcome,
            json(&j.verdict)?,
            json(&j.decision)?,
            now,
        ]);
    }
    tx.insert_all(
        "INSERT INTO verdicts (
             org_id, post_id, engine, language, sentiment, spam, relevant, urgency, intents, priority,
             outcome, body, decision, judged_at
         )",
        rows,
        "ON CONFLICT (org_id, post_id) DO UPDATE SET
             engine = excluded.engine,
             language = excluded.language,
             sentiment = excluded.sentiment,
             spam = excluded.spam,
             relevant = excluded.relevant,
             urgency = excluded.urgency,
             intents = excluded.intents,
             priority = excluded.priority,
             outcome = excluded.outcome,
             body = excluded.body,
             decision = excluded.decision,
             judged_at = excluded.judged_at",
    )
    .await?;
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|problem| Error::column("body", problem))
}

/// The verdicts of these posts.
///
/// # Errors
/// As the database.
pub async fn of_posts(conn: &mut Conn, posts: Vec<PostId>) -> Result<Vec<Judgement>> {
    let org = conn.org();
    conn.all_in(
        "SELECT post_id, sentiment, outcome, body, decision, judged_at
         FROM verdicts
         WHERE org_id = $1 AND post_id IN (?)",
        &args![org],
        posts.into_iter().map(Value::from).collect(),
    )
    .await
}

/// Writes down a correction; a later one of the same field replaces the earlier.
///
/// # Errors
/// As the database.
pub async fn correct(tx: &mut Tx, correction: &Correction) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO corrections (org_id, post_id, field, said, value, agent_id, corrected_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (org_id, post_id, field) DO UPDATE SET
             value = excluded.value,
             agent_id = excluded.agent_id,
             corrected_at = excluded.corrected_at",
        args![
            org,
            correction.post_id,
            &correction.field,
            &correction.said,
            &correction.value,
            correction.agent_id,
            correction.corrected_at,
        ],
    )
    .await?;
    Ok(())
}

/// Takes the correction of a field back.
///
/// # Errors
/// As the database.
pub async fn restore(tx: &mut Tx, post: PostId, field: &str) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "DELETE FROM corrections WHERE org_id = $1 AND post_id = $2 AND field = $3",
        args![org, post, field],
    )
    .await?;
    Ok(())
}

/// The corrections of these posts.
///
/// # Errors
/// As the database.
pub async fn corrections(conn: &mut Conn, posts: Vec<PostId>) -> Result<Vec<Correction>> {
    let org = conn.org();
    conn.all_in(
        "SELECT post_id, field, said, value, agent_id, corrected_at
         FROM corrections
         WHERE org_id = $1 AND post_id IN (?)",
        &args![org],
        posts.into_iter().map(Value::from).collect(),
    )
    .await
}

row! {
    struct Decided {
        decision: String,
    }
}

/// The decisions about the posts that came last, newest first, as JSON; at most `limit`. Ids are in
/// the order of arrival, so the key itself finds them.
///
/// # Errors
/// As the database.
pub async fn latest_decisions(conn: &mut Conn, limit: i64) -> Result<Vec<String>> {
    let org = conn.org();
    let rows: Vec<Decided> = conn
        .all(
            "SELECT decision FROM verdicts WHERE org_id = $1 ORDER BY post_id DESC LIMIT $2",
            args![org, limit],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.decision).collect())
}
