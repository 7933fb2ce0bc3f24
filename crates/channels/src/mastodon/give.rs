//! Answers: given once, found again.

use earshot_egress::{Method, Request};
use earshot_model::{Audience, Time};
use serde::Serialize;

use super::calls::{ask, escaped, get, me};
use super::wire::{ContextShape, StatusShape, item, same_words};
use crate::access::Access;
use crate::channel::{Outgoing, Receipt};
use crate::fault::Fault;
use crate::pace::Lane;

/// How far a server's clock may be behind ours, in microseconds.
const SKEW: i64 = 5 * Time::MINUTE;
/// How many of our own newest statuses a page has.
const PAGE: usize = 40;
/// How many such pages are looked through.
const PAGES: usize = 5;

/// Body of `POST /api/v1/statuses`.
#[derive(Serialize)]
struct NewStatus<'a> {
    status: &'a str,
    in_reply_to_id: &'a str,
    visibility: &'static str,
}

pub(super) async fn send(access: &Access, answer: &Outgoing) -> Result<Receipt, Fault> {
    let status = with_mention(&answer.text, &answer.handle);
    let new = NewStatus {
        status: &status,
        in_reply_to_id: &answer.to,
        visibility: visibility(answer.audience),
    };
    let body = serde_json::to_vec(&new).map_err(|error| Fault::Invalid(error.to_string()))?;
    let request = Request::new(Method::POST, access.url("/api/v1/statuses"))
        .header("content-type", "application/json")
        // A server keeps it for an hour: the same answer again is the same status.
        .header("idempotency-key", answer.id.to_string())
        .body(body);
    let told = ask(access, Lane::Replies, request, true).await?;
    // Done it is; an answer that cannot be read hides only where.
    let odd = |error| Fault::Unknown(format!("its answer cannot be read: {error}"));
    told.json::<StatusShape>().map(receipt).map_err(odd)
}

pub(super) async fn find_sent(
    access: &Access,
    answer: &Outgoing,
) -> Result<Option<Receipt>, Fault> {
    let id = escaped(&answer.to);
    let context = get(access, Lane::Replies, &format!("/api/v1/statuses/{id}/context")).await;
    let below = match context {
        Ok(ContextShape { descendants, .. }) => descendants,
        // What we answered went meanwhile; what we said may stand all the same.
        Err(Fault::NotThere(_)) => Vec::new(),
        Err(other) => return Err(other),
    };
    if let Some(found) = below.into_iter().find(|status| is_it(access, answer, status)) {
        return Ok(Some(receipt(found)));
    }
    among_ours(access, answer).await
}

/// Looks through our own statuses, from the newest back to when the answer was written.
async fn among_ours(access: &Access, answer: &Outgoing) -> Result<Option<Receipt>, Fault> {
    let ours = escaped(me(access).id);
    let mut older = String::new();
    for _ in 0..PAGES {
        let path =
            format!("/api/v1/accounts/{ours}/statuses?exclude_reblogs=true&limit={PAGE}{older}");
        let page: Vec<StatusShape> = get(access, Lane::Replies, &path).await?;
        let (count, last) = (page.len(), page.last().cloned());
        if let Some(found) = page.into_iter().find(|status| is_it(access, answer, status)) {
            return Ok(Some(receipt(found)));
        }
        let Some(last) = last.filter(|last| count >= PAGE && is_since(answer, last)) else {
            return Ok(None);
        };
        older = format!("&max_id={}", escaped(&last.id));
    }
    // So much was said since then that it cannot be looked through.
    Err(Fault::Unknown("too many newer posts of ours stand before it".to_owned()))
}

/// Whether a status is this answer.
fn is_it(access: &Access, answer: &Outgoing, status: &StatusShape) -> bool {
    let ours = status.account.id == me(access).id;
    ours && status.in_reply_to_id.as_deref() == Some(answer.to.as_str())
        && is_since(answer, status)
        && item(status, me(access), String::new())
            .is_some_and(|item| same_words(&item.text, &answer.text))
}

fn is_since(answer: &Outgoing, status: &StatusShape) -> bool {
    status
        .created_at
        .parse::<jiff::Timestamp>()
        .is_ok_and(|at| Time::from(at) >= answer.written_at.plus(-SKEW))
}

/// The words with whom they answer before them, unless they name them already: a server tells only
/// those whom a status names, and shows a private one to nobody else.
fn with_mention(text: &str, handle: &str) -> String {
    let name = format!("@{}", handle.trim_start_matches('@'));
    let named = |word: &str| {
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
        word.eq_ignore_ascii_case(&name)
    };
    if text.split_whitespace().any(named) { text.to_owned() } else { format!("{name} {text}") }
}

const fn visibility(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "public",
        Audience::Unlisted => "unlisted",
        Audience::Followers => "private",
        Audience::Private | Audience::Internal => "direct",
    }
}

fn receipt(status: StatusShape) -> Receipt {
    Receipt { id: status.id, url: status.url.filter(|url| url.starts_with("http")) }
}

#[cfg(test)]
mod tests {
    use super::with_mention;

    #[test]
    fn who_is_answered_is_named_once() {
        assert_eq!(with_mention("We found it.", "mirela"), "@mirela We found it.");
        assert_eq!(with_mention("Hi @Mirela, found.", "@mirela"), "Hi @Mirela, found.");
        assert_eq!(with_mention("Hi @mirelas", "mirela"), "@mirela Hi @mirelas");
        let far = "mirela@far.example";
        assert_eq!(with_mention("Found.", far), "@mirela@far.example Found.");
        assert_eq!(with_mention("@mirela@far.example found", far), "@mirela@far.example found");
    }
}
