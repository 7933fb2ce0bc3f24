//! The type of an interaction: which row of the matrix a post belongs to.

use earshot_model::{Intent, Interaction, Sentiment};

use crate::{Facts, is_harsh_but_legitimate};

/// The type as the verdict shows it. Likes and shares do not come as posts, and what concerns a
/// person's account is told by lines, which know the organization's own words for it.
pub(crate) fn of(facts: &Facts) -> Interaction {
    let wants = |intent| facts.intents.contains(&intent);
    let needs = wants(Intent::Help) || wants(Intent::Complaint) || wants(Intent::Question);
    if is_harsh_but_legitimate(facts) && facts.is_customer() {
        Interaction::Harsh
    } else if wants(Intent::TrollBait) && !needs {
        Interaction::Inflammatory
    } else if wants(Intent::Help) {
        Interaction::Request
    } else if wants(Intent::Complaint) || facts.sentiment == Sentiment::Negative {
        Interaction::Rant
    } else if wants(Intent::Praise) || wants(Intent::Gratitude) {
        Interaction::Rave
    } else if facts.sentiment == Sentiment::Positive && !needs {
        Interaction::Positive
    } else {
        Interaction::Comment
    }
}
