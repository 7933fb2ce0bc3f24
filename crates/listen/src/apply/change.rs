//! A post that we have changed at its source, or went.

use earshot_cases::clocks;
use earshot_model::{Account, Actor, Case, CaseId, EventKind, NewEvent, PostId, PostState, Time};
use earshot_route::clock::{Entry, Happening};
use earshot_store::listeners::{self, Hit};
use earshot_store::posts::{self, Edit, Known};
use earshot_store::verdicts::{self, Judged};
use earshot_store::{Tx, cases, events, search, subjects};
use serde_json::json;

use super::{Context, hashtags};
use crate::Result;
use crate::judge::JudgedPost;
use crate::subject::subject;

/// Empties a post that went. One that we have not seen is remembered, so that it stays deleted when
/// it comes after all.
pub(super) async fn delete(
    tx: &mut Tx,
    account: &Account,
    found: Option<&Known>,
    id: &str,
    (at, now): (Time, Time),
) -> Result<()> {
    posts::bury(tx, account.id, id, at).await?;
    let Some(post) = found.filter(|post| post.state != PostState::Deleted) else { return Ok(()) };
    let about = hold_subjects(tx, post.id).await?;
    posts::delete(tx, post.id, at).await?;
    name_anew(tx, &about).await?;
    let mut event = NewEvent::new(at, EventKind::PostDeleted, Actor::Account(account.id))
        .post(post.id)
        .person(post.person_id);
    event.case_id = post.case_id;
    tx.emit(event);
    if let Some(case) = post.case_id {
        // A channel's clock may be ahead of ours, and must not run down anybody's.
        withdrawn(tx, case, post.id, at.min(now)).await?;
    }
    Ok(())
}

/// Whoever took their word back waits for no answer to it.
async fn withdrawn(tx: &mut Tx, case: CaseId, post: PostId, at: Time) -> Result<()> {
    let case = cases::hold(tx, case).await?;
    let happened = [Entry { at, what: Happening::Withdrawn { post } }];
    if let Some(clocks) = clocks::note_now(tx, &case, at, &happened).await?
        && clocks != case.clocks
    {
        cases::save(tx, &Case { clocks, ..case }).await?;
    }
    Ok(())
}

/// Holds the cases whose subject this post may have made: before the post itself, as agents do.
async fn hold_subjects(tx: &mut Tx, post: PostId) -> Result<Vec<CaseId>> {
    let about = subjects::about(tx, post).await?;
    for case in &about {
        cases::hold(tx, *case).await?;
    }
    Ok(about)
}

/// Makes the subjects of these cases of the words that are left.
async fn name_anew(tx: &mut Tx, about: &[CaseId]) -> Result<()> {
    for case in about {
        let words = subjects::words(tx, *case).await?.unwrap_or_default();
        subjects::change(tx, *case, &subject(&words)).await?;
    }
    Ok(())
}

/// Replaces the words of a post, and what was said of them. Of its case only the subject follows:
/// agents see the new words and that they changed.
pub(super) async fn edit(
    tx: &mut Tx,
    context: &Context,
    account: &Account,
    found: &Known,
    post: JudgedPost,
) -> Result<()> {
    let uses = hashtags::of(context, &post, found.id, found.person_id);
    let JudgedPost { item, said, tokens, hits, .. } = post;
    let salt = context.tools.salt();
    let edited_at = item.edited_at.unwrap_or(context.now);
    let digest = events::digest(&salt, &item.text);
    let edit = Edit { revision: item.revision, text: item.text, salt, edited_at };
    let about = hold_subjects(tx, found.id).await?;
    posts::edit(tx, found, &edit, context.now).await?;
    name_anew(tx, &about).await?;
    search::remove(tx, &[found.id]).await?;
    let version = i64::from(earshot_text::VERSION);
    search::insert_all(tx, vec![(found.id, tokens)], version).await?;
    let hits: Vec<Hit> = hits
        .iter()
        .map(|hit| Hit { listener_id: hit.listener_id, version: hit.version, post_id: found.id })
        .collect();
    listeners::insert_hits(tx, &hits, context.now).await?;
    earshot_store::hashtags::remove(tx, &[found.id]).await?;
    hashtags::keep(tx, context, &uses).await?;
    let mut event = NewEvent::new(edited_at, EventKind::PostEdited, Actor::Account(account.id))
        .post(found.id)
        .person(found.person_id)
        .digest(digest);
    event.case_id = found.case_id;
    if let Some((verdict, decision)) = said {
        event = event.data(json!({ "sentiment": verdict.sentiment.value }));
        let judged = Judged { post_id: found.id, verdict, decision };
        verdicts::insert_all(tx, &[judged], context.now).await?;
    }
    tx.emit(event);
    Ok(())
}
