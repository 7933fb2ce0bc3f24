//! The state of the server: people, statuses, what the brand was told.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use earshot_model::Time;
use serde::{Deserialize, Serialize};

use super::fault::Faults;

/// The token of the brand's account.
pub const TOKEN: &str = "fake-mastodon-token";

/// How many requests a window has, as on most servers.
const LIMIT: i64 = 300;
/// How late a late status is.
const LATE: Duration = Duration::from_secs(3);
/// How long a window is, in microseconds.
const WINDOW: i64 = 5 * Time::MINUTE;

/// A status to be posted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewStatus {
    /// Who writes it: a name, with a server behind `@` where that is another one.
    pub author: String,
    /// The words.
    pub text: String,
    /// What it answers.
    #[serde(default)]
    pub in_reply_to: Option<String>,
    /// `public` unless said otherwise.
    #[serde(default)]
    pub visibility: Option<String>,
}

/// One line of the ledger: a status of the brand that customers saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenStatus {
    /// Its id.
    pub id: String,
    /// What it answers.
    pub in_reply_to: Option<String>,
    /// The words.
    pub text: String,
    /// Who could read it.
    pub visibility: String,
    /// The key that came with it.
    pub key: Option<String>,
    /// When.
    pub at: Time,
}

/// Somebody on the server.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) acct: String,
}

/// A status as the server keeps it.
#[derive(Debug, Clone)]
pub(super) struct Status {
    pub(super) id: u64,
    pub(super) author: String,
    pub(super) text: String,
    pub(super) in_reply_to: Option<u64>,
    pub(super) visibility: String,
    pub(super) key: Option<String>,
    pub(super) at: Time,
    pub(super) edited_at: Option<Time>,
    pub(super) deleted: bool,
}

/// What goes over the streams.
#[derive(Debug, Clone)]
pub(super) enum News {
    /// A status is new.
    Posted { id: u64, mention: Option<u64>, tags: Vec<String> },
    /// A status changed.
    Edited(u64),
    /// A status went.
    Gone(u64),
}

/// Everything that the server knows.
pub(super) struct World {
    pub(super) url: String,
    pub(super) brand: String,
    pub(super) people: BTreeMap<String, Person>,
    pub(super) statuses: BTreeMap<u64, Status>,
    /// Notifications of the brand: their ids and their statuses.
    pub(super) mentions: BTreeMap<u64, u64>,
    pub(super) keys: HashMap<String, u64>,
    pub(super) faults: Faults,
    pub(super) asked: u64,
    /// How often each status was handed out.
    pub(super) told: BTreeMap<u64, u32>,
    pub(super) late: Duration,
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
            statuses: BTreeMap::new(),
            mentions: BTreeMap::new(),
            keys: HashMap::new(),
            faults: Faults::default(),
            asked: 0,
            told: BTreeMap::new(),
            late: LATE,
            limit: LIMIT,
            left: LIMIT,
            resets_at: Time(0),
            shut_until: Time(0),
            next: 110_000_000_000_000_000,
        };
        world.person(handle);
        world
    }

    fn fresh(&mut self) -> u64 {
        self.next += 7;
        self.next
    }

    pub(super) fn person(&mut self, acct: &str) -> Person {
        if let Some(known) = self.people.get(acct) {
            return known.clone();
        }
        let person = Person { id: self.fresh().to_string(), acct: acct.to_owned() };
        self.people.insert(acct.to_owned(), person.clone());
        person
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

    pub(super) fn post(&mut self, new: NewStatus, now: Time) -> (String, Vec<News>) {
        self.person(&new.author);
        let id = self.fresh();
        let status = Status {
            id,
            author: new.author,
            text: new.text,
            in_reply_to: new.in_reply_to.and_then(|id| id.parse().ok()),
            visibility: new.visibility.unwrap_or_else(|| "public".to_owned()),
            key: None,
            at: now,
            edited_at: None,
            deleted: false,
        };
        let news = self.keep(status);
        (id.to_string(), news)
    }

    /// The brand posts, with a key that makes the same again the same. Gives the status.
    pub(super) fn answer(
        &mut self,
        new: NewStatus,
        key: Option<String>,
        now: Time,
    ) -> (u64, Vec<News>) {
        if let Some(known) = key.as_ref().and_then(|key| self.keys.get(key)) {
            return (*known, Vec::new());
        }
        let id = self.fresh();
        if let Some(key) = &key
            && !self.faults.strikes(super::MastodonFault::ForgetKey)
        {
            self.keys.insert(key.clone(), id);
        }
        let status = Status {
            id,
            author: self.brand.clone(),
            text: new.text,
            in_reply_to: new.in_reply_to.and_then(|id| id.parse().ok()),
            visibility: new.visibility.unwrap_or_else(|| "public".to_owned()),
            key,
            at: now,
            edited_at: None,
            deleted: false,
        };
        (id, self.keep(status))
    }

    fn keep(&mut self, status: Status) -> Vec<News> {
        let names_brand = status.author != self.brand && self.names(&status.text, &self.brand);
        let mention = names_brand.then(|| {
            let id = self.fresh();
            self.mentions.insert(id, status.id);
            id
        });
        let news = News::Posted { id: status.id, mention, tags: tags(&status.text) };
        self.statuses.insert(status.id, status);
        vec![news]
    }

    /// Whether a text names somebody.
    pub(super) fn names(&self, text: &str, acct: &str) -> bool {
        let name = format!("@{acct}");
        text.split_whitespace()
            .map(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_'))
            .any(|word| word.eq_ignore_ascii_case(&name))
    }

    pub(super) fn edit(&mut self, id: &str, text: &str, now: Time) -> Vec<News> {
        let found = id.parse().ok().and_then(|id: u64| self.statuses.get_mut(&id));
        let Some(status) = found.filter(|status| !status.deleted) else { return Vec::new() };
        text.clone_into(&mut status.text);
        status.edited_at = Some(now);
        vec![News::Edited(status.id)]
    }

    pub(super) fn delete(&mut self, id: &str) -> Option<News> {
        let found = id.parse().ok().and_then(|id: u64| self.statuses.get_mut(&id));
        let status = found.filter(|status| !status.deleted)?;
        status.deleted = true;
        let id = status.id;
        // What notified of it goes with it.
        self.mentions.retain(|_, about| *about != id);
        Some(News::Gone(id))
    }

    /// Counts that these were handed out.
    pub(super) fn tell(&mut self, ids: impl IntoIterator<Item = u64>) {
        for id in ids {
            *self.told.entry(id).or_default() += 1;
        }
    }

    /// A status that stands.
    pub(super) fn standing(&self, id: u64) -> Option<&Status> {
        self.statuses.get(&id).filter(|status| !status.deleted)
    }

    pub(super) fn ledger(&self) -> Vec<SeenStatus> {
        let ours = self.statuses.values().filter(|status| status.author == self.brand);
        ours.map(|status| SeenStatus {
            id: status.id.to_string(),
            in_reply_to: status.in_reply_to.map(|id| id.to_string()),
            text: status.text.clone(),
            visibility: status.visibility.clone(),
            key: status.key.clone(),
            at: status.at,
        })
        .collect()
    }
}

/// The hashtags of a text, in lower case.
pub(super) fn tags(text: &str) -> Vec<String> {
    let tagged = text.split_whitespace().filter_map(|word| word.strip_prefix('#'));
    tagged
        .map(|tag| tag.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_').to_lowercase())
        .filter(|tag| !tag.is_empty())
        .collect()
}
