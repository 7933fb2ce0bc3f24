//! Which strategies for a negative post are open.

use earshot_model::{Interaction, Strategy};

use crate::{Document, Facts, interaction, is_harsh_but_legitimate};

/// Why a strategy is not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StrategyError {
    /// The playbook does not offer it.
    #[error("the playbook does not offer the strategy \"{strategy}\"; choose another")]
    NotOffered {
        /// Which.
        strategy: Strategy,
    },
    /// A customer with a real matter is answered.
    #[error(
        "this customer is harsh and has a real matter: answer in public, soon, where they wrote. \
         It cannot be ignored"
    )]
    Harsh,
    /// Only what provokes may be ignored.
    #[error("only posts that provoke and need nothing may be ignored; answer, or record why not")]
    NotInflammatory,
}

/// Whether a strategy is open for a post. To hide or delete also needs the permission, a reason and
/// a copy; those the desk asks for.
///
/// # Errors
/// Why it is not.
pub fn is_open(
    strategy: Strategy,
    facts: &Facts,
    playbook: &Document,
) -> Result<(), StrategyError> {
    if !playbook.strategies.contains(&strategy) {
        return Err(StrategyError::NotOffered { strategy });
    }
    if strategy != Strategy::Ignore {
        return Ok(());
    }
    if is_harsh_but_legitimate(facts) {
        return Err(StrategyError::Harsh);
    }
    if facts.expects_reply || interaction::of(facts) != Interaction::Inflammatory {
        return Err(StrategyError::NotInflammatory);
    }
    Ok(())
}
