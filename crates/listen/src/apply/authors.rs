//! Who wrote: known handles, changed names, strangers.

use std::collections::{HashMap, HashSet};

use earshot_model::{Identity, Person, Tier};
use earshot_store::persons::NOT_OURS;
use earshot_store::{Tx, persons};

use super::Context;
use super::round::NewPost;
use crate::Result;
use crate::judge::Mode;

/// How an identity is known whose posts its channel brought.
pub(crate) const HEARD: &str = "wrote-here";

/// The authors of new posts. Unknown ones become persons; known ones may have a new name.
pub(super) async fn identities(
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
                let brand = new.post.by_brand && may_be_brand(tx, identity).await?;
                if refresh(identity, new, brand) {
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

/// Whether a known author may turn out to be the brand for good: not after they wrote to it, or were
/// said not to be. What they write under the brand's handle is ours all the same, as long as they have
/// it.
async fn may_be_brand(tx: &mut Tx, identity: &Identity) -> Result<bool> {
    let open = !identity.ours && identity.evidence != NOT_OURS;
    Ok(open && persons::customers(tx, vec![identity.id]).await?.is_empty())
}

/// Takes over a new handle, name or number of followers, and that it is the brand. Gives whether
/// anything changed.
fn refresh(identity: &mut Identity, new: &NewPost, brand: bool) -> bool {
    let author = &new.post.item.author;
    let before = identity.clone();
    identity.handle.clone_from(&author.handle);
    identity.display_name.clone_from(&author.name);
    identity.followers = author.followers.or(identity.followers);
    identity.ours |= brand;
    *identity != before
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
        ours: new.post.by_brand,
        evidence: HEARD.to_owned(),
        created_at,
    };
    (person, identity)
}
