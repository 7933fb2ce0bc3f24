//! What the network says, in the shapes of its lexicons.

use serde_json::{Value, json};

use super::person::Person;
use super::world::{Notice, Post, World};

/// The first value of a query's field.
pub(super) fn asked(query: Option<&str>, key: &str) -> Option<String> {
    all_asked(query, key).into_iter().next()
}

/// Every value of a query's field.
pub(super) fn all_asked(query: Option<&str>, key: &str) -> Vec<String> {
    let pairs = query.unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| *name == key).map(|(_, value)| decoded(value)).collect()
}

fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text);
    while let Some((before, behind)) = rest.split_once('%') {
        bytes.extend(before.as_bytes());
        let hex = behind.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(hex.unwrap_or(b'%'));
        rest = if hex.is_some() { behind.get(2..).unwrap_or_default() } else { behind };
    }
    bytes.extend(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// `app.bsky.actor.defs#profileView`.
pub(super) fn profile(person: &Person) -> Value {
    json!({
        "did": person.did, "handle": person.handle, "displayName": person.name(),
        "viewer": { "muted": false, "blockedBy": person.blocks }, "labels": [],
        "createdAt": "2024-01-01T00:00:00.000Z",
    })
}

/// `app.bsky.actor.defs#profileViewDetailed`.
pub(super) fn detailed(person: &Person) -> Value {
    let mut told = profile(person);
    if let Some(told) = told.as_object_mut() {
        told.insert("followersCount".to_owned(), json!(120));
        told.insert("postsCount".to_owned(), json!(300));
    }
    told
}

impl World {
    fn author(&self, post: &Post) -> Value {
        self.people.get(&post.author).map(profile).unwrap_or_default()
    }

    /// `app.bsky.feed.defs#postView`.
    pub(super) fn post_view(&self, post: &Post) -> Value {
        json!({
            "uri": post.uri, "cid": post.cid, "author": self.author(post), "record": post.record,
            "replyCount": 0, "repostCount": 0, "likeCount": 0, "quoteCount": 0, "labels": [],
            "indexedAt": post.indexed_at.to_string(),
            "viewer": { "replyDisabled": self.gated.contains(&post.uri) },
        })
    }

    /// `app.bsky.feed.defs#threadViewPost` with what stands before it, or what is there in its place.
    pub(super) fn node(&self, uri: &str) -> Value {
        let Some(post) = self.standing(uri) else {
            let kind = "app.bsky.feed.defs#notFoundPost";
            return json!({ "$type": kind, "uri": uri, "notFound": true });
        };
        if self.hides(post) {
            return json!({
                "$type": "app.bsky.feed.defs#blockedPost", "uri": uri, "blocked": true,
                "author": { "did": self.people.get(&post.author).map(|author| author.did.clone()) },
            });
        }
        let mut node = json!({
            "$type": "app.bsky.feed.defs#threadViewPost", "post": self.post_view(post),
        });
        if let (Some((_, parent)), Some(node)) = (post.read().reply, node.as_object_mut()) {
            node.insert("parent".to_owned(), self.node(&parent));
        }
        node
    }

    /// `app.bsky.notification.listNotifications#notification`.
    pub(super) fn notice(&self, notice: &Notice) -> Option<Value> {
        let post = self.shown(&notice.uri)?;
        Some(json!({
            "uri": post.uri, "cid": post.cid, "author": self.author(post), "reason": notice.reason,
            "record": post.record, "isRead": false, "indexedAt": notice.at.to_string(), "labels": [],
        }))
    }
}
