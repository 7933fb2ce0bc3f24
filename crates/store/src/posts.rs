//! Posts.

use std::collections::BTreeMap;

use earshot_model::{
    AccountId, CaseId, Direction, IdentityId, PersonId, Post, PostId, PostState, ThreadId, Time,
};

use crate::cell::{from_cells, row};
use crate::conn::{Conn, Tx};
use crate::erasure;
use crate::error::{Error, Result};
use crate::value::{Value, args};
use crate::{kept_words, post_counts};

from_cells!(Post {
    org_id,
    id,
    account_id,
    external_id,
    revision,
    thread_id,
    parent_external_id,
    identity_id,
    person_id,
    case_id,
    direction,
    surface,
    audience,
    state,
    text,
    claimed_language,
    url,
    rating,
    posted_at,
    received_at,
    edited_at,
    imported,
});

/// The columns of a post, one list for every statement that reads whole posts. Whatever stands in the
/// row, nobody reads the words of a post that was deleted at its source.
macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " org_id, id, account_id, external_id, revision, thread_id, parent_external_id,
              identity_id, person_id, case_id, direction, surface, audience, state,
              CASE WHEN state = 'deleted' THEN '' ELSE text END AS text, claimed_language, url, rating, posted_at, received_at, edited_at, imported ",
            $after
        )
    };
}

row! {
    /// What decides whether a delivery of a post is news.
    pub struct Known {
        /// Our id.
        pub id: PostId,
        /// The channel's id.
        pub external_id: String,
        /// The channel's revision that we have.
        pub revision: String,
        /// What became of it.
        pub state: PostState,
        /// Which way it went.
        pub direction: Direction,
        /// Who wrote it.
        pub person_id: PersonId,
        /// The case that it belongs to, if any.
        pub case_id: Option<CaseId>,
    }
}

row! {
    /// The channel's id of something that was deleted before we saw it.
    pub struct Tombstone {
        /// The channel's id.
        pub external_id: String,
    }
}

/// Stores posts, each with the salt of its digest.
///
/// # Errors
/// [`crate::Error::Conflict`] when one is known already.
pub async fn insert_all(tx: &mut Tx, posts: &[(Post, [u8; 16])]) -> Result<()> {
    let rows = posts.iter().map(|(post, salt)| values(post, *salt)).collect();
    post_counts::adds(tx, posts.iter().map(|(post, _)| post.id));
    tx.insert_all(
        "INSERT INTO posts (
             org_id, id, account_id, external_id, revision, thread_id, parent_external_id, identity_id,
             person_id, case_id, direction, surface, audience, state, text, salt, claimed_language, url,
             rating, posted_at, received_at, edited_at, imported
         )",
        rows,
        "",
    )
    .await?;
    Ok(())
}

fn values(post: &Post, salt: [u8; 16]) -> Vec<Value> {
    args![
        post.org_id,
        post.id,
        post.account_id,
        &post.external_id,
        &post.revision,
        post.thread_id,
        post.parent_external_id.clone(),
        post.identity_id,
        post.person_id,
        post.case_id,
        post.direction,
        post.surface,
        post.audience,
        post.state,
        &post.text,
        salt.as_slice(),
        post.claimed_language.clone(),
        post.url.clone(),
        post.rating,
        post.posted_at,
        post.received_at,
        post.edited_at,
        post.imported,
    ]
}

/// Which of these channel ids are known, and at which revision.
///
/// # Errors
/// As the database.
pub async fn known(
    conn: &mut Conn,
    account: AccountId,
    external_ids: Vec<String>,
) -> Result<Vec<Known>> {
    let org = conn.org();
    conn.all_in(
        "SELECT id, external_id, revision, state, direction, person_id, case_id
         FROM posts
         WHERE org_id = $1 AND account_id = $2 AND external_id IN (?)",
        &args![org, account],
        external_ids.into_iter().map(Value::from).collect(),
    )
    .await
}

row! {
    struct External {
        external_id: String,
    }
}

/// The channel ids of what these identities said through this account and did not delete.
///
/// # Errors
/// As the database.
pub async fn of_identities(
    conn: &mut Conn,
    account: AccountId,
    identities: Vec<IdentityId>,
) -> Result<Vec<String>> {
    let org = conn.org();
    let rows: Vec<External> = conn
        .all_in(
            "SELECT external_id FROM posts
             WHERE org_id = $1 AND account_id = $2 AND state <> 'deleted' AND identity_id IN (?)",
            &args![org, account],
            identities.into_iter().map(Value::from).collect(),
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.external_id).collect())
}

row! {
    /// Who wrote a post.
    pub struct WrittenBy {
        /// The channel's id of the post.
        pub external_id: String,
        /// The author's handle.
        pub handle: String,
    }
}

/// Who wrote the posts with these channel ids, as far as they are known.
///
/// # Errors
/// As the database.
pub async fn written_by(
    conn: &mut Conn,
    account: AccountId,
    external_ids: Vec<String>,
) -> Result<Vec<WrittenBy>> {
    let org = conn.org();
    conn.all_in(
        "SELECT p.external_id, i.handle
         FROM posts p
         JOIN identities i ON i.org_id = p.org_id AND i.id = p.identity_id
         WHERE p.org_id = $1 AND p.account_id = $2 AND p.external_id IN (?)",
        &args![org, account],
        external_ids.into_iter().map(Value::from).collect(),
    )
    .await
}

/// Which of these channel ids were deleted before they came, or belong to an erased person.
///
/// # Errors
/// As the database.
pub async fn tombstones(
    conn: &mut Conn,
    account: AccountId,
    external_ids: Vec<String>,
) -> Result<Vec<Tombstone>> {
    let org = conn.org();
    // Posts of erased persons lie under the hash of their channel id.
    let mut names: BTreeMap<String, String> =
        external_ids.iter().map(|id| (erasure::grave(account, id), id.clone())).collect();
    names.extend(external_ids.into_iter().map(|id| (id.clone(), id)));
    let found: Vec<Tombstone> = conn
        .all_in(
            "SELECT external_id FROM tombstones
             WHERE org_id = $1 AND account_id = $2 AND external_id IN (?)",
            &args![org, account],
            names.keys().map(Value::from).collect(),
        )
        .await?;
    let plain = found.into_iter().filter_map(|stone| names.get(&stone.external_id).cloned());
    Ok(plain.map(|external_id| Tombstone { external_id }).collect())
}

/// Remembers that a post that we have not seen was deleted: it stays deleted.
///
/// # Errors
/// As the database.
pub async fn bury(tx: &mut Tx, account: AccountId, external_id: &str, at: Time) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO tombstones (org_id, account_id, external_id, deleted_at)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
        args![org, account, external_id, at],
    )
    .await?;
    Ok(())
}

/// One post.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub async fn find(conn: &mut Conn, id: PostId) -> Result<Post> {
    let org = conn.org();
    conn.one("post", columns!("SELECT", "FROM posts WHERE org_id = $1 AND id = $2"), args![org, id])
        .await
}

/// Posts by id, in no particular order.
///
/// # Errors
/// As the database.
pub async fn find_all(conn: &mut Conn, ids: Vec<PostId>) -> Result<Vec<Post>> {
    let org = conn.org();
    conn.all_in(
        columns!("SELECT", "FROM posts WHERE org_id = $1 AND id IN (?)"),
        &args![org],
        ids.into_iter().map(Value::from).collect(),
    )
    .await
}

/// The posts of a conversation, oldest first, the last `limit` of them.
///
/// # Errors
/// As the database.
pub async fn of_thread(conn: &mut Conn, thread: ThreadId, limit: i64) -> Result<Vec<Post>> {
    let org = conn.org();
    let mut posts: Vec<Post> = conn
        .all(
            columns!(
                "SELECT",
                "FROM posts WHERE org_id = $1 AND thread_id = $2
                 ORDER BY posted_at DESC, id DESC
                 LIMIT $3"
            ),
            args![org, thread, limit],
        )
        .await?;
    posts.reverse();
    Ok(posts)
}

/// The posts of a case, newest first, the last `limit` of them.
///
/// # Errors
/// As the database.
pub async fn of_case(conn: &mut Conn, case: CaseId, limit: i64) -> Result<Vec<Post>> {
    let org = conn.org();
    conn.all(
        columns!(
            "SELECT",
            "FROM posts WHERE org_id = $1 AND case_id = $2
             ORDER BY posted_at DESC, id DESC
             LIMIT $3"
        ),
        args![org, case, limit],
    )
    .await
}

/// A person's posts, newest first.
///
/// # Errors
/// As the database.
pub async fn of_person(conn: &mut Conn, person: PersonId, limit: i64) -> Result<Vec<Post>> {
    let org = conn.org();
    conn.all(
        columns!(
            "SELECT",
            "FROM posts WHERE org_id = $1 AND person_id = $2
             ORDER BY posted_at DESC, id DESC
             LIMIT $3"
        ),
        args![org, person, limit],
    )
    .await
}

/// Puts posts into a case.
///
/// # Errors
/// As the database.
pub async fn join_case(tx: &mut Tx, posts: &[PostId], case: CaseId) -> Result<()> {
    let org = tx.org();
    post_counts::changes(tx, posts).await?;
    tx.exec_in(
        "UPDATE posts SET case_id = $2, state = 'in_case' WHERE org_id = $1 AND id IN (?)",
        &args![org, case],
        posts.iter().map(|id| Value::from(*id)).collect(),
    )
    .await?;
    Ok(())
}

row! {
    struct InCase {
        id: PostId,
        case_id: CaseId,
    }
}

/// The cases of those of these posts that are in one.
///
/// # Errors
/// As the database.
pub async fn cases(conn: &mut Conn, posts: Vec<PostId>) -> Result<Vec<(PostId, CaseId)>> {
    let org = conn.org();
    let found: Vec<InCase> = conn
        .all_in(
            "SELECT id, case_id FROM posts
             WHERE org_id = $1 AND case_id IS NOT NULL AND id IN (?)",
            &args![org],
            posts.into_iter().map(Value::from).collect(),
        )
        .await?;
    Ok(found.into_iter().map(|row| (row.id, row.case_id)).collect())
}

/// What a later revision changes.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The new revision.
    pub revision: String,
    /// The new words.
    pub text: String,
    /// A fresh salt for their digest.
    pub salt: [u8; 16],
    /// When the author changed it.
    pub edited_at: Time,
}

/// Replaces the words of a post that still is what was `seen`: one that is deleted stays so, and no
/// later revision gives way to an earlier one. A legal hold keeps the words before.
///
/// # Errors
/// [`Error::Busy`] when somebody changed or deleted it since it was seen.
pub async fn edit(tx: &mut Tx, seen: &Known, edit: &Edit, now: Time) -> Result<()> {
    let org = tx.org();
    kept_words::keep(tx, seen.id, now).await?;
    let changed = tx
        .exec(
            "UPDATE posts SET revision = $3, text = $4, salt = $5, edited_at = $6
             WHERE org_id = $1 AND id = $2 AND state <> 'deleted' AND revision = $7",
            args![
                org,
                seen.id,
                &edit.revision,
                &edit.text,
                edit.salt.as_slice(),
                edit.edited_at,
                &seen.revision,
            ],
        )
        .await?;
    if changed == 0 { Err(Error::Busy) } else { Ok(()) }
}

/// Gives a post of ours the id that its channel told late, and its address where none is known.
///
/// # Errors
/// As the database.
pub async fn name(tx: &mut Tx, id: PostId, external_id: &str, url: Option<&str>) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE posts SET external_id = $3, url = COALESCE(url, $4) WHERE org_id = $1 AND id = $2",
        args![org, id, external_id, url.map(str::to_owned)],
    )
    .await?;
    Ok(())
}

/// Empties a post that is gone at its source: its words, their salt, its hashtags, its verdict's evidence.
/// A legal hold keeps the words.
///
/// # Errors
/// As the database.
pub async fn delete(tx: &mut Tx, id: PostId, now: Time) -> Result<()> {
    let org = tx.org();
    kept_words::keep(tx, id, now).await?;
    post_counts::changes(tx, &[id]).await?;
    tx.exec(
        "UPDATE posts SET state = 'deleted', text = '', salt = $3, url = NULL
         WHERE org_id = $1 AND id = $2",
        args![org, id, Vec::<u8>::new()],
    )
    .await?;
    tx.exec(
        "UPDATE verdicts SET body = '', decision = '' WHERE org_id = $1 AND post_id = $2",
        args![org, id],
    )
    .await?;
    crate::lessons::forget_posts(tx, &[id]).await?;
    crate::hashtags::remove(tx, &[id]).await?;
    crate::search::remove(tx, &[id]).await
}

/// The posts of several conversations, oldest first, the last `limit` of them all together.
///
/// # Errors
/// As the database.
pub async fn of_threads(conn: &mut Conn, threads: Vec<ThreadId>, limit: i64) -> Result<Vec<Post>> {
    let org = conn.org();
    let mut posts: Vec<Post> = conn
        .all_in(
            columns!(
                "SELECT",
                "FROM posts WHERE org_id = $1 AND thread_id IN (?)
                 ORDER BY posted_at DESC, id DESC
                 LIMIT $2"
            ),
            &args![org, limit],
            threads.into_iter().map(Value::from).collect(),
        )
        .await?;
    posts.sort_by_key(|post| (post.posted_at, post.id));
    Ok(posts)
}
