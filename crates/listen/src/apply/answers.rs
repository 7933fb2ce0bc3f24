//! Which case a word of the brand belongs to.

use std::collections::{HashMap, HashSet};

use earshot_model::{AccountId, CaseId, ChannelItem, OutboxId};
use earshot_store::{Tx, outbox, posts};

use super::round::NewPost;
use crate::Result;

/// What the brand's new words answer, as far as it is known.
#[derive(Default)]
pub(super) struct Addressed {
    parents: HashMap<(AccountId, String), Option<CaseId>>,
    messages: HashMap<(AccountId, OutboxId), CaseId>,
}

impl Addressed {
    /// The case that a word of the brand answers: `Some(None)` when the post that it answers belongs
    /// to none, nothing when it names no post that we know.
    pub(super) fn case_of(&self, account: AccountId, item: &ChannelItem) -> Option<Option<CaseId>> {
        if let Some(case) = item.sent_as.and_then(|sent| self.messages.get(&(account, sent))) {
            return Some(Some(*case));
        }
        self.parents.get(&(account, item.parent.clone()?)).copied()
    }
}

/// Looks up what the brand's words among `fresh` answer.
pub(super) async fn addressed(tx: &mut Tx, fresh: &[NewPost]) -> Result<Addressed> {
    let mut found = Addressed::default();
    let mut wanted: HashMap<AccountId, HashSet<String>> = HashMap::new();
    for new in fresh.iter().filter(|new| new.post.ours) {
        if let Some(parent) = &new.post.item.parent {
            wanted.entry(new.account.id).or_default().insert(parent.clone());
        }
    }
    let ours = fresh.iter().filter(|new| new.post.ours);
    let marks = ours.filter_map(|new| new.post.item.sent_as).collect();
    for owner in outbox::owners(tx, marks).await? {
        found.messages.insert((owner.account_id, owner.id), owner.case_id);
    }
    for (account, ids) in wanted {
        for post in posts::known(tx, account, ids.into_iter().collect()).await? {
            found.parents.insert((account, post.external_id), post.case_id);
        }
    }
    Ok(found)
}
