//! One round: news that do not depend on each other.

use std::collections::{HashMap, HashSet};

use earshot_model::{Account, AccountId, PostState};
use earshot_store::Tx;
use earshot_store::posts::{self, Known};

use super::{Context, Tally, adopt, change, place, write};
use crate::Result;
use crate::judge::{Judged, JudgedPost, News};

/// A post that nobody has seen before.
pub(super) struct NewPost {
    pub(super) account: Account,
    pub(super) received_at: earshot_model::Time,
    pub(super) post: JudgedPost,
}

/// Applies one round.
pub(super) async fn apply(tx: &mut Tx, context: &mut Context, round: Vec<Judged>) -> Result<Tally> {
    let known = known(tx, &round).await?;
    let buried = buried(tx, &round).await?;
    let mut tally = Tally::default();
    let mut fresh = Vec::new();
    for Judged { account, received_at, news, .. } in round {
        match news {
            News::Delete { id, at } => {
                let found = known.get(&(account.id, id.clone()));
                change::delete(tx, &account, found, &id, (at, context.now)).await?;
                tally.deleted += 1;
            }
            News::Post(post) => {
                let key = (account.id, post.item.id.clone());
                match known.get(&key) {
                    None if buried.contains(&key) => tally.known += 1,
                    None if post.ours && adopt::adopt(tx, &account, &post.item).await? => {
                        tally.known += 1;
                    }
                    None => fresh.push(NewPost { account, received_at, post: *post }),
                    Some(found) if is_news(found, &post) => {
                        change::edit(tx, context, &account, found, *post).await?;
                        tally.edited += 1;
                    }
                    Some(_) => tally.known += 1,
                }
            }
        }
    }
    tally.new += u64::try_from(fresh.len()).unwrap_or(u64::MAX);
    let placed = place::place(tx, context, fresh).await?;
    tally.opened += write::write(tx, context, placed).await?;
    Ok(tally)
}

/// Whether a delivery tells something later than what we have. What was deleted stays deleted.
fn is_news(found: &Known, post: &JudgedPost) -> bool {
    // Our own answer was stored without a revision when its channel took it: that it comes back is
    // no edit, unless the channel says that it was changed.
    let echo = found.revision.is_empty() && post.item.edited_at.is_none();
    found.state != PostState::Deleted && !echo && post.item.revision > found.revision
}

fn ids_by_account(round: &[Judged]) -> HashMap<AccountId, Vec<String>> {
    let mut ids: HashMap<AccountId, Vec<String>> = HashMap::new();
    for judged in round {
        let id = match &judged.news {
            News::Post(post) => &post.item.id,
            News::Delete { id, .. } => id,
        };
        ids.entry(judged.account.id).or_default().push(id.clone());
    }
    ids
}

async fn known(tx: &mut Tx, round: &[Judged]) -> Result<HashMap<(AccountId, String), Known>> {
    let mut found = HashMap::new();
    for (account, ids) in ids_by_account(round) {
        for post in posts::known(tx, account, ids).await? {
            found.insert((account, post.external_id.clone()), post);
        }
    }
    Ok(found)
}

async fn buried(tx: &mut Tx, round: &[Judged]) -> Result<HashSet<(AccountId, String)>> {
    let mut found = HashSet::new();
    for (account, ids) in ids_by_account(round) {
        for stone in posts::tombstones(tx, account, ids).await? {
            found.insert((account, stone.external_id));
        }
    }
    Ok(found)
}
