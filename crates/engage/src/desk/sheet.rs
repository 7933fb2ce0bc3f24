//! Where an agent can answer: the newest words of the customer decide.

use earshot_model::{Account, Audience, Capabilities, Case, LengthRule, Post, PostState, ThreadId};

use super::author::Author;
use super::leg::LegView;
use super::may::May;
use crate::reply::{Destination, OpenRoom, choose, is_by_hand};

/// One kind of answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// How long it may be.
    pub length: LengthRule,
    /// The conversation that it will stand in.
    pub thread: ThreadId,
    /// The account that answers; its handle is the brand's own.
    pub account: Account,
    /// Whether a person gives it at the source, by hand.
    pub by_hand: bool,
    /// Where the post that it answers can be seen there.
    pub source: Option<String>,
}

/// Where and how an answer can go.
#[derive(Debug, Clone)]
pub struct Sheets {
    /// The customer's newest words.
    pub to: Post,
    /// In public; none where the account cannot, nothing public is there to answer, or this agent
    /// may not.
    pub public: Option<Sheet>,
    /// In private; none where the account cannot, or this agent may not.
    pub private: Option<Sheet>,
    /// About how many people see a public answer: the followers of everybody who took part in this
    /// conversation, and nobody is counted twice.
    pub reach: i64,
}

/// What an answer is made of.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) case: &'a Case,
    pub(crate) accounts: &'a [Account],
    pub(crate) room: Option<OpenRoom>,
    pub(crate) may: May,
}

/// The kinds of answer to the customer's words, each where `reply` would send it; none when they said
/// nothing.
pub(crate) fn sheets(legs: &[LegView], around: Around<'_>) -> Option<Sheets> {
    let entries = || legs.iter().flat_map(|leg| &leg.posts);
    let to = entries()
        .filter(|entry| entry.author == Author::Customer)
        .filter(|entry| entry.post.state != PostState::Deleted)
        .map(|entry| &entry.post)
        .max_by_key(|post| (post.posted_at, post.id))?;
    let of_case = |post: &&Post| post.case_id == Some(around.case.id);
    let mut newest_first: Vec<&Post> = entries().map(|entry| &entry.post).filter(of_case).collect();
    newest_first.sort_by_key(|post| std::cmp::Reverse((post.posted_at, post.id)));
    let sheet = |audience| {
        let place = choose(&newest_first.iter().copied(), around.case, audience, around.room)?;
        let account = around.accounts.iter().find(|account| account.id == place.account)?;
        sheet(account, &place, audience, around.may)
    };
    let (public, private) = (sheet(Audience::Public), sheet(Audience::Private));
    let seen_in = public
        .as_ref()
        .and_then(|sheet: &Sheet| legs.iter().find(|leg| leg.thread_id == sheet.thread));
    Some(Sheets { to: to.clone(), reach: seen_in.map_or(0, reach), public, private })
}

/// How an account answers this audience; none where it cannot, is switched off, or the agent may not.
fn sheet(account: &Account, place: &Destination, audience: Audience, may: May) -> Option<Sheet> {
    // An account whose connector has not told yet can what most can.
    let can: Capabilities = serde_json::from_str(&account.capabilities).unwrap_or_default();
    let by_hand = is_by_hand(account, audience);
    let (allowed, length) = if audience.is_open() {
        (may.reply_public && (can.reply_public || by_hand), can.length_public)
    } else {
        (may.reply_private && can.reply_private, can.length_private)
    };
    (allowed && account.disabled_at.is_none()).then(|| Sheet {
        length,
        thread: place.thread,
        account: account.clone(),
        by_hand,
        source: place.to.url.clone(),
    })
}

/// The followers of everybody who took part in a conversation.
fn reach(leg: &LegView) -> i64 {
    let mut counted = std::collections::BTreeMap::new();
    for identity in leg.posts.iter().filter_map(|entry| entry.identity.as_ref()) {
        counted.insert(identity.id, identity.followers.unwrap_or(0).max(0));
    }
    counted.values().fold(0_i64, |sum, followers| sum.saturating_add(*followers))
}
