//! The customer who is harsh but legitimate.

use earshot_model::{IdentityMatch, Intent, Sentiment};

use crate::Facts;

/// Whether someone with a real matter speaks harshly: bad mood, asks for help or complains, no
/// spam, none of ours, and the post is addressed to us or about us.
///
/// Such a post is never left alone, whatever the lines say.
#[must_use]
pub fn is_harsh_but_legitimate(facts: &Facts) -> bool {
    facts.sentiment == Sentiment::Negative
        && facts.intents.iter().any(|i| matches!(i, Intent::Help | Intent::Complaint))
        && !facts.spam
        && facts.identity != IdentityMatch::Ours
        && (facts.setting.directly_addressed || facts.relevant)
}
