//! Walking the index from its newest post backwards, page by page, until enough was found.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use earshot_matcher::{PostView, Query, SearchTerm, SearchTerms};
use earshot_model::{PostId, Verdict, Visibility};
use earshot_store::Conn;
use earshot_store::lookups::{self, SeenPost};
use earshot_store::search::{Found, Lookup, Term, find};

use super::{Hit, MOST_SCANNED, seen, view};
use crate::error::Result;
use crate::judged::verdicts_for;
use crate::verify::Verifier;

/// The first page: most searches find enough in it.
const FIRST_PAGE: usize = 64;
/// The largest page; pages double up to it.
const LARGEST_PAGE: usize = 1_024;

pub(super) struct Walked {
    pub(super) hits: Vec<Hit>,
    pub(super) scanned: usize,
    /// Where to go on: nothing when everything that could match was looked at.
    pub(super) further: Option<i64>,
}

/// Finds at most `limit` posts among those stored before `before`, newest stored first, and gives them
/// newest posted first.
pub(super) async fn walk(
    conn: &mut Conn,
    eyes: &Visibility,
    query: &Query,
    before: Option<i64>,
    limit: usize,
) -> Result<Walked> {
    let lookup = lookup(query.search_terms());
    let mut asked = Verifier::new(query);
    let mut walked = Walked { hits: Vec::new(), scanned: 0, further: before };
    let mut page = FIRST_PAGE.max(limit).min(LARGEST_PAGE);
    while walked.hits.len() < limit && walked.scanned < MOST_SCANNED {
        page = page.min(MOST_SCANNED - walked.scanned);
        let found = next(conn, lookup.as_ref(), walked.further, page).await?;
        let last = found.len() < page;
        let looked = verify(conn, eyes, &mut asked, &found, limit, &mut walked.hits).await?;
        walked.scanned += looked;
        walked.further =
            looked.checked_sub(1).and_then(|at| found.get(at)).map(|found| found.doc_id);
        if last && looked == found.len() {
            walked.further = None;
            break;
        }
        page = (page * 2).min(LARGEST_PAGE);
    }
    walked.hits.sort_by_key(|hit| Reverse(hit.post.posted_at));
    Ok(walked)
}

/// What the index is asked; nothing when every post may match.
fn lookup(terms: SearchTerms) -> Option<Lookup> {
    let term = |term| match term {
        SearchTerm::Token(token) => Term::Token(token),
        SearchTerm::Prefix(start) => Term::Prefix(start),
        SearchTerm::Without(token) => Term::Without(token),
    };
    match terms {
        SearchTerms::Anything => None,
        SearchTerms::AnyOf(sets) => {
            let any_of = sets.into_iter().map(|set| set.into_iter().map(term).collect()).collect();
            Some(Lookup { any_of })
        }
    }
}

async fn next(
    conn: &mut Conn,
    lookup: Option<&Lookup>,
    before: Option<i64>,
    page: usize,
) -> Result<Vec<Found>> {
    let page = i64::try_from(page).unwrap_or(i64::MAX);
    Ok(match lookup {
        Some(lookup) => find(conn, lookup, before, page).await?,
        None => lookups::newest(conn, before, page).await?,
    })
}

/// Keeps what really matches and may be seen; gives how many were looked at before `limit` hits
/// were together.
async fn verify(
    conn: &mut Conn,
    eyes: &Visibility,
    asked: &mut Verifier,
    found: &[Found],
    limit: usize,
    hits: &mut Vec<Hit>,
) -> Result<usize> {
    let ids: Vec<PostId> = found.iter().map(|found| found.post_id).collect();
    let mut looked = 0;
    // The words first, which cost little; whether it may be seen, and all else, only of those that
    // match.
    let (matching, verdicts) = matching(conn, asked, &ids).await?;
    for part in ids.chunks(FIRST_PAGE) {
        let mine: Vec<PostId> = part.iter().copied().filter(|id| matching.contains(id)).collect();
        let posts = lookups::seen(conn, eyes, &mine).await?;
        let mut posts: HashMap<PostId, SeenPost> =
            posts.into_iter().map(|post| (post.post_id, post)).collect();
        for id in part {
            if hits.len() >= limit {
                return Ok(looked);
            }
            looked += 1;
            if let Some(post) = posts.remove(id) {
                let spans = asked.spans(&PostView { verdict: verdicts.get(id), ..seen(&post) });
                hits.push(Hit { post, spans });
            }
        }
    }
    Ok(looked)
}

/// Those of the posts that are what was searched for, and the verdicts that were asked for it.
async fn matching(
    conn: &mut Conn,
    asked: &mut Verifier,
    ids: &[PostId],
) -> Result<(HashSet<PostId>, HashMap<PostId, Verdict>)> {
    let said = lookups::said(conn, ids).await?;
    let verdicts = verdicts_for(conn, asked.query(), ids.to_vec()).await?;
    let posts =
        said.iter().map(|said| PostView { verdict: verdicts.get(&said.post_id), ..view(said) });
    let which = asked.which(&posts.collect::<Vec<_>>());
    let matching = said.iter().zip(which).filter(|(_, matches)| *matches);
    Ok((matching.map(|(said, _)| said.post_id).collect(), verdicts))
}
