//! Hashtags in what listeners found: which grow, which are new, and which are used against the brand.

use std::collections::HashMap;

use earshot_model::{Sentiment, Time};
use earshot_store::lookups::SeenPost;
use earshot_text::{TokenKind, Tokens};

use super::share;

/// So many uses make a hashtag worth a warning.
const WORTH_A_WARNING: i64 = 20;
/// From this share of negative posts on, a hashtag is used against the brand.
const AGAINST: f64 = 0.5;

/// A hashtag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its folded form, without `#`.
    pub form: String,
    /// Posts with it in the range.
    pub posts: i64,
    /// Posts with it in the range of the same length before.
    pub before: i64,
    /// How many of the posts in the range are negative.
    pub negative: i64,
    /// When it was first used, as far as was looked.
    pub first_at: Time,
}

impl Tag {
    /// Whether nobody used it in the range before.
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.before == 0
    }

    /// Whether it is new, used often, and mostly in anger.
    #[must_use]
    pub fn is_attack(&self) -> bool {
        self.is_new()
            && self.posts >= WORTH_A_WARNING
            && share(self.negative, self.posts).is_some_and(|share| share >= AGAINST)
    }
}

/// The tags of many posts.
#[derive(Default)]
pub(super) struct Tags {
    tokens: Tokens,
    all: HashMap<String, Tag>,
}

impl Tags {
    /// Counts the tags of a post, each once; numbers such as `#1` are left out.
    pub(super) fn count(&mut self, post: &SeenPost, in_range: bool) {
        earshot_text::tokenize(&post.text, &mut self.tokens);
        let tags = self.tokens.iter().filter(|token| token.kind() == TokenKind::Hashtag);
        // A number is a place in a list, and no subject.
        let subject = |form: &&str| form.chars().any(char::is_alphabetic);
        let mut forms: Vec<&str> = tags.map(|token| token.form()).filter(subject).collect();
        forms.sort_unstable();
        forms.dedup();
        for form in forms {
            let tag = self.all.entry(form.to_owned()).or_insert_with(|| Tag {
                form: form.to_owned(),
                posts: 0,
                before: 0,
                negative: 0,
                first_at: post.posted_at,
            });
            tag.first_at = tag.first_at.min(post.posted_at);
            if in_range {
                tag.posts += 1;
                tag.negative += i64::from(post.sentiment == Some(Sentiment::Negative));
            } else {
                tag.before += 1;
            }
        }
    }

    /// The tags that were used in the range: attacks first, then by how much they grew.
    pub(super) fn ranked(self, most: usize) -> Vec<Tag> {
        let mut tags: Vec<Tag> = self.all.into_values().filter(|tag| tag.posts > 0).collect();
        tags.sort_by(|a, b| {
            let key = |tag: &Tag| (tag.is_attack(), tag.posts - tag.before, tag.posts);
            key(b).cmp(&key(a)).then_with(|| a.form.cmp(&b.form))
        });
        tags.truncate(most);
        tags
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(posts: i64, before: i64, negative: i64) -> Tag {
        Tag { form: "acmefail".to_owned(), posts, before, negative, first_at: Time(0) }
    }

    #[test]
    fn a_new_angry_tag_is_an_attack_from_its_twentieth_use_on() {
        assert!(!tag(19, 0, 19).is_attack());
        assert!(tag(20, 0, 10).is_attack());
        assert!(!tag(20, 0, 9).is_attack(), "most of its posts are not negative");
        assert!(!tag(200, 1, 200).is_attack(), "it was there before");
    }

    #[test]
    fn attacks_come_first_then_growth() {
        let all = [("grows", tag(50, 10, 0)), ("attack", tag(20, 0, 20)), ("old", tag(0, 9, 0))];
        let all = all.map(|(form, tag)| (form.to_owned(), Tag { form: form.to_owned(), ..tag }));
        let tags = Tags { tokens: Tokens::default(), all: all.into_iter().collect() };
        let ranked = tags.ranked(9);
        let forms: Vec<&str> = ranked.iter().map(|tag| tag.form.as_str()).collect();
        assert_eq!(forms, ["attack", "grows"]);
    }
}
