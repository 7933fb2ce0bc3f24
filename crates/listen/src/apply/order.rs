//! Which news of a batch have to wait for which.

use std::collections::HashMap;

use earshot_model::{AccountId, Audience};

use crate::judge::{Judged, News};

/// Something that a piece of news reads or leaves behind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Mark {
    /// A post.
    Post(String),
    /// What one author wrote in one conversation.
    Voice(String, String),
    /// Whatever anybody wrote in a conversation.
    Anybody(String),
    /// What the brand wrote in a conversation.
    Brand(String),
    /// Whatever an author wrote anywhere: a private word may join a case of another conversation.
    Author(String),
}

/// Parts a batch into rounds, in the order of arrival: what a post has to see was written by an
/// earlier round, so that a round can be written at once. Onlookers of one conversation do not wait
/// for each other.
pub(super) fn rounds(batch: Vec<Judged>) -> Vec<Vec<Judged>> {
    let mut next: HashMap<(AccountId, Mark), usize> = HashMap::new();
    let mut rounds: Vec<Vec<Judged>> = Vec::new();
    for judged in batch {
        let account = judged.account.id;
        let (reads, leaves) = marks(&judged.news);
        let ready = |mark: Mark| next.get(&(account, mark)).copied();
        let number = reads.into_iter().filter_map(ready).max().unwrap_or(0);
        for mark in leaves {
            let free = next.entry((account, mark)).or_default();
            *free = (*free).max(number + 1);
        }
        match rounds.get_mut(number) {
            Some(round) => round.push(judged),
            None => rounds.push(vec![judged]),
        }
    }
    rounds
}

fn marks(news: &News) -> (Vec<Mark>, Vec<Mark>) {
    let post = match news {
        News::Post(post) => post,
        News::Delete { id, .. } => {
            return (vec![Mark::Post(id.clone())], vec![Mark::Post(id.clone())]);
        }
    };
    let item = &post.item;
    let itself = Mark::Post(item.id.clone());
    let voice = Mark::Voice(item.thread.clone(), item.author.id.clone());
    let anybody = Mark::Anybody(item.thread.clone());
    let brand = Mark::Brand(item.thread.clone());
    let author = Mark::Author(item.author.id.clone());
    let mut reads = vec![itself.clone(), voice.clone(), brand.clone()];
    let mut leaves = vec![itself, voice, anybody.clone(), author.clone()];
    if post.ours {
        reads.push(anybody);
        leaves.push(brand);
    } else if item.audience == Audience::Private {
        reads.push(author);
    }
    (reads, leaves)
}
