//! What a site says, read leniently. Pure.

use std::collections::BTreeMap;

use earshot_model::{Audience, ChannelAuthor, ChannelItem, Surface, Time};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::http::Limits;
use crate::plain::plain;
use crate::shown::{line, words};

/// What stands at the root of the API.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SiteShape {
    /// The title of the blog.
    pub name: String,
    /// What the API can do.
    pub namespaces: Vec<String>,
}

/// An account of the site.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct UserShape {
    /// Its number.
    pub id: u64,
    /// The name that readers see.
    pub name: String,
    /// Its name in addresses.
    pub slug: String,
    /// What it may do; an empty one is written as a list.
    pub capabilities: Value,
}

impl UserShape {
    /// Whether it may do this.
    #[must_use]
    pub fn may(&self, what: &str) -> bool {
        self.capabilities.get(what).and_then(Value::as_bool).unwrap_or(false)
    }
}

/// A comment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CommentShape {
    /// Its number.
    pub id: u64,
    /// The post that it stands below.
    pub post: u64,
    /// The comment that it answers; 0 for none.
    pub parent: u64,
    /// The account that wrote it; 0 for a guest.
    pub author: u64,
    /// The name that stands beside it.
    pub author_name: String,
    /// When, in UTC and without saying so.
    pub date_gmt: String,
    /// The words.
    pub content: Rendered,
    /// Where it can be seen.
    pub link: String,
    /// `approved`, `hold`, `spam`, `trash`.
    pub status: String,
    /// `comment`, or a notice of another blog.
    #[serde(rename = "type")]
    pub kind: String,
}

impl CommentShape {
    /// Whether a person said it, and everybody sees it.
    #[must_use]
    pub fn is_said(&self) -> bool {
        matches!(self.kind.as_str(), "" | "comment")
            && matches!(self.status.as_str(), "" | "approved" | "approve")
    }
}

/// Words as HTML.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Rendered {
    /// The HTML.
    pub rendered: String,
}

/// Why a site does not do what it was asked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RefusalShape {
    /// The word for programs.
    pub code: String,
    /// What else it says.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// Who we are on the site.
#[derive(Debug, Clone, Copy)]
pub struct Me<'m> {
    /// The site's number of our account; 0 for nobody.
    pub id: u64,
    /// Our handle.
    pub handle: &'m str,
}

/// A comment as a post of ours; nothing for one whose date cannot be read.
#[must_use]
pub fn item(comment: &CommentShape, me: Me<'_>) -> Option<ChannelItem> {
    let posted_at = moment(&comment.date_gmt)?;
    let parent = (comment.parent != 0).then(|| comment.parent.to_string());
    Some(ChannelItem {
        id: comment.id.to_string(),
        revision: format!("{:020}", posted_at.micros()),
        surface: Surface::Comment,
        audience: Audience::Public,
        thread: format!("post:{}", comment.post),
        parent,
        author: author(comment, me),
        text: words(&plain(&comment.content.rendered), Limits::TEXT),
        language: None,
        url: Some(comment.link.clone()).filter(|url| fits(url)),
        rating: None,
        posted_at,
        edited_at: None,
        sent_as: None,
    })
}

/// A guest is only a name: the same name below another post may be somebody else.
fn author(comment: &CommentShape, me: Me<'_>) -> ChannelAuthor {
    let name = line(&plain(&comment.author_name));
    let name = if name.is_empty() { "?".to_owned() } else { name };
    let ours = comment.author != 0 && comment.author == me.id;
    ChannelAuthor {
        id: match comment.author {
            0 => format!("guest:{}:{name}", comment.post),
            number => format!("user:{number}"),
        },
        handle: if ours { me.handle.to_owned() } else { name.clone() },
        name,
        followers: None,
    }
}

fn moment(text: &str) -> Option<Time> {
    let text = text.trim_end_matches('Z');
    format!("{text}Z").parse::<Timestamp>().ok().map(Time::from)
}

fn fits(url: &str) -> bool {
    let web = url.starts_with("https://") || url.starts_with("http://");
    web && url.len() <= Limits::URL && !url.contains(|c: char| c.is_control() || c.is_whitespace())
}

/// The post of a conversation.
#[must_use]
pub fn post_of(thread: &str) -> Option<u64> {
    thread.strip_prefix("post:")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use earshot_model::{ChannelEvent, Time};
    use proptest::prelude::*;
    use serde_json::json;

    use super::{CommentShape, Me, item, post_of};
    use crate::http::wire::checked;

    const ME: Me<'_> = Me { id: 3, handle: "care@blog.example" };

    fn comment(author: u64, post: u64) -> CommentShape {
        serde_json::from_value(json!({
            "id": 12, "post": post, "parent": 9, "author": author, "author_name": "Mirela &amp; Co",
            "author_url": "", "date": "2026-09-21T12:00:00", "date_gmt": "2026-09-21T10:00:00",
            "content": {"rendered": "<p>Where is my <em>bag</em>&#8217;s tag?</p>\n<script>x()</script>"},
            "link": "https://blog.example/a/#comment-12", "status": "approved", "type": "comment",
            "author_avatar_urls": {}, "meta": [], "_links": {}
        }))
        .unwrap()
    }

    #[test]
    fn a_comment_becomes_a_post() {
        let item = item(&comment(0, 7), ME).unwrap();
        assert_eq!(item.text, "Where is my bag’s tag?");
        assert_eq!((item.thread.as_str(), item.parent.as_deref()), ("post:7", Some("9")));
        assert_eq!(post_of(&item.thread), Some(7));
        assert_eq!(
            (item.author.name.as_str(), item.author.id.as_str()),
            ("Mirela & Co", "guest:7:Mirela & Co")
        );
        assert_eq!(item.posted_at, Time(1_789_984_800 * Time::SECOND));
    }

    #[test]
    fn namesakes_below_other_posts_are_not_one_person_and_ours_are_ours() {
        let id = |author, post| item(&comment(author, post), ME).unwrap().author.id;
        assert_ne!(id(0, 7), id(0, 8));
        assert_eq!(id(5, 7), id(5, 8));
        assert_eq!(item(&comment(3, 7), ME).unwrap().author.handle, ME.handle);
        let nobody = Me { id: 0, handle: "blog.example" };
        assert_ne!(item(&comment(0, 7), nobody).unwrap().author.handle, "blog.example");
    }

    proptest! {
        #[test]
        fn whatever_a_comment_says_its_post_can_be_kept(
            name in ".{0,60}", html in ".{0,200}", link in ".{0,60}", date in ".{0,30}", id in any::<u64>(),
        ) {
            let mut told = comment(0, 7);
            told.author_name = name;
            told.content.rendered = html;
            told.link = link;
            if !date.is_empty() {
                told.date_gmt = date;
            }
            told.id = id;
            if let Some(item) = item(&told, ME) {
                prop_assume!(item.parent.as_ref() != Some(&item.id));
                let now = Time(1_800_000_000 * Time::SECOND);
                prop_assume!(item.posted_at < now && item.posted_at > Time(700_000_000 * Time::SECOND));
                let event = ChannelEvent::Upsert { item: Box::new(item) };
                prop_assert!(checked(event, now).is_ok());
            }
        }
    }
}
