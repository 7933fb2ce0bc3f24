//! What the search says, read leniently. Pure.

use earshot_model::{Audience, ChannelAuthor, ChannelItem, Surface, Time};
use serde::Deserialize;

use crate::http::Limits;
use crate::plain::plain;
use crate::shown::{line, words};

/// A page of a search.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Found {
    /// What was found.
    pub hits: Vec<HitShape>,
}

/// A story or a comment in a search.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct HitShape {
    /// Its number.
    #[serde(rename = "objectID")]
    pub id: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// When, in seconds since 1970.
    pub created_at_i: i64,
    /// The title of a story.
    pub title: Option<String>,
    /// What a story links to.
    pub url: Option<String>,
    /// The words of a story, as HTML.
    pub story_text: Option<String>,
    /// The words of a comment, as HTML.
    pub comment_text: Option<String>,
    /// The story of a comment.
    pub story_id: Option<i64>,
    /// What a comment answers.
    pub parent_id: Option<i64>,
}

/// One story or comment, asked for by its number.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ItemShape {
    /// Who wrote it.
    pub author: Option<String>,
    /// The title of a story.
    pub title: Option<String>,
    /// The words.
    pub text: Option<String>,
}

impl ItemShape {
    /// Whether nothing of it is left.
    #[must_use]
    pub const fn is_gone(&self) -> bool {
        self.author.is_none() && self.title.is_none() && self.text.is_none()
    }
}

/// What was found as a post of ours; nothing for what has no words, number or author.
#[must_use]
pub fn item(hit: &HitShape) -> Option<ChannelItem> {
    let author = line(hit.author.as_deref()?);
    let number =
        !hit.id.is_empty() && hit.id.len() < 20 && hit.id.bytes().all(|b| b.is_ascii_digit());
    let text = said(hit);
    if author.is_empty() || !number || text.is_empty() {
        return None;
    }
    let comment = hit.comment_text.is_some();
    let posted_at = Time(hit.created_at_i.checked_mul(Time::SECOND)?);
    let parent = hit.parent_id.map(|parent| parent.to_string());
    Some(ChannelItem {
        id: hit.id.clone(),
        revision: format!("{:020}", posted_at.micros().max(0)),
        surface: if comment { Surface::Comment } else { Surface::Post },
        audience: Audience::Public,
        thread: hit.story_id.map_or_else(|| hit.id.clone(), |story| story.to_string()),
        parent: parent.filter(|parent| comment && *parent != hit.id),
        author: ChannelAuthor {
            id: author.clone(),
            handle: author.clone(),
            name: author,
            followers: None,
        },
        text,
        language: None,
        url: Some(format!("https://news.ycombinator.com/item?id={}", hit.id)),
        rating: None,
        posted_at,
        edited_at: None,
        sent_as: None,
    })
}

/// The words of a comment; of a story its title, its text, and what it links to.
fn said(hit: &HitShape) -> String {
    if let Some(comment) = &hit.comment_text {
        return words(&plain(comment), Limits::TEXT);
    }
    let title = line(&plain(hit.title.as_deref().unwrap_or_default()));
    let text = words(&plain(hit.story_text.as_deref().unwrap_or_default()), Limits::TEXT / 2);
    let link = line(hit.url.as_deref().unwrap_or_default());
    let parts = [title, text, link].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use earshot_model::{ChannelEvent, Surface, Time};
    use proptest::prelude::*;
    use serde_json::json;

    use super::{Found, HitShape, item};
    use crate::http::wire::checked;

    #[test]
    fn stories_and_comments_become_posts() {
        let found: Found = serde_json::from_value(json!({
            "hits": [
                {"objectID": "42", "author": "mirela", "created_at_i": 1_789_984_800, "title": "Altavela &amp; bags",
                 "url": "https://a.example/1", "points": 7, "_tags": ["story"], "story_id": 42},
                {"objectID": "43", "author": "jo", "created_at_i": 1_789_984_900, "parent_id": 42, "story_id": 42,
                 "comment_text": "<p>Me too.</p><pre><code>x &lt; y</code></pre>", "title": null},
                {"objectID": "44", "author": null, "created_at_i": 1, "comment_text": "gone"},
                {"objectID": "../x", "author": "a", "created_at_i": 1, "comment_text": "odd"}
            ], "nbPages": 1, "page": 0
        }))
        .unwrap();
        let items: Vec<_> = found.hits.iter().filter_map(item).collect();
        assert_eq!(items.len(), 2);
        assert_eq!(items[0].text, "Altavela & bags\n\nhttps://a.example/1");
        assert_eq!((items[0].surface, items[0].parent.as_deref()), (Surface::Post, None));
        assert_eq!(items[1].text, "Me too.\n\nx < y");
        assert_eq!((items[1].thread.as_str(), items[1].parent.as_deref()), ("42", Some("42")));
        assert_eq!(items[1].url.as_deref(), Some("https://news.ycombinator.com/item?id=43"));
    }

    proptest! {
        #[test]
        fn whatever_a_hit_says_its_post_can_be_kept(
            id in "[0-9]{0,25}", author in ".{0,40}", text in ".{0,200}", title in ".{0,60}", url in ".{0,60}",
        ) {
            let hit = HitShape {
                id, author: Some(author), created_at_i: 1_700_000_000, title: Some(title), url: Some(url),
                comment_text: Some(text).filter(|text| text.len() % 2 == 0), parent_id: Some(1), ..HitShape::default()
            };
            if let Some(item) = item(&hit) {
                let event = ChannelEvent::Upsert { item: Box::new(item) };
                prop_assert!(checked(event, Time(1_800_000_000 * Time::SECOND)).is_ok());
            }
        }
    }
}
