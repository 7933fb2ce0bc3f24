//! Answers: given once, found again.

use earshot_model::Time;
use serde::Serialize;

use super::calls::{escaped, get, me, post};
use super::wire::{ActionsShape, GivenShape, Me, PostShape, RefusalShape, external, place, url};
use crate::access::{Access, fault};
use crate::channel::{Outgoing, Receipt};
use crate::fault::Fault;
use crate::pace::Lane;

/// How far a forum's clock may be behind ours, in microseconds.
const SKEW: i64 = 5 * Time::MINUTE;
/// How many of our newest answers a page has.
const PAGE: usize = 30;
/// The most that is shown of a refusal, in characters.
const SHOWN: usize = 300;

/// Body of `POST /posts.json`.
#[derive(Serialize)]
struct NewPost<'a> {
    topic_id: u64,
    reply_to_post_number: u64,
    raw: &'a str,
}

pub(super) async fn send(access: &Access, answer: &Outgoing) -> Result<Receipt, Fault> {
    let (topic_id, reply_to_post_number) = place(&answer.to)
        .ok_or_else(|| Fault::Invalid(format!("\"{}\" is no post of a forum", answer.to)))?;
    let new = NewPost { topic_id, reply_to_post_number, raw: &answer.text };
    let told = post(access, "/posts.json", &new).await?;
    if told.is_success() {
        // Done it is; an answer that cannot be read hides only where.
        let odd = |error| Fault::Unknown(format!("its answer cannot be read: {error}"));
        let given: GivenShape = told.json().map_err(odd)?;
        return Ok(receipt(me(access), &given, answer));
    }
    let refusal: RefusalShape = told.json().unwrap_or_default();
    Err(match (told.status, refusal.errors.first()) {
        (422, Some(why)) => Fault::Invalid(why.chars().take(SHOWN).collect()),
        _ => fault(&told, true),
    })
}

/// Where it stands; one that moderators look at first stands nowhere yet.
fn receipt(me: Me<'_>, given: &GivenShape, answer: &Outgoing) -> Receipt {
    if given.post_number == 0 {
        return Receipt { id: format!("waits:{}", answer.id), url: None };
    }
    let (topic, number) = (given.topic_id, given.post_number);
    Receipt { id: external(topic, number), url: Some(url(me, &given.topic_slug, topic, number)) }
}

/// Looks through our newest answers: the forum lists where they are, and each is asked for its words.
pub(super) async fn find_sent(
    access: &Access,
    answer: &Outgoing,
) -> Result<Option<Receipt>, Fault> {
    let Some((topic, _)) = place(&answer.to) else { return Ok(None) };
    let me = me(access);
    let path = format!(
        "/user_actions.json?offset=0&limit={PAGE}&filter=5&username={}",
        escaped(me.username)
    );
    let since = answer.written_at.plus(-SKEW);
    let mut ours: ActionsShape = get(access, Lane::Replies, &path).await?;
    let all = ours.user_actions.len();
    ours.user_actions.retain(|action| action.at().is_none_or(|at| at >= since));
    let whole = all >= PAGE && ours.user_actions.len() == all;
    for action in ours.user_actions.iter().filter(|action| action.topic_id == topic) {
        let path = format!("/posts/by_number/{topic}/{}.json", action.post_number);
        let post: PostShape = match get(access, Lane::Replies, &path).await {
            Err(Fault::NotThere(_) | Fault::Forbidden(_)) => continue,
            other => other?,
        };
        if post.username.eq_ignore_ascii_case(me.username) && same(&post.raw, &answer.text) {
            let (number, slug) = (post.post_number, post.topic_slug.as_str());
            let url = Some(url(me, slug, topic, number));
            return Ok(Some(Receipt { id: external(topic, number), url }));
        }
    }
    if whole {
        return Err(Fault::Unknown("too many newer answers of ours stand before it".to_owned()));
    }
    Ok(None)
}

fn same(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}
