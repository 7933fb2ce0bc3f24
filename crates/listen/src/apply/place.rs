//! Where new posts belong: whose they are, in which conversation, in which case.

use std::collections::{HashMap, HashSet};

use earshot_cases::IDLE;
use earshot_model::{
    AccountId, Audience, CaseId, Identity, Outcome, PersonId, ThreadId, ThreadRole, Time,
};
use earshot_store::Tx;
use earshot_store::cases::{self, Joined};
use earshot_store::threads::{self, Thread};

use super::Context;
use super::answers::{Addressed, addressed};
use super::authors::identities;
use super::round::NewPost;
use crate::Result;
use crate::judge::Mode;

/// What happens with a new post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// It joins this case.
    Join(CaseId, ThreadRole),
    /// It opens a case.
    Open,
    /// It is the brand's own word in this case.
    Answer(CaseId),
    /// It is kept without a case.
    Keep,
}

/// A new post and where it belongs.
pub(super) struct Placed {
    pub(super) new: NewPost,
    pub(super) identity: Identity,
    pub(super) thread_id: ThreadId,
    pub(super) target: Target,
    pub(super) previous_owner: Option<earshot_model::AgentId>,
}

/// Finds or makes the persons and conversations of new posts, and decides about their cases.
pub(super) async fn place(
    tx: &mut Tx,
    context: &Context,
    fresh: Vec<NewPost>,
) -> Result<Vec<Placed>> {
    if fresh.is_empty() {
        return Ok(Vec::new());
    }
    let identities = identities(tx, context, &fresh).await?;
    let threads = conversations(tx, context, &fresh).await?;
    let joined = cases::of_threads(tx, threads.values().copied().collect()).await?;
    let people: HashSet<PersonId> = identities.values().map(|i| i.person_id).collect();
    let addressed = addressed(tx, &fresh).await?;
    let live = if fresh.iter().any(|new| new.post.item.audience == Audience::Private) {
        cases::live_of_persons(tx, people.into_iter().collect()).await?
    } else {
        Vec::new()
    };
    let mut placed = Vec::with_capacity(fresh.len());
    for new in fresh {
        let author = (new.account.channel.clone(), new.post.item.author.id.clone());
        let thread = (new.account.id, new.post.item.thread.clone());
        let (Some(identity), Some(thread_id)) = (identities.get(&author), threads.get(&thread))
        else {
            continue; // both were looked up or made above
        };
        let here: Vec<&Joined> = joined.iter().filter(|j| j.thread_id == *thread_id).collect();
        let target = target(&new, identity, &here, &live, &addressed, context.mode);
        let own = here.iter().filter(|j| j.person_id == identity.person_id);
        let previous_owner = own.filter_map(|j| j.owner_id).next();
        let (identity, thread_id) = (identity.clone(), *thread_id);
        placed.push(Placed { new, identity, thread_id, target, previous_owner });
    }
    Ok(placed)
}

fn target(
    new: &NewPost,
    identity: &Identity,
    here: &[&Joined],
    live: &[Joined],
    addressed: &Addressed,
    mode: Mode,
) -> Target {
    let item = &new.post.item;
    if new.post.ours {
        return match addressed.case_of(new.account.id, item) {
            Some(Some(case)) => Target::Answer(case),
            // It answers somebody who has no case.
            Some(None) => Target::Keep,
            // The newest case of the conversation; `of_threads` gives it first.
            None => here.first().map_or(Target::Keep, |joined| Target::Answer(joined.case_id)),
        };
    }
    let mine = |joined: &&&Joined| joined.person_id == identity.person_id;
    if let Some(joined) = here.iter().find(|j| mine(j) && is_open(j, item.posted_at, mode)) {
        return Target::Join(joined.case_id, role(item.audience));
    }
    if item.audience == Audience::Private
        && let Some(joined) = live.iter().find(|j| j.person_id == identity.person_id)
    {
        return Target::Join(joined.case_id, ThreadRole::Private);
    }
    let respond = new.post.said.as_ref().is_some_and(|(_, said)| said.outcome == Outcome::Respond);
    if respond || new.post.answered { Target::Open } else { Target::Keep }
}

/// The part of a conversation that is new to a case.
const fn role(audience: Audience) -> ThreadRole {
    match audience {
        Audience::Private => ThreadRole::Private,
        _ => ThreadRole::Side,
    }
}

/// Whether a customer's new word belongs to this case: it is live, or it went quiet less than 72
/// hours before. History has nobody who closes a case, so there only the 72 hours count.
fn is_open(joined: &Joined, posted_at: Time, mode: Mode) -> bool {
    (mode == Mode::Live && joined.status.is_live()) || posted_at.since(joined.active_at) <= IDLE
}

/// The conversations of new posts; unknown ones are made.
async fn conversations(
    tx: &mut Tx,
    context: &Context,
    fresh: &[NewPost],
) -> Result<HashMap<(AccountId, String), ThreadId>> {
    let mut wanted: HashMap<AccountId, HashSet<String>> = HashMap::new();
    for new in fresh {
        wanted.entry(new.account.id).or_default().insert(new.post.item.thread.clone());
    }
    let mut found = HashMap::new();
    for (account, ids) in wanted {
        for thread in threads::by_external(tx, account, ids.into_iter().collect()).await? {
            found.insert((account, thread.external_id), thread.id);
        }
    }
    let mut made = Vec::new();
    for new in fresh {
        let key = (new.account.id, new.post.item.thread.clone());
        found.entry(key).or_insert_with(|| {
            let thread = Thread {
                id: context.tools.id(),
                account_id: new.account.id,
                external_id: new.post.item.thread.clone(),
                created_at: new.post.item.posted_at,
            };
            let id = thread.id;
            made.push(thread);
            id
        });
    }
    threads::insert_all(tx, &made).await?;
    Ok(found)
}
