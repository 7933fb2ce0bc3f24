//! Example posts that stay with the playbook, and are tried on every change.

use earshot_model::{Action, Interaction, Outcome, Place, SlaClass};

use crate::{Facts, Field, Operand};

/// A post, and what should be decided about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// The words of the post.
    pub text: String,
    /// What else is known of it; what is not given is neutral.
    pub given: Vec<(Field, Operand)>,
    /// What should be decided.
    pub expect: Expectation,
}

/// What should be decided about an example; what is missing is not asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expectation {
    /// Whether a response is warranted.
    pub warranted: Option<Outcome>,
    /// The queue.
    pub queue: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// Skills that must be among those asked for.
    pub skills: Vec<String>,
    /// Public or private.
    pub visibility: Option<Place>,
    /// How fast.
    pub clock: Option<SlaClass>,
    /// The type of interaction.
    pub interaction: Option<Interaction>,
    /// Numbers of lines that must be behind it.
    pub lines: Vec<i64>,
}

impl Example {
    /// The facts of the post.
    #[must_use]
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::default();
        facts.setting.text.clone_from(&self.text);
        for (field, value) in &self.given {
            // The reader of the file has refused values that do not fit.
            let _fits = facts.set(*field, value);
        }
        facts
    }
}

/// The kinds of actions by the word that the file has for them.
pub(crate) const fn act(action: &Action) -> &'static str {
    match action {
        Action::SuggestReply { .. } => "reply",
        Action::SuggestPrivate => "private",
        Action::Tag { .. } => "tag",
        Action::Notify { .. } => "notify",
        Action::Consult { .. } => "consult",
        Action::Search { .. } => "search",
        Action::CloseInPublic => "close_in_public",
    }
}

/// All words for actions.
pub(crate) const ACTS: [&str; 7] =
    ["reply", "private", "tag", "notify", "consult", "search", "close_in_public"];
