//! The state of the network: people, posts, what the brand was told, what was said in private.

use std::collections::{BTreeMap, BTreeSet};

use earshot_channels::bluesky::wire::{Record, spot, tid};
use earshot_model::Time;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::chat::Talk;
use super::fault::Faults;
use super::network::{Told, commit};
use super::person::Person;
use super::session::Sessions;

/// How many requests a window has: a tenth of what real servers give, so that tests meet it.
const LIMIT: i64 = 300;
/// How long a window is, in microseconds.
const WINDOW: i64 = 5 * Time::MINUTE;

/// A post to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPost {
    /// The handle of who writes it.
    pub author: String,
    /// The words.
    pub text: String,
    /// What it answers.
    #[serde(default)]
    pub reply_to: Option<String>,
    /// What it quotes.
    #[serde(default)]
    pub quotes: Option<String>,
    /// When its author's program says that it was written; now unless said otherwise.
    #[serde(default)]
    pub created_at: Option<Time>,
    /// Other fields of the record.
    #[serde(default)]
    pub more: Option<Value>,
}

/// A private message to the brand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// The handle of who writes it.
    pub author: String,
    /// The words.
    pub text: String,
}

/// One line of the ledger: a post of the brand that customers saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenPost {
    /// Its id.
    pub id: String,
    /// What it answers.
    pub reply_to: Option<String>,
    /// The words.
    pub text: String,
    /// The whole record.
    pub record: Value,
    /// When.
    pub at: Time,
}

/// A private message of the brand that a customer saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenMessage {
    /// Its id.
    pub id: String,
    /// The handle of who reads it.
    pub to: String,
    /// The words.
    pub text: String,
    /// When.
    pub at: Time,
}

/// A post as the network keeps it.
#[derive(Debug, Clone)]
pub(super) struct Post {
    pub(super) uri: String,
    pub(super) cid: String,
    pub(super) author: String,
    pub(super) record: Value,
    pub(super) indexed_at: Time,
    /// Its place in lists.
    pub(super) sort_at: Time,
    pub(super) deleted: bool,
}

impl Post {
    pub(super) fn read(&self) -> Record {
        Record::read(&self.record)
    }
}

/// Something that the brand was told.
#[derive(Debug, Clone)]
pub(super) struct Notice {
    pub(super) uri: String,
    pub(super) reason: &'static str,
    pub(super) at: Time,
}

/// Everything that the network knows.
pub(super) struct World {
    pub(super) url: String,
    pub(super) brand: String,
    pub(super) people: BTreeMap<String, Person>,
    /// By id; the order of keys is of no meaning.
    pub(super) posts: BTreeMap<String, Post>,
    pub(super) notices: Vec<Notice>,
    pub(super) gated: BTreeSet<String>,
    pub(super) talk: Talk,
    pub(super) told: Told,
    pub(super) sessions: Sessions,
    pub(super) faults: Faults,
    pub(super) asked: u64,
    pub(super) limit: i64,
    pub(super) left: i64,
    pub(super) resets_at: Time,
    pub(super) shut_until: Time,
    next: u64,
}

impl World {
    pub(super) fn new(handle: &str, url: &str) -> Self {
        let mut world = Self {
            url: url.trim_end_matches('/').to_owned(),
            brand: handle.to_owned(),
            people: BTreeMap::new(),
            posts: BTreeMap::new(),
            notices: Vec::new(),
            gated: BTreeSet::new(),
            talk: Talk::default(),
            told: Told::default(),
            sessions: Sessions::default(),
            faults: Faults::default(),
            asked: 0,
            limit: LIMIT,
            left: LIMIT,
            resets_at: Time(0),
            shut_until: Time(0),
            next: 1_000,
        };
        world.did(handle);
        world
    }

    pub(super) fn fresh(&mut self) -> u64 {
        self.next += 7;
        self.next
    }

    pub(super) fn person_mut(&mut self, handle: &str) -> &mut Person {
        let number = self.fresh();
        self.people.entry(handle.to_owned()).or_insert_with(|| Person::new(handle, number))
    }

    pub(super) fn did(&mut self, handle: &str) -> String {
        self.person_mut(handle).did.clone()
    }

    pub(super) fn by_did(&self, did: &str) -> Option<&Person> {
        self.people.values().find(|person| person.did == did)
    }

    pub(super) fn ours(&self) -> Option<&Person> {
        self.people.get(&self.brand)
    }

    /// Counts a request against the window; gives whether it is within.
    pub(super) fn count(&mut self, now: Time) -> bool {
        self.asked += 1;
        if now >= self.resets_at {
            self.left = self.limit;
            self.resets_at = now.plus(WINDOW);
        }
        if self.left <= 0 || now < self.shut_until {
            return false;
        }
        self.left -= 1;
        true
    }

    pub(super) fn post(&mut self, new: NewPost, now: Time) -> String {
        let did = self.did(&new.author);
        let created_at = new.created_at.unwrap_or(now);
        let mut record = json!({
            "$type": "app.bsky.feed.post", "text": new.text, "langs": ["en"],
            "createdAt": created_at.to_string(), "facets": self.facets(&new.text),
        });
        if let Some(fields) = record.as_object_mut() {
            if let Some(parent) = &new.reply_to {
                let root = self.posts.get(parent).and_then(|post| post.read().reply);
                let root = root.map_or_else(|| parent.clone(), |(root, _)| root);
                let reply =
                    json!({ "root": self.reference(&root), "parent": self.reference(parent) });
                fields.insert("reply".to_owned(), reply);
            }
            if let Some(quoted) = &new.quotes {
                let record = self.reference(quoted);
                let embed = json!({ "$type": "app.bsky.embed.record", "record": record });
                fields.insert("embed".to_owned(), embed);
            }
            if let Some(Value::Object(more)) = new.more {
                fields.extend(more);
            }
        }
        let number = self.fresh();
        let uri = format!("at://{did}/app.bsky.feed.post/{}", tid(number, 1));
        self.keep(uri.clone(), new.author, record, now);
        uri
    }

    /// Puts a record of the brand's own.
    pub(super) fn put(&mut self, key: &str, record: Value, now: Time) -> String {
        let did = self.ours().map(|ours| ours.did.clone()).unwrap_or_default();
        let uri = format!("at://{did}/app.bsky.feed.post/{key}");
        self.keep(uri.clone(), self.brand.clone(), record, now);
        uri
    }

    fn keep(&mut self, uri: String, author: String, record: Value, now: Time) {
        let number = self.fresh();
        let read = Record::read(&record);
        let created = read.created_at.parse::<jiff::Timestamp>().map_or(now, Time::from);
        let sort_at = created.min(now);
        if author != self.brand
            && let Some(reason) = self.concerns(&read)
        {
            self.notices.push(Notice { uri: uri.clone(), reason, at: sort_at });
        }
        self.told.tell(commit(&uri, "create", Some(&record)), now);
        let cid = format!("bafyfake{number}");
        let post = Post {
            uri: uri.clone(),
            cid,
            author,
            record,
            indexed_at: now,
            sort_at,
            deleted: false,
        };
        self.posts.insert(uri, post);
    }

    /// Why the brand is told of a post.
    fn concerns(&self, record: &Record) -> Option<&'static str> {
        let ours = self.ours().map(|ours| ours.did.clone()).unwrap_or_default();
        let of_ours = |uri: &String| uri.contains(&ours);
        if record.reply.as_ref().is_some_and(|(_, parent)| of_ours(parent)) {
            Some("reply")
        } else if record.named.contains(&ours) {
            Some("mention")
        } else if record.quoted.as_ref().is_some_and(of_ours) {
            Some("quote")
        } else {
            None
        }
    }

    pub(super) fn reference(&self, uri: &str) -> Value {
        let cid = self.posts.get(uri).map_or("bafygone", |post| post.cid.as_str());
        json!({ "uri": uri, "cid": cid })
    }

    fn facets(&self, text: &str) -> Vec<Value> {
        let facet = |spot: &earshot_channels::bluesky::wire::Spot| {
            let did = spot.handle().and_then(|handle| self.people.get(handle));
            let facet = spot.facet(did.map(|person| person.did.as_str()))?;
            serde_json::to_value(facet).ok()
        };
        spot(text).iter().filter_map(facet).collect()
    }

    pub(super) fn delete(&mut self, uri: &str, now: Time) -> bool {
        let Some(post) = self.posts.get_mut(uri).filter(|post| !post.deleted) else { return false };
        post.deleted = true;
        self.notices.retain(|notice| notice.uri != uri);
        self.told.tell(commit(uri, "delete", None), now);
        true
    }

    pub(super) fn overwrite(&mut self, uri: &str, text: &str, now: Time) -> bool {
        let Some(post) = self.posts.get_mut(uri).filter(|post| !post.deleted) else { return false };
        if let Some(record) = post.record.as_object_mut() {
            record.insert("text".to_owned(), json!(text));
        }
        self.told.tell(commit(uri, "update", Some(&post.record)), now);
        true
    }

    /// The account went: nobody tells of each of its posts.
    pub(super) fn leave(&mut self, handle: &str, now: Time) {
        let did = self.did(handle);
        for post in self.posts.values_mut().filter(|post| post.author == handle) {
            post.deleted = true;
        }
        let status = json!({ "active": false, "did": did, "seq": 1, "status": "deleted" });
        self.told.tell(json!({ "did": did, "kind": "account", "account": status }), now);
    }

    pub(super) fn like(&mut self, handle: &str, uri: &str, now: Time) {
        let (did, number) = (self.did(handle), self.fresh());
        let like = format!("at://{did}/app.bsky.feed.like/{}", tid(number, 1));
        let record = json!({
            "$type": "app.bsky.feed.like", "createdAt": now.to_string(),
            "subject": self.reference(uri),
        });
        self.told.tell(commit(&like, "create", Some(&record)), now);
    }

    /// A post that stands.
    pub(super) fn standing(&self, uri: &str) -> Option<&Post> {
        self.posts.get(uri).filter(|post| !post.deleted)
    }

    /// A post that stands, and whose author does not hide from the brand.
    pub(super) fn shown(&self, uri: &str) -> Option<&Post> {
        self.standing(uri).filter(|post| !self.hides(post))
    }

    pub(super) fn hides(&self, post: &Post) -> bool {
        self.people.get(&post.author).is_some_and(|author| author.blocks)
    }

    pub(super) fn ledger(&self) -> Vec<SeenPost> {
        let mut ours: Vec<_> =
            self.posts.values().filter(|post| post.author == self.brand).collect();
        ours.sort_by_key(|post| post.indexed_at);
        let seen = |post: &Post| {
            let read = post.read();
            SeenPost {
                id: post.uri.clone(),
                reply_to: read.reply.map(|(_, parent)| parent),
                text: read.text,
                record: post.record.clone(),
                at: post.indexed_at,
            }
        };
        ours.into_iter().map(seen).collect()
    }
}
