//! Asks one query of many posts, by the engine that listens live: each post is split into words once, and
//! most posts that are not meant are passed over by the first look at them.

use earshot_matcher::{Engine, Frequencies, Hit, PostView, Query, Scratch};
use earshot_model::Span;

/// A query that is asked of many posts.
pub(crate) struct Verifier {
    query: Query,
    engine: Engine,
    scratch: Scratch,
    hits: Vec<Hit>,
}

impl Verifier {
    /// Compiles the query.
    pub(crate) fn new(query: &Query) -> Self {
        Self {
            query: query.clone(),
            engine: Engine::new([(0, query)], Frequencies::default()),
            scratch: Scratch::default(),
            hits: Vec::new(),
        }
    }

    /// The query.
    pub(crate) const fn query(&self) -> &Query {
        &self.query
    }

    /// Which of these posts are what it asks for, in their order.
    pub(crate) fn which(&mut self, posts: &[PostView<'_>]) -> Vec<bool> {
        self.engine.match_batch(posts, &mut self.scratch, &mut self.hits);
        let mut which = vec![false; posts.len()];
        for hit in &self.hits {
            let at = usize::try_from(hit.post).unwrap_or(usize::MAX);
            if let Some((which, post)) = which.get_mut(at).zip(posts.get(at)) {
                // What was never judged is asked as it is: nobody waits for a verdict on the past.
                *which = !hit.pending || self.query.matches(post);
            }
        }
        which
    }

    /// Where a post that it asks for holds it.
    pub(crate) fn spans(&self, post: &PostView<'_>) -> Vec<Span> {
        self.query.spans(post).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_the_plain_evaluator_says() {
        let texts = ["Altavela lost my bag", "lost in Altavela's app", "nothing", "", "bag bag"];
        let posts: Vec<PostView<'_>> =
            texts.iter().map(|text| PostView { text, ..PostView::default() }).collect();
        for asked in [
            "altavela AND bag",
            "altavela NEAR/3 lost",
            "NOT altavela",
            "bag NOT sentiment:negative",
            "sentiment:negative",
            "alta* OR \"bag bag\"",
        ] {
            let query = Query::parse_search(asked).unwrap();
            let plain: Vec<bool> = posts.iter().map(|post| query.matches(post)).collect();
            let mut verifier = Verifier::new(&query);
            assert_eq!(verifier.which(&posts), plain, "{asked}");
            assert_eq!(verifier.which(&posts), plain, "{asked}, again");
            for (post, matches) in posts.iter().zip(plain) {
                let spans = query.spans(post);
                assert_eq!(
                    (spans.is_some(), spans.unwrap_or_default()),
                    (matches, verifier.spans(post))
                );
            }
        }
    }
}
