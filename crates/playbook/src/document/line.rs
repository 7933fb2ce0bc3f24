//! Lines.

use earshot_model::{Action, Interaction, Later, Outcome, Place, Process, SlaClass, Strategy};

/// One executable line of a playbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its number: unique in the playbook; lines are read in this order.
    pub number: i64,
    /// What people call it.
    pub name: String,
    /// Which process it belongs to.
    pub process: Process,
    /// Why it is there, in prose.
    pub why: String,
    /// Whether it rests.
    pub off: bool,
    /// The channels that it holds for. Without any it holds for all, and channels' own lines can
    /// only be stricter.
    pub channels: Vec<String>,
    /// The condition, in CEL.
    pub when: String,
    /// What follows.
    pub then: Then,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            number: 0,
            name: String::new(),
            process: Process::Engagement,
            why: String::new(),
            off: false,
            channels: Vec::new(),
            when: "true".to_owned(),
            then: Then::default(),
        }
    }
}

/// What follows when a line's condition holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Then {
    /// Whether a response is warranted. With it, the reading of the lines for all channels ends;
    /// without, it goes on.
    pub warranted: Option<Outcome>,
    /// Key of the department that leads; without one, that of the queue.
    pub department: Option<String>,
    /// Key of the queue. The first line that names one wins.
    pub queue: Option<String>,
    /// Keys of the skills that are needed, such as `german` or `rebooking:3`. Lines add up.
    pub skills: Vec<String>,
    /// Where the answer should stand. The first line that says so wins; else the matrix does.
    pub visibility: Option<Place>,
    /// How fast. The first line that says so wins; else the matrix does; else `normal`.
    pub clock: Option<SlaClass>,
    /// The type of interaction, where the line knows better than the verdict.
    pub interaction: Option<Interaction>,
    /// How a negative post is met.
    pub strategy: Option<Strategy>,
    /// Key of the department that must approve an answer.
    pub approval: Option<String>,
    /// What is to follow the answer.
    pub follow_up: Option<Later>,
    /// Next best actions, and acts. Lines add up.
    pub next: Vec<Action>,
}
