//! Walking what customers wrote backwards in time, page by page.

use earshot_model::{PostId, Time, Visibility};
use earshot_store::Conn;
use earshot_store::lookups::{self, Before, SeenPost};
use uuid::Uuid;

use super::MOST_HEARD;
use crate::days::Range;
use crate::error::Result;

/// Posts of one statement.
const PAGE: usize = 2_000;

/// A walk over the posts of a range, newest first.
pub(crate) struct Walk<'a> {
    eyes: &'a Visibility,
    from: Time,
    before: Before,
    only_found: bool,
    looked_at: usize,
    done: bool,
}

impl<'a> Walk<'a> {
    /// Every post of the range, or only those that a listener found.
    pub(crate) fn new(eyes: &'a Visibility, range: Range, only_found: bool) -> Self {
        let before = (range.to, PostId::from(Uuid::nil()));
        Self { eyes, from: range.from, before, only_found, looked_at: 0, done: false }
    }

    /// The next page; empty at the end.
    pub(crate) async fn next(&mut self, conn: &mut Conn) -> Result<Vec<SeenPost>> {
        let page = PAGE.min(MOST_HEARD.saturating_sub(self.looked_at));
        if self.done || page == 0 {
            return Ok(Vec::new());
        }
        let limit = i64::try_from(page).unwrap_or(i64::MAX);
        let read = (self.eyes, self.from, self.before);
        let posts = if self.only_found {
            lookups::found(conn, read.0, read.1, read.2, limit).await?
        } else {
            lookups::heard(conn, read.0, read.1, read.2, limit).await?
        };
        self.looked_at += posts.len();
        self.done = posts.len() < page;
        if let Some(last) = posts.last() {
            self.before = (last.posted_at, last.post_id);
        }
        Ok(posts)
    }

    /// How many posts there were so far.
    pub(crate) const fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// The time of the oldest post so far, when the walk stopped before the start of its range.
    pub(crate) fn cut_at(&self) -> Option<Time> {
        (!self.done).then_some(self.before.0)
    }
}
