//! A post of a feed as a post of ours.

use earshot_model::{Audience, ChannelAuthor, ChannelItem, Surface, Time};

use super::document::{Document, Written, digest};
use crate::http::Limits;
use crate::shown::{cut, line};

/// Where a post was found.
#[derive(Debug, Clone, Copy)]
pub struct Place<'p> {
    /// The host of the feed.
    pub host: &'p str,
    /// Whether it is a feed of comments.
    pub comments: bool,
    /// The account's handle.
    pub handle: &'p str,
    /// The name under which the brand writes there; empty where it does not.
    pub own_name: &'p str,
    /// The time now.
    pub now: Time,
}

/// Whether the feed shows a post for the first time, or with other words than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// For the first time.
    First,
    /// It was edited.
    Again,
}

/// A post of a feed as a post of ours. One without a date, or with one that cannot be, was said now.
#[must_use]
pub fn item(feed: &Document, written: &Written, place: &Place<'_>, shown: Shown) -> ChannelItem {
    let possible = |at: &Time| *at >= Limits::EARLIEST && *at <= place.now;
    let said = written.at().filter(possible);
    let changed = written.updated.filter(possible);
    let again = shown == Shown::Again;
    // A later edit is greater as text, too; without any date, so is the first one.
    let revision = match (again, changed.or(said)) {
        (true, _) => format!("{:020}", place.now.micros()),
        (false, Some(at)) => format!("{:020}", at.micros()),
        (false, None) => "0".to_owned(),
    };
    ChannelItem {
        id: written.id.clone(),
        revision,
        surface: if place.comments { Surface::Comment } else { Surface::Article },
        audience: Audience::Public,
        thread: thread(written, place),
        parent: None,
        author: author(feed, written, place),
        text: cut(&written.words(), Limits::TEXT).to_owned(),
        language: written.language.clone().or_else(|| feed.language.clone()),
        url: written.url.clone(),
        rating: None,
        posted_at: said.unwrap_or(place.now),
        edited_at: again.then_some(place.now),
        sent_as: None,
    }
}

/// An article begins its own conversation; comments on one page are one.
fn thread(written: &Written, place: &Place<'_>) -> String {
    let page = written.url.as_deref().and_then(|url| url.split('#').next());
    match page.filter(|page| place.comments && !page.is_empty()) {
        Some(page) if page.len() <= Limits::ID => page.to_owned(),
        Some(page) => digest(page),
        None => written.id.clone(),
    }
}

/// Names are not one of a kind: an author is told by the site that they write for, and who comments by
/// the page, so that two people of one name are not taken for one.
fn author(feed: &Document, written: &Written, place: &Place<'_>) -> ChannelAuthor {
    let site = line(&feed.title);
    let site = if site.is_empty() { place.host.to_owned() } else { site };
    let name = if written.author.is_empty() { site } else { written.author.clone() };
    let ours =
        !place.own_name.is_empty() && name.to_lowercase() == line(place.own_name).to_lowercase();
    if ours {
        return ChannelAuthor {
            id: format!("{}:own", place.host),
            handle: place.handle.to_owned(),
            name,
            followers: None,
        };
    }
    let within = if place.comments { thread(written, place) } else { place.host.to_owned() };
    let id = format!("{within}:{name}");
    ChannelAuthor {
        id: if id.len() > Limits::ID { digest(&id) } else { id },
        handle: name.clone(),
        name,
        followers: None,
    }
}
