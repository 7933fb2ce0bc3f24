//! Hashtags are counted in the transaction that writes their posts, and one that many people begin to use
//! against the brand is noticed there: with the very post that makes it one.

use earshot_model::{Actor, EventKind, ListenerPurpose, NewEvent, PersonId, PostId, Sentiment};
use earshot_store::Tx;
use earshot_store::hashtags::{self, Alert, Use};
use serde_json::json;

use super::Context;
use crate::Result;
use crate::judge::{JudgedPost, Mode};

/// Of one post no more hashtags count: who writes more of them has another aim than to say something.
const MOST: usize = 20;

/// Whether a post speaks of the brand, or of what it makes.
pub(crate) fn is_about_us(purposes: impl IntoIterator<Item = ListenerPurpose>) -> bool {
    let ours = |purpose| matches!(purpose, ListenerPurpose::Brand | ListenerPurpose::Product);
    purposes.into_iter().any(ours)
}

/// What a post's hashtags say, if a customer wrote it, a listener found the brand in it, and it is no noise.
pub(super) fn of(context: &Context, post: &JudgedPost, id: PostId, person: PersonId) -> Vec<Use> {
    let Some((verdict, _)) = post.said.as_ref().filter(|(verdict, _)| !verdict.is_noise()) else {
        return Vec::new();
    };
    // A channel's clock may be ahead of ours.
    let used_at = post.item.posted_at.min(context.now);
    let negative = verdict.sentiment.value == Sentiment::Negative;
    let one = |hashtag: &String| Use {
        hashtag: hashtag.clone(),
        post_id: id,
        person_id: person,
        used_at,
        negative,
    };
    post.hashtags.iter().take(MOST).map(one).collect()
}

/// Writes them down. Where one has become an attack, whoever leads hears of it. History tells how things
/// were before, and wakes nobody.
pub(super) async fn keep(tx: &mut Tx, context: &Context, uses: &[Use]) -> Result<()> {
    if uses.is_empty() {
        return Ok(());
    }
    hashtags::insert_all(tx, uses).await?;
    if context.mode == Mode::History {
        return Ok(());
    }
    let mut angry: Vec<PostId> =
        uses.iter().filter(|one| one.negative).map(|one| one.post_id).collect();
    angry.dedup();
    if angry.is_empty() {
        return Ok(());
    }
    for hashtag in hashtags::suspects(tx, &angry, context.now).await? {
        let used = hashtags::used(tx, &hashtag, context.now).await?;
        if used.is_attack() {
            let alert = Alert {
                id: context.tools.id(),
                hashtag,
                raised_at: context.now,
                uses: used.uses,
                authors: used.authors,
                negative: used.negative,
                seen_by: None,
                seen_at: None,
            };
            hashtags::raise(tx, &alert).await?;
            let event = NewEvent::new(context.now, EventKind::HashtagRaised, Actor::System);
            tx.emit(event.data(json!({
                "alert": alert.id,
                "uses": alert.uses,
                "authors": alert.authors,
                "negative": alert.negative,
            })));
        }
    }
    Ok(())
}
