//! The classes of data and how long each is kept unless the organization says otherwise.

/// A class of data with a time of its own. What hangs on a post (verdicts, corrections, listener
/// hits, its place in the index) goes with the post; what hangs on a case (its posts, notes, drafts
/// and messages) goes with the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Posts that were judged noise, from their arrival.
    Noise,
    /// Posts in the record without a case, from their arrival.
    Recorded,
    /// Closed cases, from their closing and the arrival of their last post.
    Cases,
    /// Deliveries that were worked on or put aside, from their arrival.
    Inbox,
    /// Logins, from their end.
    Sessions,
    /// Typed and never sent, from the last change.
    Drafts,
    /// Deletes that came before their posts. Those of erased persons, which are hashes, stay.
    Tombstones,
    /// Jobs that were put aside.
    Jobs,
    /// Files of persons, from the day they came.
    Files,
    /// What people taught the filter, from the day they did: the words of the post stand there.
    Lessons,
    /// Persons without posts and cases, from the day we first heard of them.
    Persons,
}

impl Class {
    /// All classes, in the order in which they are removed: what points before what is pointed at.
    pub const ALL: &'static [Self] = &[
        Self::Noise,
        Self::Recorded,
        Self::Cases,
        Self::Inbox,
        Self::Sessions,
        Self::Drafts,
        Self::Tombstones,
        Self::Jobs,
        Self::Files,
        Self::Lessons,
        Self::Persons,
    ];

    /// The word in the database and in events.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Noise => "noise",
            Self::Recorded => "recorded",
            Self::Cases => "cases",
            Self::Inbox => "inbox",
            Self::Sessions => "sessions",
            Self::Drafts => "drafts",
            Self::Tombstones => "tombstones",
            Self::Jobs => "jobs",
            Self::Files => "files",
            Self::Lessons => "lessons",
            Self::Persons => "persons",
        }
    }

    /// The class with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.word() == word)
    }

    /// How many days it is kept when nobody said anything. A source may deliver a thing again for a
    /// week: so long the inbox remembers it.
    #[must_use]
    pub const fn default_days(self) -> i64 {
        match self {
            Self::Inbox => 7,
            Self::Noise | Self::Sessions => 30,
            Self::Drafts | Self::Jobs => 90,
            Self::Recorded | Self::Tombstones => 365,
            Self::Cases | Self::Files | Self::Lessons | Self::Persons => 1095,
        }
    }
}
