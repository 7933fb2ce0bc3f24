//! A query, kept in little memory.

use std::sync::Arc;

use crate::query::Query;

/// A query as its text, or as it is where reading the text does not give it again: one that names
/// lists, or that is longer when all its brackets are written.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    text: Arc<str>,
    query: Option<Arc<Query>>,
}

impl Kept {
    pub(crate) fn new(query: &Query) -> Self {
        let text: Arc<str> = query.to_string().into();
        let same = Query::parse_search(&text).is_ok_and(|again| again.node() == query.node());
        let query = (!same).then(|| Arc::new(query.clone()));
        Self { text, query }
    }

    /// The query. Its places in the text are not those that it was written with.
    pub(crate) fn query(&self) -> Option<Arc<Query>> {
        match &self.query {
            Some(query) => Some(Arc::clone(query)),
            None => Query::parse_search(&self.text).ok().map(Arc::new),
        }
    }
}
