//! The customer of a case, over all channels.

use std::collections::HashSet;

use earshot_model::{Case, CaseId, Identity, Person, Post, PostState, ThreadId, Visibility};
use earshot_store::visibility::sees_all;
use earshot_store::{Conn, Result, cases, persons, posts};

use super::mask::masked;
use crate::acts::fact_mark;

/// How many earlier cases are looked at.
const CASES: i64 = 50;
/// How many other posts are looked at, and how many are shown.
const POSTS: i64 = 60;
const POSTS_SHOWN: usize = 20;

/// Something that the organization's own record holds, masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskedFact {
    /// What it is: `email`, `phone`, `order`, `account`, `address`, `name`.
    pub kind: String,
    /// The value, masked.
    pub value: String,
    /// Where it comes from: `agent` when somebody typed it.
    pub source: String,
    /// What names it in [`Engage::strike_fact`](crate::Engage::strike_fact).
    pub mark: String,
}

/// A customer.
#[derive(Debug, Clone)]
pub struct Customer {
    /// Who.
    pub person: Person,
    /// Their handles on channels, oldest first.
    pub identities: Vec<Identity>,
    /// What the record holds of them, masked.
    pub facts: Vec<MaskedFact>,
    /// Their other cases that this agent may see, newest first, at most 50.
    pub other_cases: Vec<Case>,
    /// What they wrote elsewhere and this agent may see, newest first, at most 20.
    pub elsewhere: Vec<Post>,
}

/// Reads a customer as these eyes may see them, beside a case and its conversations.
pub(crate) async fn customer(
    conn: &mut Conn,
    eyes: &Visibility,
    case: &Case,
    threads: &HashSet<ThreadId>,
) -> Result<Customer> {
    let person = persons::find(conn, case.person_id).await?;
    let identities = persons::identities(conn, case.person_id).await?;
    let facts = persons::facts(conn, case.person_id).await?;
    let mut other_cases = cases::of_person(conn, case.person_id, CASES).await?;
    other_cases.retain(|other| other.id != case.id && eyes.sees(other));
    let visible: HashSet<CaseId> = other_cases.iter().map(|other| other.id).collect();
    let mut elsewhere = posts::of_person(conn, case.person_id, POSTS).await?;
    elsewhere.retain(|post| {
        let seen = match post.case_id {
            Some(other) => visible.contains(&other),
            None => post.audience.is_open() || sees_all(eyes),
        };
        seen && post.state != PostState::Deleted && !threads.contains(&post.thread_id)
    });
    elsewhere.truncate(POSTS_SHOWN);
    let facts = facts.into_iter().map(|fact| MaskedFact {
        value: masked(&fact.kind, &fact.value),
        mark: fact_mark(&fact.kind, &fact.value),
        kind: fact.kind,
        source: fact.source,
    });
    Ok(Customer { person, identities, facts: facts.collect(), other_cases, elsewhere })
}
