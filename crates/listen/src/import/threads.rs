//! Puts conversations back together from reply ids, in whatever order the posts stand in the file.
//!
//! Two posts belong to one conversation when a chain of replies joins them, also over posts that the
//! file lacks. The topmost post of the chain, there or not, gives the conversation its id, so that a
//! larger file names the same conversation the same. Replies in a circle, which no network makes but
//! a broken file may, are one conversation named by its oldest post.

mod brands;
mod forest;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};

use earshot_model::{Audience, ChannelAuthor, ChannelItem, Surface};

use super::tsv::Tweet;
use brands::Brands;
use forest::Forest;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rebuilt {
    /// The brands that wrote, by handle: each is an account of ours.
    pub brands: Vec<String>,
    /// The conversations, the one that began first before the others.
    pub conversations: Vec<Conversation>,
    /// How many records repeat the id of an earlier one. The earlier one holds.
    pub repeated: u64,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversation {
    /// The id of its topmost post, which may be missing from the file.
    pub external_id: String,
    /// The handle of the brand that it is held with: the one that wrote most in it, else the first
    /// one that is spoken to by name. Nothing when neither is there.
    pub account: Option<String>,
    /// Its posts, oldest first; a post never stands before the one that it answers within the same
    /// second.
    pub posts: Vec<HistoricPost>,
}

/// A post of the past.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoricPost {
    /// The line of the file on which it stands.
    pub line: u64,
    /// Whether one of the brands wrote it.
    pub ours: bool,
    /// The post as a channel would tell it; its revision is `1`.
    pub item: ChannelItem,
}

/// Rebuilds the conversations of all records of a file.
#[must_use]
pub fn rebuild(tweets: Vec<Tweet>) -> Rebuilt {
    let read = tweets.len();
    let mut known = HashSet::with_capacity(read);
    let mut tweets: Vec<Tweet> =
        tweets.into_iter().filter(|tweet| known.insert(tweet.id)).collect();
    // From here on nothing depends on the order of the file.
    tweets.sort_unstable_by_key(|tweet| tweet.id);
    let repeated = u64::try_from(read - tweets.len()).unwrap_or(u64::MAX);
    let brands = Brands::of(&tweets);
    let forest = Forest::of(&tweets);
    let mut groups: BTreeMap<u64, Vec<(u32, Tweet)>> = BTreeMap::new();
    for tweet in tweets {
        let place = forest.place(tweet.id);
        groups.entry(place.root).or_default().push((place.depth, tweet));
    }
    let mut conversations: Vec<Conversation> = groups
        .into_iter()
        .map(|(root, tweets)| conversation(root, tweets, &forest, &brands))
        .collect();
    // Stable: conversations that began in the same second stay in the order of their ids.
    conversations.sort_by_key(|conversation| conversation.posts.first().map(|p| p.item.posted_at));
    Rebuilt { brands: brands.handles(), conversations, repeated }
}

fn conversation(
    root: u64,
    mut tweets: Vec<(u32, Tweet)>,
    forest: &Forest,
    brands: &Brands,
) -> Conversation {
    tweets.sort_by_key(|(depth, tweet)| (tweet.posted_at, *depth, tweet.id));
    let account = brands.spoken_with(tweets.iter().map(|(_, tweet)| tweet));
    let external_id = root.to_string();
    let posts = tweets
        .into_iter()
        .map(|(_, tweet)| HistoricPost {
            line: tweet.line,
            ours: brands.is_one(&tweet.author),
            item: item(tweet, &external_id, forest),
        })
        .collect();
    Conversation { external_id, account, posts }
}

fn item(tweet: Tweet, thread: &str, forest: &Forest) -> ChannelItem {
    let parent = forest.parent(tweet.id);
    ChannelItem {
        id: tweet.id.to_string(),
        revision: "1".to_owned(),
        surface: if parent.is_some() { Surface::Comment } else { Surface::Post },
        audience: Audience::Public,
        thread: thread.to_owned(),
        parent: parent.map(|id| id.to_string()),
        author: ChannelAuthor {
            id: tweet.author.clone(),
            handle: tweet.author.clone(),
            name: tweet.author,
            followers: None,
        },
        text: tweet.text,
        language: None,
        url: None,
        rating: None,
        posted_at: tweet.posted_at,
        edited_at: None,
        sent_as: None,
    }
}
