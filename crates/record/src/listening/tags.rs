//! Hashtags in what listeners found: which grow, which are new, and which are used against the brand.

use std::collections::{HashMap, HashSet};

use earshot_model::{HashtagUse, PersonId, Sentiment, Time};
use earshot_store::lookups::SeenPost;
use earshot_text::{Tokens, hashtags, tokenize};

/// A hashtag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its folded form, without `#`.
    pub form: String,
    /// Posts with it in the range.
    pub posts: i64,
    /// Posts with it in the range of the same length before.
    pub before: i64,
    /// Who wrote those in the range.
    pub authors: HashSet<PersonId>,
    /// How many of the posts in the range are negative.
    pub negative: i64,
    /// When it was first used, as far as was looked.
    pub first_at: Time,
}

impl Tag {
    fn used(&self) -> HashtagUse {
        let authors = i64::try_from(self.authors.len()).unwrap_or(i64::MAX);
        let (uses, negative, before) = (self.posts, self.negative, self.before);
        HashtagUse { uses, authors, negative, before }
    }

    /// Whether hardly anybody used it in the range before.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.used().is_new()
    }

    /// Whether it is new, used by many people, and mostly in anger.
    #[must_use]
    pub fn is_attack(&self) -> bool {
        self.used().is_attack()
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
        tokenize(&post.text, &mut self.tokens);
        for form in hashtags(&self.tokens) {
            let tag = self.all.entry(form.to_owned()).or_insert_with(|| Tag {
                form: form.to_owned(),
                posts: 0,
                before: 0,
                authors: HashSet::new(),
                negative: 0,
                first_at: post.posted_at,
            });
            tag.first_at = tag.first_at.min(post.posted_at);
            if in_range {
                tag.posts += 1;
                tag.authors.insert(post.person_id);
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
        let person = |n| PersonId::from(uuid::Uuid::from_u128(n));
        let authors = (0..u128::try_from(posts).unwrap()).map(person).collect();
        Tag { form: "acmefail".to_owned(), posts, before, authors, negative, first_at: Time(0) }
    }

    #[test]
    fn a_new_angry_tag_is_an_attack_from_its_twentieth_use_on() {
        assert!(!tag(19, 0, 19).is_attack());
        assert!(tag(20, 2, 11).is_attack());
        assert!(!tag(20, 0, 10).is_attack(), "most of its posts are not negative");
        assert!(!tag(200, 3, 200).is_attack(), "it was there before");
        let one = Tag { authors: tag(1, 0, 0).authors, ..tag(200, 0, 200) };
        assert!(!one.is_attack(), "one person is no crowd");
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
