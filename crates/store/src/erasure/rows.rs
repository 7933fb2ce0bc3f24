//! Which rows an erasure touches, and how each is emptied.

use earshot_model::{AccountId, CaseId, IdentityId, PersonId, PostId, ThreadId, Time};
use sha2::{Digest as _, Sha256};

use super::deliveries::names_whole;
use crate::cell::row;
use crate::conn::Tx;
use crate::error::Result;
use crate::value::{Value, args};

row! {
    pub(super) struct OwnPost {
        pub(super) id: PostId,
        account_id: AccountId,
        thread_id: ThreadId,
        external_id: String,
    }
}

row! {
    struct Post {
        id: PostId,
    }
}

row! {
    struct Case {
        id: CaseId,
    }
}

row! {
    struct Identity {
        id: IdentityId,
        external_id: String,
        handle: String,
    }
}

row! {
    struct Thread {
        id: ThreadId,
        external_id: String,
    }
}

/// What stands in the place of a channel's id: it keeps unique keys unique and says nothing.
fn marker(id: uuid::Uuid) -> String {
    format!("erased:{}", id.simple())
}

/// The key of the tombstone that keeps an erased post from coming back when its channel delivers it
/// again: the account and the channel's id, hashed. Whoever stores posts asks for tombstones under
/// the channel's id and under this key.
#[must_use]
pub fn grave(account: AccountId, external_id: &str) -> String {
    let hash =
        Sha256::new().chain_update(account.bytes()).chain_update(external_id.as_bytes()).finalize();
    format!("erased:{}", hex::encode(hash))
}

/// Holds everything that an erasure changes and somebody else may be writing to, in the order in which
/// others do: nothing is delivered meanwhile, no answer goes out, and what was written before is seen.
pub(super) async fn hold(tx: &mut Tx, person: PersonId) -> Result<()> {
    crate::inbox::turn(tx).await?;
    if !tx.is_postgres() {
        return Ok(());
    }
    let org = tx.org();
    for sql in [
        "SELECT 1 FROM outbox
         WHERE org_id = $1 AND (
             case_id IN (SELECT id FROM cases WHERE org_id = $1 AND person_id = $2)
             OR to_post_id IN (SELECT id FROM posts WHERE org_id = $1 AND person_id = $2))
         ORDER BY id
         FOR UPDATE",
        "SELECT 1 FROM cases WHERE org_id = $1 AND person_id = $2 ORDER BY id FOR UPDATE",
        "SELECT 1 FROM persons WHERE org_id = $1 AND id = $2 FOR UPDATE",
        "SELECT 1 FROM identities WHERE org_id = $1 AND person_id = $2 ORDER BY id FOR UPDATE",
    ] {
        tx.exec(sql, args![org, person]).await?;
    }
    Ok(())
}

/// Writes the erasure down, for other servers and for backups.
pub(super) async fn list(tx: &mut Tx, person: PersonId, now: Time) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "INSERT INTO erasures (org_id, person_id, erased_at) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
        args![org, person, now],
    )
    .await?;
    Ok(())
}

pub(super) async fn cases_of(tx: &mut Tx, person: PersonId) -> Result<Vec<CaseId>> {
    let org = tx.org();
    let rows: Vec<Case> = tx
        .all("SELECT id FROM cases WHERE org_id = $1 AND person_id = $2", args![org, person])
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

pub(super) async fn posts_of(tx: &mut Tx, person: PersonId) -> Result<Vec<OwnPost>> {
    let org = tx.org();
    tx.all(
        "SELECT id, account_id, thread_id, external_id FROM posts
         WHERE org_id = $1 AND person_id = $2",
        args![org, person],
    )
    .await
}

/// The brand's posts that speak to the person: in their cases, and under their posts.
pub(super) async fn answers_to(tx: &mut Tx, person: PersonId) -> Result<Vec<PostId>> {
    let org = tx.org();
    let rows: Vec<Post> = tx
        .all(
            "SELECT p.id FROM cases c
             JOIN posts p ON p.org_id = c.org_id AND p.case_id = c.id
             WHERE c.org_id = $1 AND c.person_id = $2 AND p.direction = 'outbound'
             UNION
             SELECT p.id FROM posts q
             JOIN posts p ON p.org_id = q.org_id AND p.thread_id = q.thread_id
                 AND p.parent_external_id = q.external_id
             WHERE q.org_id = $1 AND q.person_id = $2 AND p.direction = 'outbound'",
            args![org, person],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Gives conversations whose channel id names the person, or one of their posts, another id, unless
/// other customers wrote in them, too: what comes later must find theirs.
pub(super) async fn rename_threads(tx: &mut Tx, person: PersonId, own: &[OwnPost]) -> Result<()> {
    let org = tx.org();
    let identities = identities(tx, person).await?;
    let mut names: Vec<&str> = own.iter().map(|post| post.external_id.as_str()).collect();
    for identity in &identities {
        names.extend([identity.external_id.as_str(), identity.handle.as_str()]);
    }
    names.retain(|name| !name.is_empty());
    let list = own.iter().map(|post| Value::from(post.thread_id)).collect();
    let threads: Vec<Thread> = tx
        .all_in(
            "SELECT t.id, t.external_id FROM threads t
             WHERE t.org_id = $1
               AND NOT EXISTS (
                   SELECT 1 FROM posts p
                   WHERE p.org_id = t.org_id AND p.thread_id = t.id AND p.person_id <> $2
                     AND p.direction = 'inbound')
               AND t.id IN (?)",
            &args![org, person],
            list,
        )
        .await?;
    for thread in threads {
        if names.iter().any(|name| names_whole(&thread.external_id, name)) {
            tx.exec(
                "UPDATE threads SET external_id = $3 WHERE org_id = $1 AND id = $2",
                args![org, thread.id, marker(thread.id.0)],
            )
            .await?;
        }
    }
    Ok(())
}

/// Gives their posts other channel ids, keeps the tree of answers, and buries the old ids hashed.
pub(super) async fn rename_posts(tx: &mut Tx, own: &[OwnPost], now: Time) -> Result<()> {
    let org = tx.org();
    for post in own {
        let name = marker(post.id.0);
        if post.external_id == name {
            continue;
        }
        tx.exec(
            "UPDATE posts SET external_id = $3, revision = '' WHERE org_id = $1 AND id = $2",
            args![org, post.id, &name],
        )
        .await?;
        tx.exec(
            "UPDATE posts SET parent_external_id = $4
             WHERE org_id = $1 AND thread_id = $2 AND parent_external_id = $3",
            args![org, post.thread_id, &post.external_id, &name],
        )
        .await?;
        tx.exec(
            "INSERT INTO tombstones (org_id, account_id, external_id, deleted_at)
             VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING",
            args![org, post.account_id, grave(post.account_id, &post.external_id), now],
        )
        .await?;
    }
    Ok(())
}

/// Empties the messages to them. What had not gone yet does not go any more, and nobody is asked about
/// it.
pub(super) async fn empty_messages(tx: &mut Tx, person: PersonId, now: Time) -> Result<()> {
    let org = tx.org();
    tx.exec(
        "UPDATE approvals SET state = 'withdrawn', decided_at = $3
         WHERE org_id = $1 AND state = 'waiting'
           AND case_id IN (SELECT id FROM cases WHERE org_id = $1 AND person_id = $2)",
        args![org, person, now],
    )
    .await?;
    tx.exec(
        "UPDATE outbox
         SET text = '', salt = $3, text_digest = $3, overridden = '[]', override_reason = NULL,
             problem = NULL,
             state = CASE WHEN state IN ('held', 'queued') THEN 'cancelled' ELSE state END,
             finished_at = CASE WHEN state IN ('held', 'queued') THEN $4 ELSE finished_at END
         WHERE org_id = $1 AND (
             case_id IN (SELECT id FROM cases WHERE org_id = $1 AND person_id = $2)
             OR to_post_id IN (SELECT id FROM posts WHERE org_id = $1 AND person_id = $2))",
        args![org, person, Vec::<u8>::new(), now],
    )
    .await?;
    Ok(())
}

/// Empties posts, what was judged of them, and takes them out of the index.
pub(super) async fn empty_posts(tx: &mut Tx, posts: &[PostId]) -> Result<()> {
    let org = tx.org();
    let list: Vec<Value> = posts.iter().map(|id| Value::from(*id)).collect();
    crate::search::remove(tx, posts).await?;
    tx.exec_in(
        "UPDATE posts SET text = '', salt = $2, url = NULL, claimed_language = NULL
         WHERE org_id = $1 AND id IN (?)",
        &args![org, Vec::<u8>::new()],
        list.clone(),
    )
    .await?;
    for sql in [
        "UPDATE verdicts SET body = '', decision = '' WHERE org_id = $1 AND post_id IN (?)",
        "DELETE FROM kept_words WHERE org_id = $1 AND post_id IN (?)",
        "DELETE FROM hashtag_uses WHERE org_id = $1 AND post_id IN (?)",
    ] {
        tx.exec_in(sql, &args![org], list.clone()).await?;
    }
    Ok(())
}

/// Empties the subjects, notes and promises of cases, and removes their drafts and the tags that agents
/// typed: a line of the playbook names nobody.
pub(super) async fn empty_cases(tx: &mut Tx, cases: &[CaseId]) -> Result<()> {
    let org = tx.org();
    let list: Vec<Value> = cases.iter().map(|id| Value::from(*id)).collect();
    tx.exec_in(
        "UPDATE cases SET subject = '' WHERE org_id = $1 AND id IN (?)",
        &args![org],
        list.clone(),
    )
    .await?;
    tx.exec_in(
        "UPDATE notes SET text = '', salt = $2 WHERE org_id = $1 AND case_id IN (?)",
        &args![org, Vec::<u8>::new()],
        list.clone(),
    )
    .await?;
    tx.exec_in(
        "UPDATE promises SET text = '' WHERE org_id = $1 AND case_id IN (?)",
        &args![org],
        list.clone(),
    )
    .await?;
    tx.exec_in(
        "DELETE FROM case_tags WHERE org_id = $1 AND line IS NULL AND case_id IN (?)",
        &args![org],
        list.clone(),
    )
    .await?;
    tx.exec_in("DELETE FROM drafts WHERE org_id = $1 AND case_id IN (?)", &args![org], list)
        .await?;
    Ok(())
}

/// Empties the record of the person. Their identities get ids that no channel has, so that whoever
/// writes from them again is somebody new.
pub(super) async fn empty_person(tx: &mut Tx, person: PersonId, now: Time) -> Result<()> {
    let org = tx.org();
    for identity in identities(tx, person).await? {
        tx.exec(
            "UPDATE identities
             SET external_id = $3, handle = '', display_name = '', followers = NULL, evidence = ''
             WHERE org_id = $1 AND id = $2",
            args![org, identity.id, marker(identity.id.0)],
        )
        .await?;
    }
    crate::names::remove(tx, person).await?;
    tx.exec("DELETE FROM person_facts WHERE org_id = $1 AND person_id = $2", args![org, person])
        .await?;
    tx.exec(
        "UPDATE holds SET reason = '' WHERE org_id = $1 AND person_id = $2",
        args![org, person],
    )
    .await?;
    tx.exec(
        "UPDATE persons
         SET display_name = '', tier = 'unknown', languages = '', place = NULL, time_zone = NULL,
             erased_at = $3
         WHERE org_id = $1 AND id = $2",
        args![org, person, now],
    )
    .await?;
    Ok(())
}

async fn identities(tx: &mut Tx, person: PersonId) -> Result<Vec<Identity>> {
    let org = tx.org();
    tx.all(
        "SELECT id, external_id, handle FROM identities WHERE org_id = $1 AND person_id = $2",
        args![org, person],
    )
    .await
}
