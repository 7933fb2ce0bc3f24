//! Posts that wait for somebody to say whether they mattered.

use earshot_model::{PostId, Time};
use earshot_store::{lookups, reviews};

use crate::acts::ask;
use crate::staff::Staff;
use crate::{Engage, Result};

/// A post to judge. What the filter said of it is not told: whoever knows it agrees too easily.
#[derive(Debug, Clone)]
pub struct Question {
    /// The post.
    pub post: PostId,
    /// The kind of channel.
    pub channel: String,
    /// Its language.
    pub language: String,
    /// The words.
    pub text: String,
    /// The author's handle.
    pub handle: String,
    /// Where it can be seen.
    pub url: Option<String>,
    /// When it was drawn.
    pub drawn_at: Time,
}

/// The posts to judge.
#[derive(Debug, Clone, Default)]
pub struct Questions {
    /// How many wait.
    pub waiting: i64,
    /// The first of them, longest waiting first.
    pub next: Vec<Question>,
}

impl Engage {
    /// The first `most` posts that wait for somebody to say whether they mattered. Asks `case.read`
    /// and `verdict.correct` in the whole organization.
    ///
    /// # Errors
    /// [`crate::Error::Forbidden`], [`crate::Error::NotFound`].
    pub async fn questions(&self, who: &Staff, most: i64) -> Result<Questions> {
        ask(who, None)?;
        let mut conn = self.db.read(who.org).await?;
        let open = reviews::open(&mut conn, most).await?;
        let waiting = reviews::waiting(&mut conn).await?;
        let ids: Vec<PostId> = open.iter().map(|one| one.post_id).collect();
        let said = lookups::said(&mut conn, &ids).await?;
        let next = open.into_iter().filter_map(|one| {
            let post = said.iter().find(|said| said.post_id == one.post_id)?;
            Some(Question {
                post: one.post_id,
                channel: one.channel,
                language: one.language,
                text: post.text.clone(),
                handle: post.handle.clone(),
                url: post.url.clone(),
                drawn_at: one.drawn_at,
            })
        });
        Ok(Questions { waiting, next: next.collect() })
    }
}
