//! The conversations of a case: each post with its author, its depth and how it feels.

use std::collections::{HashMap, HashSet};

use earshot_model::{
    Account, Case, CaseId, Decision, Identity, IdentityId, Outcome, Post, PostId, Sentiment,
    ThreadId, ThreadRole, Verdict,
};
use earshot_store::cases::Leg;
use earshot_store::outbox::Message;
use earshot_store::{Result, verdicts};

use super::author::{Author, author, writers};
use super::tree::in_reading_order;

/// What funnel and playbook said of a post.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// How its author feels.
    pub sentiment: Sentiment,
    /// What is to be done about it.
    pub outcome: Outcome,
    /// The verdict; none once it was erased.
    pub verdict: Option<Verdict>,
    /// The decision; none once it was erased.
    pub decision: Option<Decision>,
}

impl Judgement {
    pub(crate) fn of(row: &verdicts::Judgement) -> Result<Self> {
        Ok(Self {
            sentiment: row.sentiment,
            outcome: row.outcome,
            verdict: row.verdict()?,
            decision: row.decided()?,
        })
    }
}

/// A post in its place.
#[derive(Debug, Clone)]
pub struct PostEntry {
    /// The post.
    pub post: Post,
    /// Whose words it holds.
    pub author: Author,
    /// The handle that wrote it.
    pub identity: Option<Identity>,
    /// How deep below the post that it answers.
    pub depth: usize,
    /// How it feels; none for what was not judged.
    pub sentiment: Option<Sentiment>,
    /// The other case that it belongs to, where this agent may see that one.
    pub own_case: Option<CaseId>,
}

/// A conversation of a case.
#[derive(Debug, Clone)]
pub struct LegView {
    /// Which.
    pub thread_id: ThreadId,
    /// The part that it plays.
    pub role: ThreadRole,
    /// The account through which we see it; none for one without posts.
    pub account: Option<Account>,
    /// The posts in the order of reading.
    pub posts: Vec<PostEntry>,
}

/// What the conversations of a case are made of.
pub(crate) struct Parts<'a> {
    pub(crate) case: &'a Case,
    pub(crate) legs: Vec<Leg>,
    pub(crate) posts: Vec<Post>,
    pub(crate) identities: &'a [Identity],
    pub(crate) accounts: &'a [Account],
    pub(crate) outbox: &'a [Message],
    pub(crate) feelings: &'a HashMap<PostId, Sentiment>,
    /// Other cases that the posts belong to and this agent may see.
    pub(crate) others: &'a HashSet<CaseId>,
}

/// The conversations of a case, in the order in which they joined it.
pub(crate) fn legs(parts: Parts<'_>) -> Vec<LegView> {
    let writers = writers(parts.outbox);
    let identities: HashMap<IdentityId, &Identity> =
        parts.identities.iter().map(|identity| (identity.id, identity)).collect();
    let mut of_thread: HashMap<ThreadId, Vec<Post>> = HashMap::new();
    for post in parts.posts {
        if shown(&post, parts.case) {
            of_thread.entry(post.thread_id).or_default().push(post);
        }
    }
    let entry = |(post, depth): (Post, usize)| {
        let identity = identities.get(&post.identity_id).copied();
        PostEntry {
            author: author(&post, parts.case, identity, &writers),
            identity: identity.cloned(),
            depth,
            sentiment: parts.feelings.get(&post.id).copied(),
            own_case: post.case_id.filter(|case| parts.others.contains(case)),
            post,
        }
    };
    let legs = parts.legs.into_iter().map(|leg| {
        let posts = of_thread.remove(&leg.thread_id).unwrap_or_default();
        let account = posts.first().map(|post| post.account_id);
        let account = account.and_then(|id| parts.accounts.iter().find(|a| a.id == id)).cloned();
        let posts = in_reading_order(posts).into_iter().map(entry).collect();
        LegView { thread_id: leg.thread_id, role: leg.role, account, posts }
    });
    legs.collect()
}

/// What others wrote in private belongs to their own case, also where the thread is the same.
fn shown(post: &Post, case: &Case) -> bool {
    post.audience.is_open() || post.case_id.is_none_or(|id| id == case.id)
}
