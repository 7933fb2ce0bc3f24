//! Where new posts belong: whose they are, in which conversation, in which case.

use std::collections::{HashMap, HashSet};

use earshot_cases::IDLE;
use earshot_model::{
    AccountId, Audience, CaseId, Identity, Outcome, Person, PersonId, ThreadId, Tier,
    Time,
};
use earshot_store::Tx;
use earshot_store::cases::{self, Joined};
use earshot_store::persons;
use earshot_store::threads::{self, Thread};

use super::Context;
use super::round::NewPost;
use crate::Result;
use crate::judge::Mode;

/// What happens with a new post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// It joins this case.
    Join(CaseId),
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
        let target = target(&new, identity, &here, &live, context.mode);
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
    mode: Mode,
) -> Target {
    let item = &new.post.item;
    if new.post.ours {
        // The newest case of the conversation; `of_threads` gives it first.
        return here.first().map_or(Target::Keep, |joined| Target::Answer(joined.case_id));
    }
    let mine = |joined: &&&Joined| joined.person_id == identity.person_id;
    if let Some(joined) = here.iter().find(|j| mine(j) && is_open(j, item.posted_at, mode)) {
        return Target::Join(joined.case_id);
    }
    if item.audience == Audience::Private
        && let Some(joined) = live.iter().find(|j| j.person_id == identity.person_id)
    {
        return Target::Join(joined.case_id);
    }
    let respond = new.post.said.as_ref().is_some_and(|(_, said)| said.outcome == Outcome::Respond);
    if respond || new.post.answered { Target::Open } else { Target::Keep }
}

/// Whether a customer's new word belongs to this case: it is live, or it went quiet less than 72
/// hours before. History has nobody who closes a case, so there only the 72 hours count.
fn is_open(joined: &Joined, posted_at: Time, mode: Mode) -> bool {
    (mode == Mode::Live && joined.status.is_live()) || posted_at.since(joined.active_at) <= IDLE
}

/// The authors of new posts. Unknown ones become persons; known ones may have a new name.
async fn identities(
    tx: &mut Tx,
    context: &Context,
    fresh: &[NewPost],
) -> Result<HashMap<(String, String), Identity>> {
    let mut wanted: HashMap<String, HashSet<String>> = HashMap::new();
    for new in fresh {
        let ids = wanted.entry(new.account.channel.clone()).or_default();
        ids.insert(new.post.item.author.id.clone());
    }
    let mut found = HashMap::new();
    for (channel, ids) in wanted {
        let known = persons::identities_by_external(tx, &channel, ids.into_iter().collect());
        for identity in known.await? {
            found.insert((channel.clone(), identity.external_id.clone()), identity);
        }
    }
    let (mut people, mut made) = (Vec::new(), Vec::new());
    for new in fresh {
        let key = (new.account.channel.clone(), new.post.item.author.id.clone());
        match found.get_mut(&key) {
            Some(identity) => {
                if refresh(identity, new) {
                    persons::update_identity(tx, identity).await?;
                }
            }
            None => {
                let (person, identity) = stranger(context, new);
                people.push(person);
                made.push(identity.clone());
                found.insert(key, identity);
            }
        }
    }
    persons::insert_all(tx, &people).await?;
    persons::insert_identities(tx, &made).await?;
    Ok(found)
}

/// Takes over a new handle, name or number of followers. Gives whether anything changed.
fn refresh(identity: &mut Identity, new: &NewPost) -> bool {
    let author = &new.post.item.author;
    let followers = author.followers.or(identity.followers);
    let same = identity.handle == author.handle
        && identity.display_name == author.name
        && identity.followers == followers;
    if !same {
        identity.handle.clone_from(&author.handle);
        identity.display_name.clone_from(&author.name);
        identity.followers = followers;
    }
    !same
}

/// A person of whom we know only this handle.
fn stranger(context: &Context, new: &NewPost) -> (Person, Identity) {
    let author = &new.post.item.author;
    let name = if author.name.trim().is_empty() { &author.handle } else { &author.name };
    let created_at = match context.mode {
        Mode::Live => new.received_at,
        Mode::History => new.post.item.posted_at,
    };
    let person = Person {
        org_id: context.org,
        id: context.tools.id(),
        display_name: name.clone(),
        tier: Tier::Unknown,
        languages: new.post.item.language.clone().unwrap_or_default(),
        place: None,
        time_zone: None,
        created_at,
        erased_at: None,
    };
    let identity = Identity {
        org_id: context.org,
        id: context.tools.id(),
        person_id: person.id,
        channel: new.account.channel.clone(),
        external_id: author.id.clone(),
        handle: author.handle.clone(),
        display_name: author.name.clone(),
        followers: author.followers,
        ours: new.post.ours,
        evidence: "wrote-here".to_owned(),
        created_at,
    };
    (person, identity)
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
