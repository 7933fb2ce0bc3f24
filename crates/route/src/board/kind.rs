//! Cases that ask the same of a person, by one word: rows carry it, so that whoever gives work looks at
//! the first cases of each kind and not at a hundred thousand.

use earshot_model::{QueueId, SlaClass};
use serde::{Deserialize, Serialize};

/// What all cases of a kind have in common. Within a kind the soonest deadline is the longest wait as
/// well: one service level, one queue.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Kind {
    /// Where they wait.
    pub queue: QueueId,
    /// How fast an answer is owed.
    pub class: SlaClass,
    /// The skills that the playbook asked for, each as `rebooking:3` or `rebooking`; not those of the
    /// queue, which may change.
    pub skills: Vec<String>,
    /// The customer's language.
    pub language: Option<String>,
    /// How much of a person's capacity one of them takes.
    pub weight: i64,
    /// Whether each is apart from the others: somebody is preferred for it, or does not get it.
    pub apart: bool,
}

impl Kind {
    /// The word for rows.
    #[must_use]
    pub fn word(&self) -> String {
        let mut skills = self.skills.clone();
        skills.sort_unstable();
        skills.dedup();
        let parts = (
            self.queue,
            self.class,
            skills,
            self.language.as_deref().unwrap_or_default(),
            self.weight,
            self.apart,
        );
        serde_json::to_string(&parts).unwrap_or_default()
    }

    /// Reads the word; nothing for rows that are older than kinds.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        type Parts = (QueueId, SlaClass, Vec<String>, String, i64, bool);
        let (queue, class, skills, language, weight, apart) =
            serde_json::from_str::<Parts>(word).ok()?;
        let language = Some(language).filter(|tag| !tag.is_empty());
        Some(Self { queue, class, skills, language, weight: weight.max(1), apart })
    }

    /// The same kind in another queue.
    #[must_use]
    pub fn moved(mut self, queue: QueueId) -> Self {
        self.queue = queue;
        self
    }

    /// The same kind, apart from the others or not.
    #[must_use]
    pub fn set_apart(mut self, apart: bool) -> Self {
        self.apart = apart;
        self
    }
}
