//! Where an agent can answer: the newest words of the customer decide.

use earshot_model::{Account, Capabilities, LengthRule, Post};

use super::author::Author;
use super::leg::LegView;
use super::may::May;

/// One kind of answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// How long it may be.
    pub length: LengthRule,
}

/// Where and how an answer can go.
#[derive(Debug, Clone)]
pub struct Sheets {
    /// The customer's newest words: what a reply answers.
    pub to: Post,
    /// The account that answers; its handle is the brand's own.
    pub account: Account,
    /// What the account can do.
    pub capabilities: Capabilities,
    /// In public; none where the account cannot, nothing public is there to answer, or this agent
    /// may not.
    pub public: Option<Sheet>,
    /// In private; none where the account cannot, or this agent may not.
    pub private: Option<Sheet>,
    /// About how many people see a public answer: the followers of everybody who took part in this
    /// conversation, and nobody is counted twice.
    pub reach: i64,
}

/// The kinds of answer to the customer's newest words; none when they said nothing, or through an
/// account that is gone or switched off.
pub(crate) fn sheets(legs: &[LegView], may: May) -> Option<Sheets> {
    let (leg, to) = legs
        .iter()
        .flat_map(|leg| leg.posts.iter().map(move |entry| (leg, entry)))
        .filter(|(_, entry)| entry.author == Author::Customer)
        .filter(|(_, entry)| entry.post.state != earshot_model::PostState::Deleted)
        .max_by_key(|(_, entry)| (entry.post.posted_at, entry.post.id))?;
    let account = leg.account.clone().filter(|account| account.disabled_at.is_none())?;
    // An account whose connector has not told yet can what most can.
    let capabilities: Capabilities =
        serde_json::from_str(&account.capabilities).unwrap_or_default();
    let public = (may.reply_public && capabilities.reply_public && to.post.audience.is_open())
        .then_some(Sheet { length: capabilities.length_public });
    let private = (may.reply_private && capabilities.reply_private)
        .then_some(Sheet { length: capabilities.length_private });
    let mut counted = std::collections::BTreeMap::new();
    for identity in leg.posts.iter().filter_map(|entry| entry.identity.as_ref()) {
        counted.insert(identity.id, identity.followers.unwrap_or(0).max(0));
    }
    let reach = counted.values().fold(0_i64, |sum, followers| sum.saturating_add(*followers));
    Some(Sheets { to: to.post.clone(), account, capabilities, public, private, reach })
}
