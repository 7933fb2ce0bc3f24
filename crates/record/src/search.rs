//! Search over everything that was stored: posts by query, cases by number, people by name.
//!
//! The index gives a superset of posts, newest stored first; the matcher then asks each one the same
//! question that a listener would ask.

mod walk;

use earshot_matcher::{Mark, PostView, Query, Warning};
use earshot_model::{Span, Visibility};
use earshot_store::Conn;
use earshot_store::case_lists::{self, CaseRow};
use earshot_store::lookups::{self, FoundPerson, Said, SeenPost};

use crate::error::Result;
use crate::names;

/// The most stored posts that one search looks at. A search that is cut off here says so.
pub const MOST_SCANNED: usize = 20_000;
/// Names are looked for from so many characters on.
const SHORTEST_NAME: usize = 2;
/// A name that anybody could have is not longer.
const LONGEST_NAME: usize = 64;

/// A post that is what was searched for.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The post.
    pub post: SeenPost,
    /// Where its text holds what was searched for; empty when only its fields match.
    pub spans: Vec<Span>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// The case whose number was typed.
    pub case: Option<CaseRow>,
    /// People whose handle or name starts so.
    pub people: Vec<FoundPerson>,
    /// Posts, newest first.
    pub posts: Vec<Hit>,
    /// What is odd about the query.
    pub warnings: Vec<Warning>,
    /// How many stored posts were looked at.
    pub scanned: usize,
    /// Where to go on, for [`search`]: nothing when everything that could match was looked at.
    pub further: Option<i64>,
}

/// Searches what `eyes` may see: posts of visible cases, and posts without a case for those who see
/// the whole organization. `#123` and `123` also find the case of that number. At most `limit` posts
/// and people. `before` is where an earlier search stopped; then only posts are looked for.
///
/// # Errors
/// [`crate::Error::Query`] with the place and the reason, or as the store.
pub async fn search(
    conn: &mut Conn,
    eyes: &Visibility,
    text: &str,
    before: Option<i64>,
    limit: u16,
) -> Result<Results> {
    let first = before.is_none();
    let case = match number(text).filter(|_| first) {
        Some(number) => case(conn, eyes, number).await?,
        None => None,
    };
    let people = match name(text).filter(|_| first) {
        Some(start) => lookups::people(conn, eyes, start, i64::from(limit)).await?,
        None => Vec::new(),
    };
    let book = names::book(conn, std::iter::once(text)).await?;
    let query = Query::parse_search_with(text, &book, None)?;
    let walked = walk::walk(conn, eyes, &query, before, usize::from(limit)).await?;
    Ok(Results {
        case,
        people,
        posts: walked.hits,
        warnings: query.warnings().to_vec(),
        scanned: walked.scanned,
        further: walked.further,
    })
}

async fn case(conn: &mut Conn, eyes: &Visibility, number: i64) -> Result<Option<CaseRow>> {
    Ok(match lookups::case_by_number(conn, number).await? {
        Some(id) => case_lists::one(conn, eyes, id).await?,
        None => None,
    })
}

/// `#123` and `123` are the number of a case.
fn number(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.strip_prefix('#').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// What could be the start of a name or a handle, without its `@`: letters, digits, spaces, and
/// `.`, `-`, `_`, `'` and `@` inside.
fn name(text: &str) -> Option<&str> {
    let text = text.trim();
    let start = text.strip_prefix('@').unwrap_or(text);
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '\'' | '@');
    let long = start.chars().count();
    ((SHORTEST_NAME..=LONGEST_NAME).contains(&long) && start.chars().all(fits)).then_some(start)
}

/// A post as the matcher sees it, which is how the inbound loop sees it: the language that the channel claims, else the one that the
/// funnel found. One place for every look at a stored post, so that no two disagree.
macro_rules! view {
    ($post:expr) => {{
        let post = $post;
        let judged = post.judged_language.as_deref().filter(|code| *code != "und");
        PostView {
            text: &post.text,
            author_handle: &post.handle,
            author_name: &post.author_name,
            channel: &post.channel,
            url: post.url.as_deref(),
            surface: Some(post.surface),
            audience: Some(post.audience),
            marks: post.is_reply.then_some(Mark::Reply).into_iter().collect(),
            rating: post.rating,
            language: post.claimed_language.as_deref().or(judged),
            followers: post.followers,
            to: std::slice::from_ref(&post.recipient),
            ..PostView::default()
        }
    }};
}

/// The words and facts of a post, before it is asked who may see it.
fn view(said: &Said) -> PostView<'_> {
    view!(said)
}

/// A post that may be seen.
pub(crate) fn seen(post: &SeenPost) -> PostView<'_> {
    view!(post)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_cases() {
        assert_eq!(number("#123"), Some(123));
        assert_eq!(number(" 7 "), Some(7));
        for other in ["", "#", "#12a", "-3", "1.5", "99999999999999999999", "# 3"] {
            assert_eq!(number(other), None, "{other}");
        }
    }

    #[test]
    fn starts_of_names() {
        assert_eq!(name(" @ana.k "), Some("ana.k"));
        assert_eq!(name("Jürgen O'Neil"), Some("Jürgen O'Neil"));
        for other in ["a", "@a", "lang:en", "\"ana\"", "(ana OR bob)", "#ana", &"x".repeat(65)] {
            assert_eq!(name(other), None, "{other}");
        }
    }
}
