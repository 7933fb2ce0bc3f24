//! A feed as it stands at its address.

use std::collections::HashMap;

use earshot_model::Time;
use feed_rs::model::{Entry, Feed, FeedType, Link, Text};
use feed_rs::parser;
use sha2::{Digest as _, Sha256};

use crate::feeds::address::host;
use crate::http::Limits;
use crate::plain::plain;
use crate::shown::{line, words};

/// So many posts of a feed are looked at, the newest ones.
const MOST: usize = 10_000;
/// The longest that a feed may ask to be left alone, in microseconds.
const LONGEST_REST: i64 = Time::HOUR;
/// The most bytes of an article that are kept: an excerpt, since an article is somebody's work.
const EXCERPT: usize = 5_000;

/// A feed.
#[derive(Debug, Clone)]
pub struct Document {
    /// What it is called.
    pub title: String,
    /// What it is: `RSS 2.0`, `Atom`, `JSON Feed`.
    pub format: &'static str,
    /// The language that it claims.
    pub language: Option<String>,
    /// How long it asks to be left alone, in microseconds.
    pub rest: i64,
    /// What stands in it, in its own order.
    pub entries: Vec<Written>,
}

/// One post of a feed.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its id: its own where that is one of a kind in the world, else with the host before it.
    pub id: String,
    /// Its title, in one line; empty where it has none.
    pub title: String,
    /// Its words, or an excerpt of them.
    pub text: String,
    /// Its author's name; empty where nobody is named.
    pub author: String,
    /// Where it can be seen.
    pub url: Option<String>,
    /// When it was published, as it says.
    pub published: Option<Time>,
    /// When it was changed last, as it says.
    pub updated: Option<Time>,
    /// The language that it claims.
    pub language: Option<String>,
}

impl Written {
    /// Everything that is read of it: when this changes, it was edited.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.title.as_str(), self.text.as_str()) {
            ("", text) => text.to_owned(),
            (title, "") => title.to_owned(),
            (title, text) => format!("{title}\n\n{text}"),
        }
    }

    /// When it was said, if it says so.
    #[must_use]
    pub fn at(&self) -> Option<Time> {
        self.published.or(self.updated)
    }
}

/// Reads a feed in any of its formats. `url` is where it stands: what it links to may be told from there.
///
/// # Errors
/// What is wrong, for people.
pub fn parse(body: &[u8], url: &str) -> Result<Document, String> {
    if body.starts_with(&[0x1f, 0x8b]) {
        return Err("it comes packed (gzip), although nobody asked for that".to_owned());
    }
    let reader = parser::Builder::new()
        .base_uri(Some(url))
        .sanitize_content(false)
        // What has no id gets one of ours.
        .id_generator(|_, _, _| String::new())
        .build();
    let feed = reader.parse(body).map_err(|problem| explain(body, &problem.to_string()))?;
    let format = match feed.feed_type {
        FeedType::Atom => "Atom",
        FeedType::JSON => "JSON Feed",
        FeedType::RSS0 => "RSS 0.9",
        FeedType::RSS1 => "RSS 1.0",
        FeedType::RSS2 => "RSS 2.0",
    };
    let rest = i64::from(feed.ttl.unwrap_or(0)).saturating_mul(Time::MINUTE).min(LONGEST_REST);
    Ok(Document {
        title: feed.title.as_ref().map(titled).unwrap_or_default(),
        format,
        language: feed.language.as_deref().and_then(language),
        rest,
        entries: entries(&feed, host(url)),
    })
}

fn explain(body: &[u8], problem: &str) -> String {
    let front = String::from_utf8_lossy(body.split_at(body.len().min(1_000)).0).to_lowercase();
    if front.contains("<html") || front.contains("<!doctype html") {
        return "a page stands there, and no feed: look for “RSS” or “feed” on it, and type that \
                address"
            .to_owned();
    }
    let problem: String = problem.chars().filter(|c| !c.is_control()).take(200).collect();
    format!("no feed stands there that can be read ({problem})")
}

fn entries(feed: &Feed, host: &str) -> Vec<Written> {
    // Some feeds give one id to everything: then the address says which is which.
    let mut links: HashMap<&str, Option<&str>> = HashMap::new();
    let mut shared: HashMap<&str, bool> = HashMap::new();
    for entry in &feed.entries {
        let link = link(&entry.links);
        let first = *links.entry(entry.id.as_str()).or_insert(link);
        *shared.entry(entry.id.as_str()).or_default() |= first != link;
    }
    let mut seen = std::collections::HashSet::new();
    let newest = feed.entries.iter().take(MOST);
    newest
        .map(|entry| {
            let mut written = written(entry);
            let own = entry.id.trim();
            let is_shared = shared.get(entry.id.as_str()).copied().unwrap_or(false);
            let own = if is_shared { "" } else { own };
            written.id = id(own, &written, host);
            written
        })
        .filter(|written| !written.words().is_empty() && seen.insert(written.id.clone()))
        .collect()
}

fn written(entry: &Entry) -> Written {
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let summary = entry.summary.as_ref().map(|summary| summary.content.as_str());
    let media = || entry.media.iter().find_map(|media| media.description.as_ref());
    let body = content.filter(|body| !body.trim().is_empty()).or(summary);
    let body = body.or_else(|| media().map(|text| text.content.as_str())).unwrap_or_default();
    let link = link(&entry.links).filter(|url| url.len() <= Limits::URL);
    let names = entry.authors.iter().filter_map(|who| who.name.as_deref());
    Written {
        id: String::new(),
        title: entry.title.as_ref().map(titled).unwrap_or_default(),
        text: words(&plain(body), EXCERPT),
        author: names.map(line).find(|name| !name.is_empty()).unwrap_or_default(),
        url: link.map(ToOwned::to_owned),
        published: entry.published.map(|at| Time(at.timestamp_micros())),
        updated: entry.updated.map(|at| Time(at.timestamp_micros())),
        language: entry.language.as_deref().and_then(language),
    }
}

fn titled(text: &Text) -> String {
    line(&plain(&text.content))
}

/// The address of a post: what is said to be that, else the first one.
fn link(links: &[Link]) -> Option<&str> {
    let web = |link: &&Link| {
        let href = link.href.as_str();
        (href.starts_with("https://") || href.starts_with("http://"))
            && !href.contains(|c: char| c.is_control() || c.is_whitespace())
    };
    let own = |link: &&Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    let mut all = links.iter().filter(web);
    all.clone().find(own).or_else(|| all.next()).map(|link| link.href.as_str())
}

/// An id that no other post has. What is one of a kind in the world (RFC 4287, section 4.2.6) stays as it
/// is, so that two feeds of one site tell a post once; anything else gets its host.
fn id(own: &str, written: &Written, host: &str) -> String {
    let own = if own.is_empty() { written.url.as_deref().unwrap_or_default() } else { own };
    if own.is_empty() {
        return format!("{host}:{}", digest(&written.words()));
    }
    let lasting = ["https://", "http://", "tag:", "urn:"].iter().any(|kind| own.starts_with(kind));
    let whole = if lasting { own.to_owned() } else { format!("{host}:{own}") };
    let odd = whole.len() > Limits::ID || whole.chars().any(char::is_control);
    if odd { format!("{host}:{}", digest(&whole)) } else { whole }
}

/// 128 bits of a digest, in hexadecimal.
pub(super) fn digest(text: &str) -> String {
    let whole = Sha256::digest(text.as_bytes());
    whole.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

fn language(told: &str) -> Option<String> {
    let told = told.trim();
    let plain = told.len() <= 35 && told.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (plain && !told.is_empty()).then(|| told.to_owned())
}
