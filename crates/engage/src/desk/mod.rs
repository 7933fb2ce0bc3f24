//! What the screens read. Each screen takes a few queries, however long its lists are.

mod approvals;
mod asked;
mod author;
mod case_page;
mod colleagues;
mod customer;
mod kept;
mod learning;
mod leg;
mod listeners;
mod lists;
mod live;
mod mask;
mod may;
mod reviews;
mod routed;
mod shared_lists;
mod sheet;
mod sorting;
mod story;
mod tree;
mod wall;

pub use approvals::{ApprovalCount, ApprovalRow, ApprovalsPage, Pace};
pub use asked::Asked;
pub use author::Author;
pub use case_page::{CasePage, MOST_POSTS, POSTS, Standing};
pub use customer::{Customer, MaskedFact};
pub use learning::{LearningPage, Taught};
pub use leg::{Judgement, LegView, PostEntry};
pub(crate) use lists::Counts;
pub use lists::{ListPage, Lists, QueueCount, ShelfCounts};
pub use live::News;
pub use may::May;
pub use reviews::{Question, Questions};
pub use routed::{Handed, Routed, Taken};
pub use shared_lists::{NamedBy, SharedList};
pub use sheet::{Sheet, Sheets};
pub use sorting::Sorting;
pub use story::StoryEntry;
pub use wall::{WallAgent, WallGap, WallPage, WallQueue};

/// What open screens hear.
pub use earshot_bus::Notice;
/// What has to be done before a case may be closed, and how clocks stand.
pub use earshot_route::CloseRefusal;
/// What is missing so that somebody could take a case, and who was considered for one.
pub use earshot_route::board::{Considered, Lack, PassedOver};
/// A clock of a case.
pub use earshot_route::clock::{ClockKind, ClockState, Phase};
/// What somebody said to a suggestion.
pub use earshot_store::advice::Answered;
/// The question whether an answer may go.
pub use earshot_store::approvals::Approval;
/// Rows that screens show as the store keeps them.
pub use earshot_store::case_lists::{CaseRow, Shelf};
/// What somebody taught the filter.
pub use earshot_store::lessons::Lesson;
/// A listener.
pub use earshot_store::listeners::Listener;
/// A list that listeners share.
pub use earshot_store::lists::List;
/// A note of a case, and something typed and not sent.
pub use earshot_store::notes::{Draft, Note};
/// A message on its way out.
pub use earshot_store::outbox::Message;
/// A time that a customer was told.
pub use earshot_store::promises::Promise;
/// A department.
pub use earshot_store::setup::Department;
/// Each time that the filter tried to learn.
pub use earshot_store::snapshots::Snapshot;
/// A word that sorts a case.
pub use earshot_store::tags::CaseTag;
/// What an agent corrected.
pub use earshot_store::verdicts::Correction;
