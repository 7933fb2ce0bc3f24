//! Answers: given once, found again.

use earshot_model::Time;
use serde::Serialize;

use super::calls::{get, me, post};
use super::wire::{CommentShape, RefusalShape, item, post_of};
use crate::access::{Access, fault};
use crate::channel::{Outgoing, Receipt};
use crate::fault::Fault;
use crate::pace::Lane;

/// How long a site wants to wait between two comments of one address, in microseconds.
const FLOOD: i64 = 15 * Time::SECOND;
/// How far a site's clock may be behind ours, in microseconds.
const SKEW: i64 = 5 * Time::MINUTE;

/// Body of `POST /wp/v2/comments`.
#[derive(Serialize)]
struct NewComment<'a> {
    post: u64,
    parent: u64,
    content: &'a str,
}

pub(super) async fn send(access: &Access, answer: &Outgoing) -> Result<Receipt, Fault> {
    let odd = || Fault::Invalid(format!("\"{}\" is no comment of a blog", answer.to));
    let new = NewComment {
        post: post_of(&answer.thread).ok_or_else(odd)?,
        parent: answer.to.parse().map_err(|_| odd())?,
        content: &escaped(&answer.text),
    };
    let told = post(access, "/wp/v2/comments", &new).await?;
    if told.is_success() {
        // Done it is; an answer that cannot be read hides only where.
        let odd = |error| Fault::Unknown(format!("its answer cannot be read: {error}"));
        return told.json::<CommentShape>().map(|comment| receipt(&comment)).map_err(odd);
    }
    let refusal: RefusalShape = told.json().unwrap_or_default();
    Err(match refusal.code.as_str() {
        // It stands there already: it is looked up.
        "comment_duplicate" => Fault::Unknown("it says that it has this comment".to_owned()),
        "comment_flood" => Fault::Limited { until: access.now().plus(FLOOD) },
        _ => fault(&told, true),
    })
}

pub(super) async fn find_sent(
    access: &Access,
    answer: &Outgoing,
) -> Result<Option<Receipt>, Fault> {
    let me = me(access);
    let query = format!("parent={}&author={}&per_page=100&order=desc", answer.to, me.id);
    let shown: Vec<CommentShape> = get(access, Lane::Replies, "/wp/v2/comments", &query).await?;
    // Who may not moderate is not told what waits; the site itself refuses the same comment again.
    let held = get(access, Lane::Replies, "/wp/v2/comments", &format!("{query}&status=hold")).await;
    let held: Vec<CommentShape> = held.unwrap_or_default();
    let since = answer.written_at.plus(-SKEW);
    let is_it = |comment: &&CommentShape| {
        comment.author == me.id
            && item(comment, me)
                .is_some_and(|item| item.posted_at >= since && same(&item.text, &answer.text))
    };
    Ok(shown.iter().chain(&held).find(is_it).map(receipt))
}

fn receipt(comment: &CommentShape) -> Receipt {
    let url = Some(comment.link.clone()).filter(|url| url.starts_with("http"));
    Receipt { id: comment.id.to_string(), url }
}

/// Whether two texts say the same, apart from white space and quotation marks, which a site makes round.
fn same(a: &str, b: &str) -> bool {
    fn parts(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| c.is_alphanumeric())
    }
    parts(a).eq(parts(b))
}

/// A comment is HTML: signs that would begin a tag are written out.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{escaped, same};

    #[test]
    fn words_stay_words() {
        assert_eq!(escaped("1 < 2 & <b>"), "1 &lt; 2 &amp; &lt;b&gt;");
        assert!(same("It’s “here” – now…", "It's \"here\" - now..."));
        assert!(!same("It is here", "It is there"));
    }
}
