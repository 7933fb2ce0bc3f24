//! A set of listeners, and the places that it marks.

use anyhow::{bail, ensure};
use earshot_matcher::{Listener, ListenerSet, MAX_MARKS, PostView, Query};
use earshot_model::{ListenerId, ListenerPurpose, Span};
use uuid::Uuid;

use super::Counted;

/// The queries as listeners; their ids are their places.
pub(super) fn of(queries: &[Query]) -> ListenerSet {
    ListenerSet::new((0_u128..).zip(queries).map(|(number, query)| Listener {
        id: ListenerId(Uuid::from_u128(number)),
        version: 1,
        purpose: ListenerPurpose::Care,
        query: query.clone(),
    }))
}

/// Compares the hits of a post with the plain evaluator, and the marks with those of each query alone.
pub(super) fn check(
    set: &ListenerSet,
    queries: &[Query],
    truth: &[bool],
    post: &PostView<'_>,
    counted: &mut Counted,
) -> anyhow::Result<()> {
    let mut hits = set.matches(post).into_iter().peekable();
    for ((number, query), expected) in (0_u128..).zip(queries).zip(truth) {
        let hit = hits.next_if(|hit| hit.listener_id.0.as_u128() == number);
        let open = query.needs_verdict() && post.verdict.is_none();
        if hit.is_some() != (*expected && !open) {
            bail!("the set says {}, the plain evaluator {expected}\n{query}", hit.is_some());
        }
        let Some(hit) = hit else { continue };
        counted.marked += 1;
        let alone = query.spans(post).unwrap_or_default();
        ensure!(hit.spans == alone, "marked {:?}, alone {alone:?}\n{query}", hit.spans);
        ensure!(alone.len() <= MAX_MARKS, "{} places\n{query}", alone.len());
        sound(&alone, post.text)?;
    }
    ensure!(hits.next().is_none(), "a hit of a listener that is not in the set");
    Ok(())
}

/// Whether marks are pieces of the text, in order and apart.
pub(super) fn sound(spans: &[Span], text: &str) -> anyhow::Result<()> {
    let mut end = 0;
    for span in spans {
        let (start, stop) = (usize::try_from(span.start)?, usize::try_from(span.end)?);
        let piece = text.get(start..stop).unwrap_or_default();
        ensure!(start >= end && !piece.is_empty(), "{span:?} of {spans:?}");
        end = stop;
    }
    Ok(())
}
