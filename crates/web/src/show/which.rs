//! Which list and which shelf an address names, and the address that names them.

use earshot_engage::desk::Shelf;
use earshot_engage::staff::Staff;
use earshot_model::{CaseList, Page, tag};

use crate::form::Form;
use crate::routes::search::encoded;

/// Rows of one page.
pub(crate) const ROWS: i64 = 50;

/// The list that a page shows.
#[derive(Debug, Clone)]
pub(crate) struct Which {
    /// The value of `list=`, as an address holds it.
    pub(crate) word: String,
    /// The value of `status=`.
    pub(crate) status: &'static str,
    /// Which cases.
    pub(crate) list: CaseList,
    /// Which of them.
    pub(crate) shelf: Shelf,
    /// Which slice.
    pub(crate) page: Page,
}

impl Which {
    /// Reads `list=`, `status=` and `from=`. Anything unknown means one's own open cases.
    pub(crate) fn read(asked: &Form, staff: &Staff) -> Self {
        let (status, shelf) = match asked.text("status") {
            "waiting" => ("waiting", Shelf::Waiting),
            "snoozed" => ("snoozed", Shelf::Snoozed),
            "done" => ("done", Shelf::Done),
            _ => ("open", Shelf::Open),
        };
        let word = asked.text("list");
        let queue = word.strip_prefix("queue:").and_then(|id| id.parse().ok());
        let tag = word.strip_prefix("tag:").and_then(tag);
        let list = match (word, queue, tag) {
            (_, Some(queue), _) => CaseList::Queue(queue),
            (_, _, Some(tag)) => CaseList::Tag(tag),
            ("all", ..) => CaseList::All,
            ("loops", ..) => CaseList::Loops,
            ("unassigned", ..) => CaseList::Unassigned,
            _ => CaseList::Mine(staff.id()),
        };
        let word = match &list {
            CaseList::Mine(_) => "mine".to_owned(),
            CaseList::Tag(tag) => tagged(tag),
            _ => word.to_owned(),
        };
        let offset = asked.text("from").parse().unwrap_or(0_i64).clamp(0, 1_000_000);
        Self { word, status, list, shelf, page: Page { offset, limit: ROWS } }
    }

    /// What comes behind the `?` of an address in this list.
    pub(crate) fn query(&self) -> String {
        match self.status {
            "open" => format!("list={}", self.word),
            status => format!("list={}&status={status}", self.word),
        }
    }
}

/// The value of `list=` for the cases that have a tag.
pub(crate) fn tagged(tag: &str) -> String {
    format!("tag:{}", encoded(tag))
}
