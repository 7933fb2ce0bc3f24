//! Rooms: conversations with a guest that stand here.
//!
//! `rules` decides, and is pure. Agents `invite`, and `check` who a guest is. Guests `enter`, read
//! (`talk`), `say` and send `files`, and `wish` to be reached otherwise. What a guest says becomes an
//! event of the room's account and takes the way of every post; what the brand answers comes through
//! the outbox and stands there as soon as it is sent.

mod chat;
mod check;
mod enter;
mod files;
mod home;
mod invite;
mod rules;
mod say;
mod standing;
mod talk;
mod visitor;
mod wish;

pub use chat::ChatWindow;
pub use check::Proof;
pub use enter::{Entered, Entry};
pub use invite::{Invited, MOST_DAYS};
pub use rules::{
    Door, LARGEST_FILE, LONGEST_TEXT, MOST_FILES, Shut, Side, Typed, browser_letters, is_picture,
    takes,
};
pub use say::{Said, Upload, Word};
pub use standing::RoomStanding;
pub use talk::{Line, Talk};
pub use visitor::Visitor;
pub use wish::Wish;

pub use earshot_store::rooms::{Guest, RoomFile};

pub(crate) use home::home;
pub(crate) use standing::standing;
