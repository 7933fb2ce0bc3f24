//! What the network says, read leniently: anybody can write a record, and programs leave things out.
//! Pure.

mod facets;
mod frame;
mod gathered;
mod item;
mod key;
mod message;
mod reach;
mod record;
mod shapes;
mod token;
mod words;

pub use facets::{Facet, Spot, spot};
pub use frame::{Commit, Frame, Standing};
pub use gathered::{Counts, Gathered};
pub use item::{Listed, Wrote, author_of, item, item_of, moment, notified, web_address};
pub use key::{is_answer, keys, tid};
pub use message::{message_item, same_words};
pub use reach::{OVERLAP, Reach};
pub use record::{Quoted, Record};
pub use shapes::{
    AuthorViewerShape, ConvoShape, ConvosShape, FeedItemShape, FeedShape, LabelShape,
    LogEventShape, LogShape, MessageShape, MessagesShape, NodeShape, NotificationShape,
    NotificationsShape, OneConvoShape, PostShape, PostViewerShape, PostsShape, ProfileShape,
    ProfilesShape, PutShape, RecordShape, Reference, SenderShape, SessionShape, ThreadShape,
};
pub use token::Token;
pub use words::words;

#[cfg(test)]
mod tests;
