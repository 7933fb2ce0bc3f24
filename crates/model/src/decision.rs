//! Decisions: what the playbook and the router say of a post, and why.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{Audience, Behind, Clocks, Interaction, Later, Place, QueueId, Strategy};

words! {
    /// What is to be done about a post.
    Outcome as "outcome" {
        /// A case is opened or joined, and someone answers.
        Respond = "respond",
        /// It enters the record; nobody answers.
        Record = "record",
        /// It is left alone.
        Leave = "leave",
    }
}

words! {
    /// How fast an answer is owed, by its class.
    SlaClass as "service level" {
        /// Within 15 minutes.
        Urgent = "urgent",
        /// Within 60 minutes.
        Normal = "normal",
        /// Within 24 hours.
        Relaxed = "relaxed",
        /// No clock.
        None = "none",
    }
}

/// One suggestion or act that a playbook line asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Action {
    /// Answer, with a suggested text.
    SuggestReply {
        /// Who should read it.
        audience: Audience,
        /// The suggested words.
        text: String,
    },
    /// Move the matter to a private thread.
    SuggestPrivate,
    /// Give the case a tag.
    Tag {
        /// The tag.
        tag: String,
    },
    /// Tell these people by a note.
    Notify {
        /// Key of a queue whose people are told.
        queue: String,
    },
    /// Ask another department for its word, which owes it within a time of its own.
    Consult {
        /// Key of the department.
        department: String,
        /// Within how many minutes.
        minutes: u32,
    },
    /// Look these words up in the knowledge base.
    Search {
        /// The words.
        words: String,
    },
    /// Tell the end where it began.
    CloseInPublic,
}

impl Action {
    /// The word by which it is stored.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::SuggestReply { .. } => "suggest_reply",
            Self::SuggestPrivate => "suggest_private",
            Self::Tag { .. } => "tag",
            Self::Notify { .. } => "notify",
            Self::Consult { .. } => "consult",
            Self::Search { .. } => "search",
            Self::CloseInPublic => "close_in_public",
        }
    }
}

/// Why something was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The playbook line that says so, if one does.
    pub line: Option<i64>,
    /// A key of the locale files, such as `reason-asks-for-help`.
    pub key: String,
    /// What fills the gaps of the text, as name and value.
    pub values: Vec<(String, String)>,
}

/// What the playbook says of a post: whether, who, what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Version of the playbook that decided.
    pub playbook_version: i64,
    /// Whether an answer is warranted.
    pub outcome: Outcome,
    /// Key of the department that leads.
    #[serde(default)]
    pub department: Option<String>,
    /// Key of the queue that should have it.
    pub queue: Option<String>,
    /// Keys of the skills that are needed.
    pub skills: Vec<String>,
    /// Where the answer should stand.
    pub audience: Audience,
    /// How fast.
    pub sla: SlaClass,
    /// What kind of interaction it is: the row of the matrix.
    #[serde(default)]
    pub interaction: Option<Interaction>,
    /// Public or private, in more words than the audience has.
    #[serde(default)]
    pub place: Place,
    /// How a negative post is met.
    #[serde(default)]
    pub strategy: Option<Strategy>,
    /// Key of the department that must approve an answer before it goes out.
    #[serde(default)]
    pub approval: Option<String>,
    /// What is to follow the answer.
    #[serde(default)]
    pub later: Option<Later>,
    /// What else to do or suggest.
    pub actions: Vec<Action>,
    /// Which lines gave which of the three answers.
    #[serde(default)]
    pub behind: Behind,
    /// Why, in order.
    pub reasons: Vec<Reason>,
}

impl Decision {
    /// Suggests these too, as far as they are not suggested yet, on behalf of a line (0: of none).
    /// Gives whether there was anything new.
    pub fn advise(&mut self, line: i64, more: &[Action]) -> bool {
        let before = self.actions.len();
        for action in more {
            if !self.actions.contains(action) {
                self.actions.push(action.clone());
                self.behind.actions.push(line);
            }
        }
        self.actions.len() > before
    }

    /// Forgets the actions that are not to be kept, with their lines.
    pub fn keep_actions(&mut self, keep: impl Fn(&Action) -> bool) {
        let mut kept = self.actions.iter().map(&keep);
        self.behind.actions.retain(|_| kept.next().unwrap_or(false));
        self.actions.retain(&keep);
    }

    /// The line that suggests the action at this place; none for a rule of the house or the matrix.
    #[must_use]
    pub fn line_of(&self, place: usize) -> Option<i64> {
        self.behind.actions.get(place).copied().filter(|line| *line > 0)
    }
}

/// Recorded, by version 0, without a reason: what the fields are before a playbook fills them.
impl Default for Decision {
    fn default() -> Self {
        Self {
            playbook_version: 0,
            outcome: Outcome::Record,
            department: None,
            queue: None,
            skills: Vec::new(),
            audience: Audience::Public,
            sla: SlaClass::None,
            interaction: None,
            place: Place::Choice,
            strategy: None,
            approval: None,
            later: None,
            actions: Vec::new(),
            behind: Behind::default(),
            reasons: Vec::new(),
        }
    }
}

/// What the router says of a case: where, and until when. Who takes it is decided once it waits there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Routing {
    /// The queue.
    pub queue_id: QueueId,
    /// The clocks.
    pub clocks: Clocks,
    /// Why, in order.
    pub reasons: Vec<Reason>,
}
