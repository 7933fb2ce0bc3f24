//! A post of a forum as a post of ours.

use earshot_model::{Audience, ChannelAuthor, ChannelItem, Surface};

use super::shapes::{PostShape, moment};
use crate::http::Limits;
use crate::plain::plain;
use crate::shown::{cut, line, words};

/// Who we are on the forum, and where it is.
#[derive(Debug, Clone, Copy)]
pub struct Me<'m> {
    /// Our name there; empty for nobody.
    pub username: &'m str,
    /// Our handle.
    pub handle: &'m str,
    /// The forum's address, without a slash at its end.
    pub address: &'m str,
}

/// A post of a forum as a post of ours; nothing for what no person said or nobody sees, and for what has
/// no place or date.
#[must_use]
pub fn item(post: &PostShape, me: Me<'_>) -> Option<ChannelItem> {
    let posted_at = moment(&post.created_at)?;
    let username = line(&post.username);
    if !post.is_said() || post.post_number == 0 || post.topic_id == 0 || username.is_empty() {
        return None;
    }
    let (topic, number) = (post.topic_id, post.post_number);
    let edited_at = post.updated().filter(|at| post.version > 1 && *at > posted_at);
    let begins = number == 1;
    let parent = post.reply_to_post_number.filter(|parent| *parent != 0 && *parent != number);
    let parent = if begins { None } else { Some(parent.unwrap_or(1)) };
    Some(ChannelItem {
        id: external(topic, number),
        revision: format!("{:020}", edited_at.unwrap_or(posted_at).micros().max(0)),
        surface: if begins { Surface::Post } else { Surface::Comment },
        audience: Audience::Public,
        thread: format!("topic:{topic}"),
        parent: parent.map(|parent| external(topic, parent)),
        author: author(post, username, me),
        text: said(post, begins),
        language: None,
        url: Some(url(me, &post.topic_slug, topic, number)).filter(|url| url.len() <= Limits::URL),
        rating: None,
        posted_at,
        edited_at,
        sent_as: None,
    })
}

/// The words; before the first post of a topic, its title.
fn said(post: &PostShape, begins: bool) -> String {
    let text = words(&plain(&post.cooked), Limits::TEXT);
    let title = line(post.topic_title.as_deref().unwrap_or_default());
    if begins && !title.is_empty() {
        return cut(&format!("{title}\n\n{text}"), Limits::TEXT).trim().to_owned();
    }
    text
}

fn author(post: &PostShape, username: String, me: Me<'_>) -> ChannelAuthor {
    let ours = !me.username.is_empty() && username.eq_ignore_ascii_case(me.username);
    let name = line(post.name.as_deref().unwrap_or_default());
    ChannelAuthor {
        id: match post.user_id {
            Some(number) => format!("{}:{number}", host(me.address)),
            None => format!("{}:{}", host(me.address), username.to_lowercase()),
        },
        handle: if ours { me.handle.to_owned() } else { username.clone() },
        name: if name.is_empty() { username } else { name },
        followers: None,
    }
}

fn host(address: &str) -> &str {
    cut(address.split_once("://").map_or(address, |(_, rest)| rest), 300)
}

/// The id of a post: its topic, and its number in it. So what it answers has a name, too.
#[must_use]
pub fn external(topic: u64, number: u64) -> String {
    format!("{topic}/{number}")
}

/// The topic of an id, and the number in it.
#[must_use]
pub fn place(id: &str) -> Option<(u64, u64)> {
    let (topic, number) = id.split_once('/')?;
    Some((topic.parse().ok()?, number.parse().ok()?))
}

/// Where a post can be seen.
#[must_use]
pub fn url(me: Me<'_>, slug: &str, topic: u64, number: u64) -> String {
    let plain = !slug.is_empty() && slug.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let slug = if plain { slug } else { "-" };
    format!("{}/t/{slug}/{topic}/{number}", me.address)
}
