//! What stands on the blog.

use earshot_model::Time;
use serde::Deserialize;

use super::fault::Faults;

/// An article that somebody publishes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewArticle {
    /// Its id in the feed; its address where there is none, and nothing where it is empty.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// Its words, as HTML.
    pub html: String,
    /// Who wrote it; empty for nobody.
    pub author: String,
    /// The date that it carries, in microseconds since 1970: now where there is none, and no date at all
    /// where it is 0.
    pub at: Option<i64>,
}

pub(super) struct Article {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) title: String,
    pub(super) html: String,
    pub(super) author: String,
    pub(super) at: Option<Time>,
    pub(super) updated: Option<Time>,
    pub(super) gone: bool,
}

pub(super) struct World {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) articles: Vec<Article>,
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) faults: Faults,
    pub(super) asked: u64,
    pub(super) unchanged: u64,
}

impl World {
    pub(super) fn new(title: &str, url: &str) -> Self {
        Self {
            title: title.to_owned(),
            url: url.to_owned(),
            articles: Vec::new(),
            bytes: None,
            faults: Faults::default(),
            asked: 0,
            unchanged: 0,
        }
    }

    pub(super) fn publish(&mut self, new: NewArticle, now: Time) -> String {
        let url = format!("{}/articles/{}", self.url, self.articles.len() + 1);
        self.articles.push(Article {
            id: new.id.unwrap_or_else(|| url.clone()),
            url: url.clone(),
            title: new.title,
            html: new.html,
            author: new.author,
            at: match new.at {
                None => Some(now),
                Some(0) => None,
                Some(at) => Some(Time(at)),
            },
            updated: None,
            gone: false,
        });
        url
    }

    fn find(&mut self, url: &str) -> Option<&mut Article> {
        self.articles.iter_mut().find(|article| article.url.ends_with(url) && !article.gone)
    }

    pub(super) fn edit(&mut self, url: &str, html: &str, now: Time) -> bool {
        let Some(article) = self.find(url) else { return false };
        html.clone_into(&mut article.html);
        article.updated = Some(now);
        true
    }

    pub(super) fn take_down(&mut self, url: &str) -> bool {
        let Some(article) = self.find(url) else { return false };
        article.gone = true;
        true
    }

    /// What stands, newest first.
    pub(super) fn standing(&self) -> impl Iterator<Item = &Article> {
        self.articles.iter().rev().filter(|article| !article.gone)
    }
}
