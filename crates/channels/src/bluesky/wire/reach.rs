//! How far a list was read that begins with its newest entry.
//!
//! Entries stand in the order in which their authors say that they wrote them, and a clock may be
//! wrong: an entry can appear below one that was read before. So a look compares the whole newest page
//! with what was read, and goes on below it until it is [`OVERLAP`] behind the newest entry of the last
//! look. After that, everything down to there has been read.

use std::collections::HashSet;

use earshot_model::{ChannelItem, Time};
use serde::{Deserialize, Serialize};

use super::item::Listed;

/// How far a look goes behind what was read before, in microseconds: 5 minutes.
pub const OVERLAP: i64 = 5 * Time::MINUTE;
/// How many entries are remembered as read.
const MOST: usize = 600;

/// How far a list was read: the cursor of its source, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reach {
    /// The newest entry that was read, in microseconds since 1970.
    since: i64,
    /// The marks of what was read last, newest first.
    seen: Vec<String>,
    /// A look that is under way: the server's cursor to the next page, and its newest entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    way: Option<(String, i64)>,
    /// Whether nothing was read yet.
    #[serde(skip)]
    first: bool,
}

impl Reach {
    /// Reads a source's cursor. One that cannot be read counts as none.
    #[must_use]
    pub fn read(cursor: Option<&str>) -> Self {
        let known = cursor.and_then(|cursor| serde_json::from_str(cursor).ok());
        known.unwrap_or_else(|| Self { first: true, ..Self::default() })
    }

    /// As a source's cursor.
    #[must_use]
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The server's cursor to the page that is to be read; none for the newest one.
    #[must_use]
    pub fn server_cursor(&self) -> Option<&str> {
        self.way.as_ref().map(|(at, _)| at.as_str())
    }

    /// Whether a look is under way.
    #[must_use]
    pub const fn is_on_the_way(&self) -> bool {
        self.way.is_some()
    }

    /// Takes a page and the server's cursor to the next one. Gives what is new, oldest first, and how
    /// far that is; none when nothing changed.
    #[must_use]
    pub fn take(
        mut self,
        page: Vec<Listed>,
        next: Option<String>,
    ) -> (Vec<ChannelItem>, Option<Self>) {
        let newest = page.iter().map(|one| one.at.micros()).max().unwrap_or(0);
        let oldest = page.iter().map(|one| one.at.micros()).min();
        let read: HashSet<String> = self.seen.iter().cloned().collect();
        let mut once = HashSet::new();
        let fresh: Vec<Listed> = page
            .into_iter()
            .filter(|one| !read.contains(&one.mark) && once.insert(one.mark.clone()))
            .collect();
        let (any, first, was_on) = (!fresh.is_empty(), self.first, self.is_on_the_way());
        let top = self.way.as_ref().map_or(self.since, |(_, top)| *top).max(newest);
        // What came first on this look is the newest: it is forgotten last.
        let marks = fresh.iter().map(|one| one.mark.clone());
        self.seen = if was_on {
            self.seen.iter().cloned().chain(marks).collect()
        } else {
            marks.chain(self.seen.iter().cloned()).collect()
        };
        self.seen.truncate(MOST);
        let reaches = oldest.is_none_or(|oldest| oldest <= self.since.saturating_sub(OVERLAP));
        self.way = match next {
            Some(at) if !first && !reaches => Some((at, top)),
            _ => None,
        };
        if self.way.is_none() {
            self.since = top;
        }
        self.first = false;
        let changed = any || first || was_on || self.way.is_some();
        let items = fresh.into_iter().rev().filter_map(|one| one.item).collect();
        (items, changed.then_some(self))
    }
}
